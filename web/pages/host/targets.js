// @ts-check
/**
 * Questions by their place: which one points are for, which one comes next. Pure.
 */

import { findQuestion } from '../../lib/structure.js';
import { number } from '../../lib/text.js';
import { isolate } from './words.js';

/** @typedef {import('../../lib/structure.js').Picture} Picture */
/** @typedef {import('../../lib/structure.js').Board} Board */
/** @typedef {import('../../lib/structure.js').Question} Question */
/** @typedef {import('../../lib/show.js').Show} Show */
/** @typedef {{id: number, why: 'open'|'chosen'|'last'}} Target */

/**
 * The question that points given now are for: points are always an answer to one.
 * @param {Picture} picture
 * @param {Show} show
 * @param {{chosen: number|null, last: number|null}} known what the host has picked, and what was played last
 * @returns {Target|null} null: none has been opened or picked yet
 */
export function targetOf(picture, show, { chosen, last }) {
  if (show.question && findQuestion(picture, show.question.id)) return { id: show.question.id, why: 'open' };
  if (chosen !== null && findQuestion(picture, chosen)) return { id: chosen, why: 'chosen' };
  if (last !== null && findQuestion(picture, last)) return { id: last, why: 'last' };
  return null;
}

/**
 * The round that the desk and the big screen are at: what was selected, else the first one.
 * @param {Picture} picture
 * @param {Show} show
 * @returns {Board|null}
 */
export function currentBoard(picture, show) {
  return picture.boards.find((board) => board.id === show.boardId) ?? picture.boards[0] ?? null;
}

/**
 * The round before or after.
 * @param {Picture} picture
 * @param {Board|null} board
 * @param {number} step −1 or 1
 * @returns {Board|null} null: there is none
 */
export function neighbourBoard(picture, board, step) {
  const place = board ? picture.boards.indexOf(board) : -1;
  return place < 0 ? null : picture.boards[place + step] ?? null;
}

/**
 * The grid of a round: a row for each place in a category, so that short categories leave gaps.
 * @param {Board} board
 * @returns {(Question|null)[][]} rows of as many cells as there are categories
 */
export function gridRows(board) {
  const height = Math.max(0, ...board.categories.map((category) => category.questions.length));
  return Array.from(
    { length: height },
    (_, row) => board.categories.map((category) => category.questions[row] ?? null),
  );
}

/**
 * What state a question's cell is in.
 * @param {Question} question
 * @param {number} categoryId
 * @param {Show} show
 * @returns {'open'|'played'|'hidden'|'ready'}
 */
export function cellState(question, categoryId, show) {
  if (show.question?.id === question.id) return 'open';
  if (question.answered) return 'played';
  return show.revealed.has(categoryId) ? 'ready' : 'hidden';
}

/**
 * The revealed categories and the next one of a round, or all of the round.
 * @param {Board} board
 * @param {Set<number>} revealed
 * @param {'next'|'all'|number} which a number: this category, or away with it if it is revealed
 * @returns {number[]|null} null: nothing is left to reveal
 */
export function revealedWith(board, revealed, which) {
  const ids = board.categories.map((category) => category.id);
  if (typeof which === 'number') {
    return revealed.has(which) ? [...revealed].filter((id) => id !== which) : [...revealed, which];
  }
  const hidden = ids.filter((id) => !revealed.has(id));
  if (hidden.length === 0) return null;
  return [...revealed, ...(which === 'all' ? hidden : hidden.slice(0, 1))];
}

/**
 * A question by its category and points.
 * @param {Picture} picture
 * @param {number|null|undefined} id
 * @returns {string|null} null: it is not there (any more)
 */
export function questionLabel(picture, id) {
  const found = id ? findQuestion(picture, id) : null;
  return found ? `${isolate(found.category.name)} · ${number(found.question.points)}` : null;
}
