// @ts-check
/** The players: who leads, who is there, and points by one click. */

import { el, keyed, setText } from '../../lib/dom.js';
import { asked } from '../../lib/show.js';
import { findQuestion } from '../../lib/structure.js';
import { number, t } from '../../lib/text.js';
import { button, mark, teamMark, words } from './parts.js';
import { createPlayerRow, updatePlayerRow } from './player-row.js';
import { lineOf } from './roster.js';
import { targetBar } from './target-bar.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./roster.js').TeamRow} TeamRow */

/** From this many players on there is a field to filter them by. */
const MANY = 12;

/** @type {ReadonlySet<number>} */
const NOBODY = new Set();

/**
 * Makes the panel.
 * @param {App} app
 * @returns {{node: HTMLElement, update: () => void, focusFilter: () => void}}
 */
export function playersView(app) {
  const { desk, run } = app;
  const count = el('span', { class: 'badge' });
  const filter = el('input', {
    class: 'input players-filter',
    type: 'search',
    placeholder: t('host.filter'),
    'aria-label': t('host.filter'),
    'aria-keyshortcuts': '/',
    on: { input: () => desk.set({ filter: filter.value }), keydown: leaveFilter },
  });
  const target = targetBar(app);
  const list = el('ul', { role: 'list', class: 'players' });
  const none = el('p', { class: 'empty' });
  const scroll = el('div', { class: 'players-scroll' }, list, none);
  const node = el(
    'section',
    { class: 'card desk-players', 'aria-label': t('host.players') },
    el(
      'div',
      { class: 'panel-head' },
      el('h2', { text: t('host.players') }),
      count,
      el('span', { class: 'push' }),
      button({ icon: 'people', label: t('host.teams'), class: 'compact', action: 'teams', run: () => run(({ ask }) => ask.teams()) }),
      button({ icon: 'plus', label: t('host.addPlayer'), isIconOnly: true, action: 'add-player', run: () => run(({ ask }) => ask.player(null)) }),
    ),
    filter,
    target.node,
    scroll,
  );

  function update() {
    const { rows, picture, state } = desk;
    setText(count, number(picture.players.size));
    filter.hidden = picture.players.size < MANY && state.filter === '';
    target.update();
    const around = aroundLines();
    keyed(list, rows, (row) => row.key, (row) => row.kind === 'team' ? createTeamRow() : createPlayerRow(app, row), (line, row) => {
      if (row.kind === 'team') updateTeamRow(line, row);
      else updatePlayerRow(line, lineOf(row, around));
    });
    none.hidden = rows.some((row) => row.kind === 'player');
    if (!none.hidden) setText(none, t(state.filter ? 'host.noneFound' : 'host.noPlayers'));
  }

  /** @returns {import('./roster.js').Around} what is the same for all lines, found once a drawing */
  function aroundLines() {
    const { show, picture, target: question, state } = desk;
    const { log } = desk.history;
    const isLive = show.question !== null;
    return {
      chosen: state.chosenPlayer,
      asked: isLive ? asked(show) : null,
      locked: isLive && show.buzzers.opening === show.opening ? show.buzzers.locked : NOBODY,
      points: question ? findQuestion(picture, question.id)?.question.points ?? 0 : 0,
      isPending: (id) => desk.game.isPending(`player:${id}`),
      answerOf: (id) => question ? log.answerOf(id, question.id) : null,
    };
  }

  /** @param {KeyboardEvent} event */
  function leaveFilter(event) {
    if (event.key !== 'Escape' && event.key !== 'Enter') return;
    if (event.key === 'Escape') {
      filter.value = '';
      desk.set({ filter: '' });
    }
    const first = desk.rows.find((row) => row.kind === 'player');
    if (event.key === 'Enter' && first?.kind === 'player') desk.set({ chosenPlayer: first.player.id });
    filter.blur();
  }

  function focusFilter() {
    desk.set({ section: 'players' });
    filter.hidden = false;
    filter.focus();
  }

  return { node, update, focusFilter };
}

function createTeamRow() {
  return el(
    'li',
    { class: 'team-row' },
    teamMark(null),
    words('', 'clip grow'),
    el('span', { class: 'badge team-rank' }),
    el('span', { class: 'team-score number' }),
  );
}

/** @param {HTMLElement} line @param {TeamRow} row */
function updateTeamRow(line, { team, score, rank }) {
  const [dot, name, place, total] = /** @type {HTMLElement[]} */ ([...line.children]);
  if (!dot || !name || !place || !total) return;
  dot.style.setProperty('--team', team?.color || 'transparent');
  setText(name, team?.name ?? t('host.noTeam'));
  mark(name, 'title', team?.name ?? null);
  place.hidden = total.hidden = team === null;
  setText(place, t('host.rank', { rank: String(rank) }));
  setText(total, number(score));
}
