// @ts-check
/** One player's line: choose by a click or a digit, right, wrong, and everything else behind one button. */

import { countUp } from '../../lib/count-up.js';
import { el, setText } from '../../lib/dom.js';
import { findQuestion } from '../../lib/structure.js';
import { signed, t } from '../../lib/text.js';
import { button, mark } from './parts.js';
import { isolate } from './words.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./roster.js').PlayerRow} PlayerRow */
/** @typedef {import('./targets.js').Target} Target */

/**
 * Makes the line of a player.
 * @param {App} app
 * @param {PlayerRow} row
 */
export function createPlayerRow(app, row) {
  const { desk, run } = app;
  const { id } = row.player;
  const choose = () => desk.set({ chosenPlayer: desk.state.chosenPlayer === id ? null : id });
  return el(
    'li',
    { class: 'player-row', 'data-player-id': id },
    el(
      'button',
      { type: 'button', class: 'player-choose', on: { click: choose } },
      el('span', { class: 'player-digit kbd', 'aria-hidden': 'true' }),
      el('span', { class: 'dot' }, el('span', { class: 'visually-hidden' })),
      el(
        'span',
        { class: 'player-who' },
        el('bdi', { class: 'player-name clip', dir: 'auto' }),
        el('span', { class: 'player-sub' }, el('span', { class: 'player-place' }), el('span', { class: 'player-mark number' })),
      ),
      el('span', { class: 'player-score number' }),
    ),
    button({ icon: 'cross', label: '', isIconOnly: true, action: 'wrong', class: 'quiet bad-mark', run: () => run(({ scores }) => scores.judge(id, false)) }),
    button({ icon: 'check', label: '', isIconOnly: true, action: 'right', class: 'quiet good-mark', run: () => run(({ scores }) => scores.judge(id, true)) }),
    button({ icon: 'more', label: '', isIconOnly: true, action: 'custom', class: 'quiet', run: () => run(({ ask }) => ask.player(id)) }),
  );
}

/**
 * Brings the line of a player up to date.
 * @param {App} app
 * @param {HTMLElement} line
 * @param {PlayerRow} row
 * @param {Target|null} target the question that points are for
 */
export function updatePlayerRow({ desk }, line, { player, team, rank, digit, isConnected }, target) {
  const [choose, wrong, right, more] = /** @type {HTMLElement[]} */ ([...line.children]);
  if (!choose || !wrong || !right || !more) return;
  const [key, dot, who, score] = /** @type {HTMLElement[]} */ ([...choose.children]);
  const [name, sub] = /** @type {HTMLElement[]} */ ([...(who?.children ?? [])]);
  const [place, answer] = /** @type {HTMLElement[]} */ ([...(sub?.children ?? [])]);
  if (!key || !dot || !name || !answer || !place || !score) return;
  const isChosen = desk.state.chosenPlayer === player.id;
  const { order, buzzers } = desk.show;
  const isLive = desk.show.question !== null;
  const isPending = desk.game.isPending(`player:${player.id}`);
  mark(choose, 'aria-pressed', isChosen);
  mark(choose, 'title', team ? `${player.name} (${team.name})` : player.name);
  mark(choose, 'aria-keyshortcuts', digit === null ? null : String(digit));
  setText(key, digit ?? '');
  key.classList.toggle('no-digit', digit === null);
  mark(dot, 'data-connected', isConnected);
  setText(/** @type {Element} */ (dot.firstElementChild), t(isConnected ? 'host.connected' : 'host.notConnected'));
  setText(name, player.name);
  setText(place, t('host.rank', { rank: String(rank) }));
  if (score.dataset.score !== String(player.score)) {
    score.dataset.score = String(player.score);
    countUp(score, player.score);
  }
  const known = target ? desk.history.log.answerOf(player.id, target.id) : null;
  answer.hidden = !known;
  if (known) setText(answer, signed(known.points));
  answer.classList.toggle('good', known?.is_correct === true);
  answer.classList.toggle('bad', known?.is_correct === false);
  line.classList.toggle('chosen', isChosen);
  line.classList.toggle('pending', isPending);
  mark(line, 'data-pending', isPending);
  const isLocked = isLive && buzzers.opening === desk.show.opening && buzzers.locked.has(player.id);
  line.classList.toggle('locked', isLocked);
  line.classList.toggle('asked', isLive && order[0] === player.id);
  const points = target ? findQuestion(desk.picture, target.id)?.question.points ?? 0 : 0;
  const shown = isolate(player.name);
  label(wrong, t('host.wrongFor', { name: shown }), signed(-points));
  label(right, t('host.rightFor', { name: shown }), signed(points));
  label(more, t('host.moreFor', { name: shown }), '');
}

/** @param {HTMLElement} node @param {string} text @param {string} points */
function label(node, text, points) {
  mark(node, 'aria-label', text);
  mark(node, 'title', points ? `${text}: ${points}` : text);
}
