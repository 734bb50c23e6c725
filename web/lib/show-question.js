// @ts-check
import { isCount, isText, NOTHING } from './show-values.js';

/** The open question: its text may be too long for one message and comes in parts then, in any order. */

/** @typedef {import('./show-values.js').Show} Show */
/** @typedef {import('./show-values.js').Reduced} Reduced */
/** @typedef {import('./show-values.js').Message} Message */

/** More parts than the longest question of 2,000 characters could have. */
const MOST_PARTS = 20;

/**
 * Whether a message closes a question that is not the present one any more: two hosts were at it.
 * @param {Show} show
 * @param {Message} message
 */
export function isLateClose(show, message) {
  return message.type === 'select_question' && message.question_id === null && message.opening < show.opening;
}

/**
 * A question was opened, edited while open, or closed.
 * @param {Show} show changed in place
 * @param {Message} message select_question
 * @returns {Reduced}
 */
export function selectQuestion(show, message) {
  if (!isCount(message.opening) || !(message.question_id === null || isCount(message.question_id))) return NOTHING;
  // The close of an earlier question that was on its way while this one was opened.
  if (isLateClose(show, message)) return NOTHING;
  const before = show.question;
  show.opening = message.opening;
  if (message.question_id === null) {
    show.question = null;
    return before ? { changed: true, event: { kind: 'closed', questionId: before.id } } : NOTHING;
  }
  show.question = {
    id: message.question_id,
    opening: message.opening,
    category: isText(message.category) ? message.category : '',
    points: Number.isInteger(message.points) ? message.points : 0,
    flags: Array.isArray(message.flags) ? message.flags.filter(isText) : [],
    text: '',
    complete: false,
  };
  const count = isCount(message.parts) ? Math.min(Math.max(message.parts, 1), MOST_PARTS) : 1;
  show.firstPart = { text: isText(message.text) ? message.text : '', count };
  assemble(show);
  const isSame = before?.opening === message.opening && before?.id === message.question_id;
  if (!isSame) return { changed: true, event: { kind: 'opened', questionId: message.question_id } };
  return { changed: JSON.stringify(before) !== JSON.stringify(show.question) };
}

/**
 * A further part of a question's text has come.
 * @param {Show} show changed in place
 * @param {Message} message question_part_N
 * @returns {Reduced}
 */
export function takePart(show, message) {
  const place = Number(message.type.slice('question_part_'.length));
  if (!isCount(place) || place < 2 || place > MOST_PARTS || !isCount(message.opening) || !isText(message.text)) return NOTHING;
  const questionId = isCount(message.question_id) ? message.question_id : null;
  show.parts.set(place, { opening: message.opening, questionId, text: message.text });
  const before = show.question;
  if (!before) return NOTHING;
  const { text, complete } = before;
  assemble(show);
  if (before.text === text && before.complete === complete) return NOTHING;
  const isNow = before.complete && !complete;
  return isNow ? { changed: true, event: { kind: 'completed', questionId: before.id } } : { changed: true };
}

/**
 * Puts the open question's text together, if all of its parts are there.
 * @param {Show} show
 */
function assemble(show) {
  const { question, parts, firstPart } = show;
  if (!question) return;
  let text = firstPart.text;
  for (let place = 2; place <= firstPart.count; place += 1) {
    const part = parts.get(place);
    const isFitting = part && part.opening === question.opening && (part.questionId ?? question.id) === question.id;
    if (!isFitting) {
      question.text = '';
      question.complete = false;
      return;
    }
    text += part.text;
  }
  question.text = text;
  question.complete = true;
}
