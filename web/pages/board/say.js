// @ts-check
import { number, signed, t } from '../../lib/text.js';
import { personOf } from './picture.js';

/** The sentences that a screen reader hears of the show. */

/** @typedef {import('../../lib/structure.js').Picture} Picture */
/** @typedef {import('../../lib/show-values.js').Show} Show */
/** @typedef {import('../../lib/show-values.js').ShowEvent} ShowEvent */

/** More scores than this are only counted. */
const READ_OUT = 3;

/**
 * The sentence for an event; empty for what is not read out.
 * @param {ShowEvent} event
 * @param {Picture} picture
 * @param {Show} show
 * @returns {string}
 */
export function eventText(event, picture, show) {
  switch (event.kind) {
    case 'opened':
    case 'completed':
      return questionText(event.kind, picture, show);
    case 'pressed':
      return event.place === 1 ? t('board.say.pressed', { name: nameOf(picture, event.playerId) }) : '';
    case 'judged':
      return t(event.isCorrect ? 'board.say.right' : 'board.say.wrong', {
        name: nameOf(picture, event.playerId),
        points: signed(event.points),
      });
    case 'revealed': {
      const categories = picture.boards.flatMap((board) => board.categories);
      const names = event.categoryIds.map((id) => categories.find((category) => category.id === id)?.name);
      return t('board.say.revealed', { names: names.filter(Boolean).slice(0, 6).join(', ') });
    }
    case 'armed':
      return t('board.question.armed');
    default:
      return '';
  }
}

/**
 * The sentence for scores that have changed; empty where none of the players is there any more.
 * @param {Picture} picture
 * @param {Set<number>} playerIds
 * @returns {string}
 */
export function scoresText(picture, playerIds) {
  const players = [...playerIds].map((id) => picture.players.get(id)).filter((player) => player !== undefined);
  if (players.length > READ_OUT) return t('board.say.manyScores', { count: players.length });
  return players.map(({ name, score }) => t('board.say.score', { name, score: number(score) })).join(', ');
}

/** @param {'opened'|'completed'} kind @param {Picture} picture @param {Show} show */
function questionText(kind, picture, { question }) {
  if (!question) return '';
  if (kind === 'completed') return question.text;
  const values = { category: question.category, points: number(question.points), term: picture.pointsTerm, text: question.text };
  return t('board.say.opened', values);
}

/** @param {Picture} picture @param {number} playerId */
function nameOf(picture, playerId) {
  return personOf(picture, playerId)?.name ?? `#${playerId}`;
}
