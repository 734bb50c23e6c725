// @ts-check
/** The rounds as tabs, and what can be done with the round at hand. */

import { el, keyed, setText } from '../../lib/dom.js';
import { t } from '../../lib/text.js';
import { button, mark } from './parts.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('../../lib/structure.js').Board} Board */

/**
 * Makes the bar above the grid.
 * @param {App} app
 * @returns {{node: HTMLElement, update: () => void}}
 */
export function roundsView(app) {
  const { desk, run } = app;
  const tabs = el('div', { class: 'rounds-tabs scroll-x', role: 'group', 'aria-label': t('host.rounds') });
  const next = button({ icon: 'eye', label: t('host.revealNext'), action: 'reveal-next', key: 'm', class: 'compact', run: () => run(({ show }) => show.reveal('next')) });
  const all = button({ label: t('host.revealAll'), action: 'reveal-all', key: 'Shift+m', class: 'compact quiet', run: () => run(({ show }) => show.reveal('all')) });
  const add = button({ icon: 'plus', label: t('host.addRound'), isIconOnly: true, run: () => run(({ ask }) => ask.board(null)) });
  const change = button({ icon: 'edit', label: t('host.editRound'), class: 'compact', run: () => run(({ ask }) => desk.board && ask.board(desk.board)) });
  const editing = button({
    icon: 'edit',
    label: t('host.editMode'),
    isIconOnly: true,
    action: 'edit-mode',
    run: () => desk.set({ isEditing: !desk.state.isEditing }),
  });
  const node = el(
    'div',
    { class: 'rounds' },
    tabs,
    add,
    el('div', { class: 'rounds-tools' }, next, all, change, editing),
  );

  function update() {
    const { picture, state, board: current } = desk;
    const { isEditing } = state;
    keyed(tabs, picture.boards, (board) => board.id, createTab, (tab, board) => {
      mark(tab, 'aria-current', board === current);
      setText(/** @type {Element} */ (tab.firstElementChild), board.name || t('host.roundNumber', { n: picture.boards.indexOf(board) + 1 }));
      setText(/** @type {Element} */ (tab.lastElementChild), played(board));
      mark(tab, 'title', board.name);
    });
    add.hidden = !isEditing && picture.boards.length > 0;
    change.hidden = !isEditing || !current;
    const isAllRevealed = !current || current.categories.every((category) => desk.show.revealed.has(category.id));
    next.hidden = all.hidden = isEditing;
    next.disabled = all.disabled = isAllRevealed;
    mark(editing, 'aria-pressed', isEditing);
  }

  /** @param {Board} board */
  function createTab(board) {
    return el(
      'button',
      { type: 'button', class: 'button quiet round-tab', 'data-board-id': board.id, on: { click: () => run(({ show }) => show.round(board.id)) } },
      el('bdi', { class: 'clip', dir: 'auto' }),
      el('span', { class: 'round-count number' }),
    );
  }

  return { node, update };
}

/** @param {Board} board how much of it has been played */
function played(board) {
  const questions = board.categories.flatMap((category) => category.questions);
  return `${questions.filter((question) => question.answered).length}/${questions.length}`;
}
