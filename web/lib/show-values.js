// @ts-check
/** The shapes of the show's live state, and what makes a value that came from outside fit to be used. */

/** @typedef {'lobby'|'board'|'scores'|'final'} View */
/** @typedef {{id: number, opening: number, category: string, points: number, flags: string[], text: string,
 *   complete: boolean}} OpenQuestion  text is empty until it is complete */
/** @typedef {{armed: boolean, opening: number, round: number, locked: Set<number>}} Buzzers */
/** @typedef {{opening: number, round: number, playerIds: number[]}} KeptOrder */
/** @typedef {{opening: number, questionId: number|null, text: string}} Part */
/** @typedef {{boardId: number|null, view: View, revealed: Set<number>, opening: number, question: OpenQuestion|null,
 *   buzzers: Buzzers, order: number[], join: {code: string|null, shown: boolean}, parts: Map<number, Part>,
 *   firstPart: {text: string, count: number}, keptOrder: KeptOrder|null}} Show */
/** @typedef {{kind: 'opened', questionId: number} | {kind: 'completed', questionId: number}
 *   | {kind: 'closed', questionId: number} | {kind: 'revealed', categoryIds: number[]} | {kind: 'view', view: View}
 *   | {kind: 'armed', round: number} | {kind: 'disarmed'} | {kind: 'pressed', playerId: number, place: number}
 *   | {kind: 'judged', playerId: number, isCorrect: boolean, points: number}} ShowEvent */
/** @typedef {{changed: boolean, event?: ShowEvent}} Reduced */
/** @typedef {{type: string, [member: string]: any}} Message */

/**
 * The result of a message that changes nothing.
 * @type {Reduced}
 */
export const NOTHING = Object.freeze({ changed: false });

/**
 * Whether a value is an id, a number of something or a counter: whole, from 0, and exact.
 * @param {unknown} value
 * @returns {value is number}
 */
export function isCount(value) {
  return Number.isSafeInteger(value) && /** @type {number} */ (value) >= 0;
}

/**
 * Whether a value is a list of ids.
 * @param {unknown} value
 * @returns {value is number[]}
 */
export function isCounts(value) {
  return Array.isArray(value) && value.every(isCount);
}

/**
 * Whether a value is a text.
 * @param {unknown} value
 * @returns {value is string}
 */
export function isText(value) {
  return typeof value === 'string';
}

/**
 * A message as a host takes it: another one's whole order takes away no press that this one has heard, who tells it then.
 * @param {any} message
 */
export function asHostHears(message) {
  return message.type === 'buzz_order' ? { ...message, whole: false } : message;
}
