// @ts-check
import { Api } from '../../lib/api.js';
import { el, setProps, setText } from '../../lib/dom.js';
import { randomKey } from '../../lib/key.js';
import { rememberToken } from '../../lib/session.js';
import { t } from '../../lib/text.js';
import { problemToast } from '../../lib/toast.js';
import { intentFor } from './join.js';
import { codeForm, nameForm } from './join-forms.js';
import { keepIntent, keptIntent } from './kept.js';

/** @typedef {import('./join.js').JoinIntent} JoinIntent */
/** @typedef {import('../../lib/wire.js').Snapshot} Snapshot */

/**
 * The way into a game: the code (unless a link brought it), then a name and a team.
 * @param {object} options
 * @param {number} options.gameId the game of the page's address
 * @param {string|null} options.code from the link, or from the last time
 * @param {string} options.name to begin with
 * @param {() => void} options.onJoined the player's token has been remembered
 * @param {(gameId: number, code: string) => void} options.onOtherGame the code is another game's
 * @returns {{node: HTMLElement, askCode: () => void, check: (code: string) => Promise<void>, resume: (intent: JoinIntent) => Promise<void>}}
 */
export function joinView({ gameId, code: startCode, name, onJoined, onOtherGame }) {
  const body = el('div', { class: 'join-body' });
  const node = el('main', { class: 'join page' }, el('div', { class: 'card raised join-card' }, brand(), body));
  const api = new Api({ onWaiting: () => setTimeout(tellWaiting, 2500) });
  const waiting = el('p', { class: 'small muted', role: 'status' });
  let code = startCode ?? '';

  /** After a while without an answer the person wants to know that nothing is wrong with the name. */
  function tellWaiting() {
    setText(waiting, api.waiting > 0 ? t('play.stillTrying') : '');
  }

  /** @param {string} [error] */
  function askCode(error) {
    const form = codeForm({ value: code, error, action: t('common.next'), onCode: (typed) => void check(typed) });
    body.replaceChildren(el('h1', { text: t('play.joinTitle') }), form, waiting);
    focusFirst(form);
  }

  /** @param {string} wanted */
  async function check(wanted) {
    code = wanted;
    body.replaceChildren(el('h1', { text: t('play.joinTitle') }), el('p', { class: 'muted', role: 'status', text: t('play.looking') }), waiting);
    try {
      const seat = await api.join({ join_code: code });
      if (seat.game_id !== gameId) return onOtherGame(seat.game_id, code);
      const snapshot = await new Api({ token: seat.spectator_token }).snapshot(gameId);
      if (snapshot) askName(snapshot);
    } catch (error) {
      const isUnknown = [400, 404].includes(statusOf(error));
      if (!isUnknown) problemToast(error, () => void check(code));
      askCode(isUnknown ? t('play.unknownCode') : undefined);
    }
  }

  /** @param {Snapshot} snapshot */
  function askName(snapshot) {
    const form = nameForm({ snapshot, name, onName: (chosen, teamId) => void join(chosen, teamId, form) });
    body.replaceChildren(
      el('p', { class: 'eyebrow', text: t('play.joinTitle') }),
      el('h1', { class: 'join-game clip-2', dir: 'auto', text: snapshot.name, title: snapshot.name }), form, waiting,
    );
    focusFirst(form);
  }

  /** @param {string} chosen @param {number|null} teamId @param {HTMLFormElement} form */
  async function join(chosen, teamId, form) {
    name = chosen;
    const wanted = { join_code: code, name: chosen, ...(teamId === null ? {} : { team_id: teamId }) };
    setBusy(form, true);
    await send(intentFor(keptIntent(gameId), wanted, randomKey));
    setBusy(form, false);
  }

  /** @param {JoinIntent} intent */
  async function send(intent) {
    keepIntent(gameId, intent);
    try {
      const seat = await api.join(intent.body, { idempotencyKey: intent.key });
      keepIntent(gameId, null);
      if (seat.game_id !== gameId) return onOtherGame(seat.game_id, intent.body.join_code);
      const { name: own, join_code: joinCode } = intent.body;
      const { player_token: token = '', player_id: playerId } = seat;
      const isStored = rememberToken(gameId, 'player', token, { name: own, playerId, joinCode });
      if (!isStored && token) history.replaceState(history.state, '', `#token=${token}`);
      onJoined();
    } catch (error) {
      keepIntent(gameId, null);
      problemToast(error, () => void check(intent.body.join_code));
    }
  }

  /** @param {JoinIntent} intent */
  async function resume(intent) {
    code = intent.body.join_code;
    name = intent.body.name;
    body.replaceChildren(el('h1', { text: t('play.joinTitle') }), el('p', { class: 'muted', role: 'status', text: t('play.joining') }), waiting);
    await send(intent);
    if (keptIntent(gameId) === null && node.isConnected) await check(code);
  }

  return { node, askCode: () => askCode(), check, resume };
}

/** @returns {HTMLElement} */
function brand() {
  return el('a', { class: 'brand', href: '/' }, el('img', { src: '/favicon.svg', alt: '', width: 30, height: 30 }), 'Podium');
}

/** @param {HTMLFormElement} form */
function focusFirst(form) {
  // Not on phones: the keyboard would cover the page before it has been read.
  if (matchMedia('(pointer: fine)').matches) form.querySelector('input')?.focus();
}

/** @param {HTMLFormElement} form @param {boolean} isBusy */
function setBusy(form, isBusy) {
  const button = form.querySelector('button');
  if (button) setProps(button, { 'aria-busy': isBusy ? true : null, disabled: isBusy });
}

/** @param {unknown} error @returns {number} */
function statusOf(error) {
  return /** @type {{status?: number}} */ (error)?.status ?? 0;
}
