// @ts-check
import { el, keyed, setProps, setText } from '../../lib/dom.js';
import { number, t } from '../../lib/text.js';
import { strip } from './strip.js';

/** The board of a round: categories behind their curtains, and what their questions are worth. */

/** @typedef {import('./picture.js').BoardView} BoardView */
/** @typedef {import('./picture.js').Column} Column */
/** @typedef {import('./picture.js').Cell} Cell */

/** With more columns than this they go in two or more bands; bands of many rows would leave the cells no height. */
const COLUMNS_IN_BAND = 10;
const COLUMNS_OF_MANY_ROWS = 16;
const MANY_ROWS = 6;
/** On a narrow screen each category is a row, and with more than this they stand side by side. */
const ROWS_IN_NARROW = 12;

/**
 * @returns {{node: HTMLElement, update: (model: BoardView, isLive: boolean) => void}}
 */
export function round() {
  const title = el('h1', { class: 'round-title', dir: 'auto' });
  const code = el('p', { class: 'round-join' });
  const columns = el('ul', { role: 'list', class: 'columns' });
  const empty = el('p', { class: 'round-empty' }, t('board.round.empty'));
  const scores = strip();
  const node = el(
    'div',
    { class: 'round' },
    el('header', { class: 'round-head' }, title, code),
    columns,
    empty,
    scores.node,
  );
  return {
    node,
    update(model, isLive) {
      setText(title, model.name);
      setText(code, model.join ? t('board.round.join', { host: location.host, code: model.join.code }) : '');
      empty.hidden = model.columns.length > 0;
      const rows = Math.max(1, ...model.columns.map(({ cells }) => cells.length));
      const most = rows > MANY_ROWS ? COLUMNS_OF_MANY_ROWS : COLUMNS_IN_BAND;
      const bands = Math.max(1, Math.ceil(model.columns.length / most));
      setProps(columns, {
        vars: {
          '--bands': bands,
          '--columns': Math.max(1, Math.ceil(model.columns.length / bands)),
          '--narrow-columns': Math.max(1, Math.ceil(model.columns.length / ROWS_IN_NARROW)),
          '--rows': rows,
        },
      });
      keyed(columns, model.columns, ({ id }) => id, columnNode, showColumn);
      scores.update(model.strip, isLive);
    },
  };
}

/** @returns {HTMLLIElement} */
function columnNode() {
  return el(
    'li',
    { class: 'column' },
    el('h2', { class: 'column-head' }, el('span', { class: 'column-name', dir: 'auto' })),
    el('ul', { role: 'list', class: 'cells' }),
    el('div', { class: 'curtain', 'aria-hidden': 'true' }),
  );
}

/** @param {HTMLLIElement} node @param {Column} column */
function showColumn(node, { id, name, isRevealed, cells }) {
  setProps(node, { 'data-category-id': id, 'data-revealed': isRevealed, vars: { '--cells': Math.max(1, cells.length) } });
  const [head, list] = /** @type {[HTMLElement, HTMLElement]} */ ([...node.children]);
  const shown = isRevealed ? name : t('board.round.hidden');
  const words = shown.split(/\s+/).map((word) => word.length);
  const text = /** @type {HTMLElement} */ (head.firstElementChild);
  setProps(text, { text: shown, vars: { '--word': Math.max(...words), '--length': Math.max(1, shown.length) } });
  head.dataset.length = shown.length <= 50 ? 'short' : 'long';
  keyed(list, cells, (cell) => cell.id, cellNode, showCell);
}

/** @returns {HTMLLIElement} */
function cellNode() {
  return el('li', { class: 'cell' }, el('span', { class: 'cell-points' }), el('span', { class: 'visually-hidden' }));
}

/** @param {HTMLLIElement} node @param {Cell} cell */
function showCell(node, { id, points, isAnswered }) {
  const [value, state] = /** @type {[HTMLElement, HTMLElement]} */ ([...node.children]);
  setProps(node, { 'data-question-id': id, 'data-answered': isAnswered });
  setProps(value, { text: number(points), vars: { '--chars': number(points).length } });
  setText(state, isAnswered ? ` ${t('board.round.played')}` : '');
}
