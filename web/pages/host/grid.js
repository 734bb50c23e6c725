// @ts-check
/** The round's grid: categories to reveal, questions to open, one stop of the Tab key for all of it. */

import { el, keyed, setText } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { number, t } from '../../lib/text.js';
import { gridStep } from './keys.js';
import { mark } from './parts.js';
import { cellState, gridRows } from './targets.js';
import { isolate } from './words.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('../../lib/structure.js').Category} Category */
/** @typedef {import('../../lib/structure.js').Question} Question */
/** @typedef {{category: Category, question: Question|null, row: number, column: number}} Cell */

const STATES = { open: 'host.stateOpen', played: 'host.statePlayed', hidden: 'host.stateHidden', ready: 'host.stateReady' };

/**
 * Makes the grid.
 * @param {App} app
 * @returns {{node: HTMLElement, update: () => void, focus: () => void}}
 */
export function gridView(app) {
  const { desk } = app;
  const grid = el('div', { class: 'board-grid', role: 'grid', 'aria-label': t('host.grid'), on: { keydown, focusin } });
  const empty = el('p', { class: 'empty', text: t('host.noBoard') });
  const node = el('div', { class: 'board-scroll' }, grid, empty);
  const at = { row: 1, column: 0 };

  function update() {
    const { board, state } = desk;
    const categories = board?.categories ?? [];
    const isAdding = state.isEditing && board !== null;
    const rows = board ? gridRows(board) : [];
    if (isAdding) rows.push(categories.map(() => null));
    grid.hidden = categories.length === 0 && !isAdding;
    empty.hidden = !grid.hidden;
    grid.style.setProperty('--columns', String(categories.length + (isAdding ? 1 : 0)));
    mark(grid, 'data-editing', state.isEditing);
    const lines = [null, ...rows];
    keyed(grid, lines.map((cells, row) => ({ cells, row })), (line) => line.row, createRow, (line, { cells, row }) => {
      if (cells === null) updateHeads(line, categories, isAdding);
      else updateCells(line, categories, cells, row, isAdding);
    });
    const last = { rows: lines.length, columns: categories.length };
    at.row = Math.min(at.row, Math.max(last.rows - 1, 0));
    at.column = Math.min(at.column, Math.max(last.columns - 1, 0));
    for (const one of buttons()) one.tabIndex = isAt(one) ? 0 : -1;
    const first = buttons()[0];
    if (first && !grid.querySelector('[tabindex="0"]')) first.tabIndex = 0;
  }

  /** @param {HTMLElement} line @param {Category[]} categories @param {boolean} isAdding */
  function updateHeads(line, categories, isAdding) {
    const items = isAdding ? [...categories, null] : categories;
    keyed(line, items, (category) => category?.id ?? 'add', (category) => createHead(app, category), (head, category, column) => {
      const control = /** @type {HTMLElement} */ (head.firstElementChild);
      Object.assign(control.dataset, { row: 0, column });
      if (!category) return;
      const isRevealed = desk.show.revealed.has(category.id);
      mark(head, 'data-revealed', isRevealed);
      if (desk.state.isEditing) mark(control, 'aria-pressed', null);
      else mark(control, 'aria-pressed', isRevealed);
      mark(control, 'title', category.name);
      const label = desk.state.isEditing ? 'host.editCategory' : isRevealed ? 'host.hideCategory' : 'host.revealCategory';
      mark(control, 'aria-label', t(label, { name: isolate(category.name) }));
      setText(/** @type {Element} */ (control.lastElementChild), category.name);
    });
  }

  /**
   * @param {HTMLElement} line
   * @param {Category[]} categories
   * @param {(Question|null)[]} questions
   * @param {number} row
   * @param {boolean} isAdding the column of "add a category" then has an empty cell here
   */
  function updateCells(line, categories, questions, row, isAdding) {
    /** @type {(Cell|null)[]} */
    const cells = categories.map((category, column) => ({ category, question: questions[column] ?? null, row, column }));
    if (isAdding) cells.push(null);
    keyed(line, cells, (cell) => cell?.question?.id ?? `none:${cell?.category.id}`, (cell) => createCell(app, cell), (holder, cell) => {
      if (cell) updateCell(app, /** @type {HTMLElement} */ (holder.firstElementChild), cell);
    });
  }

  /** All that can have the focus. */
  function buttons() {
    return /** @type {HTMLButtonElement[]} */ ([...grid.querySelectorAll('button:not([hidden])')]);
  }

  /** @param {HTMLElement} one */
  function isAt(one) {
    return Number(one.dataset.row) === at.row && Number(one.dataset.column) === at.column;
  }

  /** @param {KeyboardEvent} event */
  function keydown(event) {
    const rows = Math.max(...buttons().map((one) => Number(one.dataset.row))) + 1;
    const columns = Math.max(...buttons().map((one) => Number(one.dataset.column))) + 1;
    let next = gridStep(at, event.key, { rows, columns });
    if (!next) return;
    event.preventDefault();
    const step = { row: next.row - at.row, column: next.column - at.column };
    // A short category leaves gaps, which are stepped over.
    while (next && !buttons().some((one) => Number(one.dataset.row) === next?.row && Number(one.dataset.column) === next?.column)) {
      /** @type {{row: number, column: number}} */
      const further = { row: next.row + Math.sign(step.row), column: next.column + Math.sign(step.column) };
      if (further.row < 0 || further.row >= rows || further.column < 0 || further.column >= columns) return;
      next = further;
    }
    Object.assign(at, next);
    focus();
  }

  /** @param {FocusEvent} event */
  function focusin(event) {
    const one = /** @type {HTMLElement} */ (event.target);
    Object.assign(at, { row: Number(one.dataset.row), column: Number(one.dataset.column) });
    for (const other of buttons()) other.tabIndex = other === one ? 0 : -1;
  }

  function focus() {
    (buttons().find(isAt) ?? buttons()[0])?.focus();
  }

  return { node, update, focus };
}

