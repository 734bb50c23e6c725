// @ts-check
/** One player: custom points, name, team, buzzer number, and away with them. */

import { confirmDialog, openDialog } from '../../lib/dialog.js';
import { el, setText } from '../../lib/dom.js';
import { number, signed, t } from '../../lib/text.js';
import { toast } from '../../lib/toast.js';
import { attempt } from './attempt.js';
import { readPoints } from './judging.js';
import { button, field } from './parts.js';
import { questionLabel } from './targets.js';
import { isolate, shorten } from './words.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('../../lib/structure.js').Player} Player */

/**
 * Opens the dialog of a player, or of a new one.
 * @param {App} app
 * @param {import('./work.js').Work} work
 * @param {number|null} playerId null: a new one
 */
export function askPlayer(app, work, playerId) {
  const { desk } = app;
  const player = playerId === null ? null : desk.picture.players.get(playerId) ?? null;
  if (playerId !== null && !player) return;
  const name = field({ label: t('common.name'), props: { value: player?.name ?? '', required: true, maxlength: 200, dir: 'auto', autocomplete: 'off' } });
  const team = field({ tag: 'select', label: t('host.team'), children: teamOptions(app, player?.teamId ?? null) });
  const buzzer = field({ label: t('host.buzzerNumber'), props: { type: 'number', min: 0, max: 32767, step: 1, value: player?.buzzer ?? '' }, hint: t('host.buzzerHint') });
  // What the host sees in the fields: only what differs from it is sent, whatever others change meanwhile.
  const before = player && { name: player.name, team_id: player.teamId, buzzer: player.buzzer };
  const save = async () => {
    if (![name, buzzer].every(({ input }) => input.reportValidity())) return false;
    const values = {
      name: name.input.value.trim(),
      team_id: Number(team.input.value) || null,
      buzzer: buzzer.input.value === '' ? null : Number(buzzer.input.value),
    };
    if (!player || !before) {
      await desk.game.mutate('players', (api) => api.createPlayer(desk.game.gameId, values));
      return;
    }
    const patch = Object.fromEntries(Object.entries(values).filter(([key, value]) => Reflect.get(before, key) !== value));
    if (Object.keys(patch).length > 0) await desk.game.mutate(`player:${player.id}`, (api) => api.updatePlayer(player.id, patch));
  };
  const points = player ? pointsPart(app, work, player) : null;
  const dialog = openDialog({
    title: player ? shorten(player.name, 80) : t('host.addPlayer'),
    content: el('div', { class: 'stack' }, points?.node ?? null, name.node, el('div', { class: 'field-pair' }, team.node, buzzer.node)),
    actions: [
      ...(player ? [{ label: t('host.remove'), kind: /** @type {const} */ ('danger'), run: () => remove(app, player) }] : []),
      { label: t('common.cancel'), kind: 'quiet' },
      { label: t(player ? 'common.save' : 'common.add'), kind: 'primary', run: save },
    ],
    onClose: () => points?.off(),
  });
  points?.start(dialog.close);
  if (!player) name.input.focus();
}

/**
 * Custom points for the question that points are for.
 * @param {App} app
 * @param {import('./work.js').Work} work
 * @param {Player} player
 */
function pointsPart({ desk }, { scores }, player) {
  const sentence = el('p', { class: 'small' });
  const amount = field({ label: t('host.customPoints'), props: { inputmode: 'numeric', autocomplete: 'off', placeholder: '±' }, hint: t('host.customHint') });
  const give = button({ icon: 'check', label: t('host.record'), action: 'give', class: 'good', run: () => record() });
  const retract = button({ icon: 'undo', label: t('host.retract'), action: 'retract', class: 'compact', run: () => takeBack() });
  const node = el('div', { class: 'points-part card' }, sentence, el('div', { class: 'points-line' }, amount.node, give), retract);
  let close = () => {};
  amount.input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    record();
  });

  const off = desk.draw(() => {
    const target = desk.target;
    const current = desk.picture.players.get(player.id);
    const score = number(current?.score ?? 0);
    const known = target ? desk.history.log.answerOf(player.id, target.id) : null;
    const question = target ? questionLabel(desk.picture, target.id) ?? '' : '';
    setText(sentence, target ? t('host.pointsFor', { question, score }) : t('host.noTarget'));
    amount.node.hidden = give.hidden = target === null;
    retract.hidden = !known;
    if (known) setText(/** @type {Element} */ (retract.lastElementChild), t('host.retractPoints', { points: signed(known.points) }));
  });

  function record() {
    const points = readPoints(amount.input.value);
    const target = desk.target;
    if (!target) return;
    if (points === null) {
      toast({ message: t('host.badPoints'), kind: 'error' });
      amount.input.focus();
      return;
    }
    close();
    scores.custom(player.id, target.id, points);
  }

  function takeBack() {
    const target = desk.target;
    if (!target) return;
    close();
    scores.retract(player.id, target.id);
  }

  return { node, off, start: (/** @type {() => void} */ closeDialog) => (close = closeDialog) };
}

/** @param {App} app @param {number|null} chosen */
function teamOptions({ desk }, chosen) {
  const none = el('option', { value: '', selected: chosen === null, text: t('host.noTeam') });
  return [none, ...desk.picture.teams.map((team) => el('option', { value: String(team.id), selected: team.id === chosen, text: shorten(team.name) }))];
}

/** @param {App} app @param {Player} player @returns {Promise<boolean>} */
async function remove({ desk }, { id, name }) {
  const isWanted = await confirmDialog({
    title: t('host.removePlayer'),
    message: t('host.removePlayerHint', { name: isolate(shorten(name, 80)) }),
    action: t('host.remove'),
    danger: true,
  });
  return isWanted && attempt(desk.game, `player:${id}`, (api) => api.deletePlayer(id));
}
