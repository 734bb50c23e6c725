// @ts-check
/** One player's line: choose by a click or a digit, right, wrong, and everything else behind one button. */

import { countUp } from '../../lib/count-up.js';
import { el, setText } from '../../lib/dom.js';
import { signed, t } from '../../lib/text.js';
import { button, mark } from './parts.js';
import { isSameLine } from './roster.js';
import { isolate } from './words.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./roster.js').PlayerRow} PlayerRow */
/** @typedef {import('./roster.js').Line} Line */

/**
 * What each line shows: with thousands of players, those that nothing happens to must not be touched.
 * @type {WeakMap<HTMLElement, Line>}
 */
const drawn = new WeakMap();

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
 * @param {HTMLElement} node
 * @param {Line} line
 */
export function updatePlayerRow(node, line) {
  const before = drawn.get(node);
  if (before && isSameLine(before, line)) return;
  drawn.set(node, line);
  const [choose, wrong, right, more] = /** @type {HTMLElement[]} */ ([...node.children]);
  if (!choose || !wrong || !right || !more) return;
  const [key, dot, who, score] = /** @type {HTMLElement[]} */ ([...choose.children]);
  const [name, sub] = /** @type {HTMLElement[]} */ ([...(who?.children ?? [])]);
  const [place, answer] = /** @type {HTMLElement[]} */ ([...(sub?.children ?? [])]);
  if (!key || !dot || !name || !answer || !place || !score) return;
  mark(choose, 'aria-pressed', line.isChosen);
  mark(choose, 'title', line.team === null ? line.name : `${line.name} (${line.team})`);
  mark(choose, 'aria-keyshortcuts', line.digit === null ? null : String(line.digit));
  setText(key, line.digit ?? '');
  key.classList.toggle('no-digit', line.digit === null);
  mark(dot, 'data-connected', line.isConnected);
  setText(/** @type {Element} */ (dot.firstElementChild), t(line.isConnected ? 'host.connected' : 'host.notConnected'));
  setText(name, line.name);
  setText(place, t('host.rank', { rank: String(line.rank) }));
  if (score.dataset.score !== String(line.score)) {
    score.dataset.score = String(line.score);
    countUp(score, line.score);
  }
  answer.hidden = line.answered === null;
  if (line.answered !== null) setText(answer, signed(line.answered));
  answer.classList.toggle('good', line.isCorrect === true);
  answer.classList.toggle('bad', line.isCorrect === false);
  node.classList.toggle('chosen', line.isChosen);
  node.classList.toggle('pending', line.isPending);
  mark(node, 'data-pending', line.isPending);
  node.classList.toggle('locked', line.isLocked);
  node.classList.toggle('asked', line.isAsked);
  const shown = isolate(line.name);
  label(wrong, t('host.wrongFor', { name: shown }), signed(-line.points));
  label(right, t('host.rightFor', { name: shown }), signed(line.points));
  label(more, t('host.moreFor', { name: shown }), '');
}

/** @param {HTMLElement} node @param {string} text @param {string} points */
function label(node, text, points) {
  mark(node, 'aria-label', text);
  mark(node, 'title', points ? `${text}: ${points}` : text);
}
