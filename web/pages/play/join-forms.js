// @ts-check
import { el, on, setProps, setText } from '../../lib/dom.js';
import { t } from '../../lib/text.js';
import { codeIn, isTaken, isWhole } from './join.js';

/** The two forms of joining. */

/** @typedef {import('../../lib/wire.js').Snapshot} Snapshot */

/**
 * Asks for the join code.
 * @param {{value: string, error?: string, action: string, onCode: (code: string) => void}} options action: the button's words
 * @returns {HTMLFormElement}
 */
export function codeForm({ value, error, action, onCode }) {
  const input = el('input', {
    id: 'code', class: 'input code', value, name: 'code', required: true, maxlength: 200, autocomplete: 'off', autocapitalize: 'characters',
    spellcheck: 'false', enterkeyhint: 'go', 'aria-describedby': 'code-error', 'aria-invalid': error ? true : null,
  });
  const errorNode = el('p', { id: 'code-error', class: 'field-error', text: error ?? '' });
  const form = el(
    'form', { class: 'stack', novalidate: true },
    el('div', { class: 'field' }, el('label', { for: 'code', text: t('play.code') }), input, errorNode),
    el('button', { type: 'submit', class: 'button primary large wide', text: action }),
  );
  on(input, 'input', () => {
    const code = codeIn(input.value);
    if (code !== input.value) input.value = code;
  });
  on(form, 'submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    const code = codeIn(input.value);
    if (isWhole(code)) return onCode(code);
    setProps(input, { 'aria-invalid': true });
    setText(errorNode, t('play.wholeCode'));
    input.focus();
  });
  return form;
}

/**
 * Asks for a name, and for a team if there are any.
 * @param {{snapshot: Snapshot, name: string, onName: (name: string, teamId: number|null) => void}} options
 * @returns {HTMLFormElement}
 */
export function nameForm({ snapshot, name, onName }) {
  const input = el('input', {
    id: 'name', class: 'input', name: 'nickname', value: name, required: true, maxlength: 200, dir: 'auto', autocomplete: 'nickname',
    enterkeyhint: 'go', 'aria-describedby': 'name-hint',
  });
  const hint = el('p', { id: 'name-hint', class: 'field-hint', role: 'status' });
  const form = el(
    'form', { class: 'stack', novalidate: true },
    el('div', { class: 'field' }, el('label', { for: 'name', text: t('play.name') }), input, hint),
    snapshot.teams.length > 0 ? teamChoice(snapshot.teams) : null,
    el('button', { type: 'submit', class: 'button primary large wide', text: t('play.join') }),
  );
  const names = snapshot.players.map((player) => player.name);
  const look = () => setText(hint, isTaken(input.value, names) ? t('play.nameTaken') : '');
  on(input, 'input', look);
  look();
  on(form, 'submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    const chosen = input.value.trim();
    if (chosen === '') {
      setProps(input, { 'aria-invalid': true });
      setText(hint, t('play.nameNeeded'));
      return input.focus();
    }
    const team = new FormData(form).get('team');
    onName(chosen, team ? Number(team) : null);
  });
  return form;
}

/** @param {Snapshot['teams']} teams @returns {HTMLElement} */
function teamChoice(teams) {
  const choice = (/** @type {string} */ value, /** @type {string} */ text, /** @type {string} */ color) => el(
    'label', { class: 'team-choice' },
    el('input', { type: 'radio', name: 'team', value, checked: value === '' }),
    color ? el('span', { class: 'team-mark', vars: { '--team': color } }) : null,
    el('span', { class: 'clip-2', dir: 'auto', text }),
  );
  return el(
    'fieldset', { class: 'team-choices' },
    el('legend', { class: 'field-label', text: t('play.team') }),
    choice('', t('play.noTeam'), ''), ...teams.map((team) => choice(String(team.id), team.name, team.color)),
  );
}