/** @param {{row: number}} line */
function createRow({ row }) {
  return el('div', { role: 'row', class: row === 0 ? 'grid-row grid-heads' : 'grid-row' });
}

/** @param {App} app @param {Category|null} category null: the place to add one */
function createHead(app, category) {
  const { desk, run } = app;
  if (!category) {
    const add = el('button', { type: 'button', class: 'button quiet add-category', on: { click: () => run(({ ask }) => desk.board && ask.category(desk.board, null)) } });
    add.append(icon('plus'), el('span', { text: t('host.addCategory') }));
    return el('div', { role: 'columnheader' }, add);
  }
  const { id } = category;
  const act = () => {
    const { board } = desk;
    const current = board?.categories.find((one) => one.id === id);
    if (desk.state.isEditing && board && current) run(({ ask }) => ask.category(board, current));
    else run(({ show }) => show.reveal(id));
  };
  const control = el(
    'button',
    { type: 'button', class: 'category-head', 'data-action': 'reveal', on: { click: act } },
    icon('eye-off', { class: 'icon-mark head-hidden' }),
    el('bdi', { class: 'clip-2', dir: 'auto' }),
  );
  return el('div', { role: 'columnheader', 'data-category-id': id, 'data-revealed': 'false' }, control);
}

/** @param {App} app @param {Cell|null} cell */
function createCell(app, cell) {
  if (!cell) return el('div', { role: 'gridcell' });
  const { category, question } = cell;
  const { desk, run } = app;
  if (!question) {
    const add = el('button', { type: 'button', class: 'button quiet add-question', on: { click: () => run(({ ask }) => ask.question(category.id, null)) } }, icon('plus'));
    return el('div', { role: 'gridcell' }, add);
  }
  const { id } = question;
  const act = () => {
    const board = desk.board;
    const place = board?.categories.flatMap((one) => one.questions.map((other) => ({ board, category: one, question: other })))
      .find((one) => one.question.id === id);
    if (!place) return;
    if (desk.state.isEditing) run(({ ask }) => ask.question(place.category.id, place.question));
    else if (desk.show.question?.id === id) desk.set({ section: 'question' });
    else if (place.question.answered) desk.set({ previewed: id, section: 'question' });
    else run(({ show }) => show.open(place));
  };
  const tile = el(
    'button',
    { type: 'button', class: 'tile', 'data-question-id': id, on: { click: act } },
    el('span', { class: 'tile-points' }),
    icon('check', { class: 'icon-mark tile-check' }),
  );
  return el('div', { role: 'gridcell' }, tile);
}

/** @param {App} app @param {HTMLElement} tile @param {Cell} cell */
function updateCell({ desk }, tile, { category, question, row, column }) {
  Object.assign(tile.dataset, { row, column });
  if (!question) {
    tile.hidden = !desk.state.isEditing;
    const label = t('host.addQuestionTo', { name: isolate(category.name) });
    mark(tile, 'aria-label', label);
    mark(tile, 'title', label);
    return;
  }
  const state = cellState(question, category.id, desk.show);
  const classes = `tile ${state}${desk.state.previewed === question.id ? ' previewed' : ''}${desk.game.isPending(`question:${question.id}`) ? ' pending' : ''}`;
  if (tile.className !== classes) tile.className = classes;
  mark(tile, 'data-state', state);
  mark(tile, 'data-answered', question.answered);
  setText(/** @type {Element} */ (tile.firstElementChild), number(question.points));
  const label = desk.state.isEditing ? 'host.editCell' : 'host.cell';
  mark(tile, 'aria-label', t(label, { category: isolate(category.name), points: question.points, state: t(STATES[state]) }));
}
