// @ts-check
/** The teams: names and colours, changed where they stand; new ones, and away with them. */

import { confirmDialog, openDialog } from '../../lib/dialog.js';
import { el, keyed } from '../../lib/dom.js';
import { t } from '../../lib/text.js';
import { attempt } from './attempt.js';
import { button, mark } from './parts.js';
import { isolate, shorten } from './words.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('../../lib/structure.js').Team} Team */

/** Colours for new teams, far apart from each other. */
const COLOURS = ['#e6a100', '#2f7de1', '#d6453d', '#1f9d61', '#9b51e0', '#00a3b4', '#e2689b', '#8a6d3b'];

/**
 * Opens the dialog; it follows what other hosts do.
 * @param {App} app
 */
export function askTeams({ desk }) {
  const { game } = desk;
  const list = el('ul', { role: 'list', class: 'teams' });
  const none = el('p', { class: 'muted', text: t('host.noTeams') });
  const name = el('input', { class: 'input grow', maxlength: 200, dir: 'auto', 'aria-label': t('host.newTeam'), placeholder: t('host.newTeam'), autocomplete: 'off' });
  const color = el('input', { type: 'color', class: 'color', 'aria-label': t('host.newTeamColor') });
  const add = async () => {
    if (name.value.trim() === '') {
      name.focus();
      return false;
    }
    const values = { name: name.value.trim(), color: color.value };
    if (await attempt(game, 'teams', (api) => api.createTeam(game.gameId, values))) {
      name.value = '';
      color.value = nextColour();
      name.focus();
    }
    return false;
  };
  const off = desk.draw(() => {
    none.hidden = desk.picture.teams.length > 0;
    keyed(list, desk.picture.teams, (team) => team.id, createTeam, updateTeam);
  });
  color.value = nextColour();
  openDialog({
    title: t('host.teams'),
    content: el('div', { class: 'stack' }, none, list, el('div', { class: 'team-line' }, color, name)),
    actions: [{ label: t('common.close'), kind: 'quiet' }, { label: t('host.addTeam'), kind: 'primary', run: add }],
    onClose: off,
  });

  function nextColour() {
    return COLOURS[desk.picture.teams.length % COLOURS.length] ?? '#2f7de1';
  }

  /** @param {Team} team */
  function createTeam({ id }) {
    const update = (/** @type {object} */ patch) => attempt(game, `team:${id}`, (api) => api.updateTeam(id, patch));
    const colorInput = el('input', { type: 'color', class: 'color', on: { change: () => update({ color: colorInput.value }) } });
    const nameInput = el('input', {
      class: 'input grow',
      maxlength: 200,
      dir: 'auto',
      on: { change: () => nameInput.value.trim() && update({ name: nameInput.value.trim() }), keydown: stay },
    });
    return el('li', { class: 'team-line', 'data-team-id': id }, colorInput, nameInput, button({ icon: 'trash', label: t('host.remove'), isIconOnly: true, class: 'quiet', run: () => remove(id) }));
  }

  /** @param {HTMLElement} line @param {Team} team */
  function updateTeam(line, team) {
    const [colorInput, nameInput, away] = /** @type {HTMLInputElement[]} */ ([...line.children]);
    if (!colorInput || !nameInput || !away) return;
    const shown = isolate(team.name);
    mark(colorInput, 'aria-label', t('host.teamColor', { name: shown }));
    mark(nameInput, 'aria-label', t('host.teamName', { name: shown }));
    mark(away, 'aria-label', t('host.removeTeam', { name: shown }));
    if (document.activeElement !== nameInput) nameInput.value = team.name;
    if (document.activeElement !== colorInput) colorInput.value = longColour(team.color);
    line.classList.toggle('pending', game.isPending(`team:${team.id}`));
  }

  /** @param {number} id */
  async function remove(id) {
    const team = desk.picture.teams.find((one) => one.id === id);
    if (!team) return;
    const title = t('host.removeTeam', { name: isolate(shorten(team.name, 80)) });
    const isWanted = await confirmDialog({ title, message: t('host.removeTeamHint'), action: t('host.remove'), danger: true });
    if (isWanted) attempt(game, `team:${id}`, (api) => api.deleteTeam(id));
  }
}

/** Enter in a name saves that name and does not add a team. @param {KeyboardEvent} event */
function stay(event) {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  /** @type {HTMLElement} */ (event.target).blur();
}

/**
 * A colour as the browser's chooser wants it.
 * @param {string} color empty, or # and 3, 6 or 8 digits
 */
export function longColour(color) {
  if (/^#[0-9a-f]{3}$/i.test(color)) return `#${[...color.slice(1)].map((digit) => digit + digit).join('')}`;
  return /^#[0-9a-f]{6}/i.test(color) ? color.slice(0, 7) : '#808080';
}
