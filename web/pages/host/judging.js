// @ts-check
/**
 * What a judgement does to the buzzers, and how custom points are recorded. Pure: no network, no DOM.
 */

import { buzzOrder } from '../../lib/show-messages.js';
import { areBuzzersCurrent, asked, nextRound, presses } from '../../lib/show.js';

/** @typedef {import('../../lib/show.js').Show} Show */
/** @typedef {{armed: boolean, opening: number, round: number, locked: number[]}} BuzzerState */
/** @typedef {{is_correct: boolean, points: number}} Answer */
/** @typedef {'record'|'retract-then-record'} Plan */
/**
 * What a host tells of an answer; points: what it adds to the score; version: the score's, with it.
 * @typedef {{playerId: number, isCorrect: boolean, isTakenBack: boolean, points: number, version: number}} Judgement
 */

/**
 * A player's recorded answer to a question, as far as the log tells. Who came within the log has no answers but those in it.
 * @param {import('./change-log.js').ChangeLog} log
 * @param {number} playerId
 * @param {number} questionId
 * @returns {Answer|null|undefined} null: surely none; undefined: not known
 */
export function answerIn(log, playerId, questionId) {
  const known = log.answerOf(playerId, questionId);
  if (known !== undefined) return known;
  return log.changes.some(({ kind, entity_id }) => kind === 'player_created' && entity_id === playerId) ? null : undefined;
}

/**
 * The judgement that a version of a score came from.
 * @param {import('./change-log.js').Change[]} changes
 * @param {number} playerId
 * @param {number} version
 * @returns {Judgement|null} null: the log does not tell, or the same was recorded already
 */
export function judgementIn(changes, playerId, version) {
  const change = changes.findLast((one) => one.kind === 'update_score' && one.entity_id === playerId && one.version === version);
  if (!change?.detail) return null;
  const { answer, previous } = change.detail;
  if (!answer) return { playerId, isCorrect: !previous?.is_correct, isTakenBack: true, points: -(previous?.points ?? 0), version };
  const points = answer.points - (previous?.points ?? 0);
  if (previous && points === 0) return null;
  return { playerId, isCorrect: answer.is_correct, isTakenBack: false, points, version };
}

/**
 * Whether a judgement takes an earlier answer back: the opposite button undoes and does not judge anew.
 * @param {Answer|null|undefined} known the player's recorded answer to this question, as far as is known
 * @param {boolean} isCorrect the button that was pressed
 */
export function takesBack(known, isCorrect) {
  return Boolean(known) && known?.is_correct !== isCorrect;
}

/**
 * What the buzzers are to be after a judgement.
 *
 * Wrong: who was asked is locked and everybody else may press in a new round. Right: nobody may press any more. Taken
 * back: the player is free again. A player who was judged without having been asked is locked in the same round.
 * @param {Show} show
 * @param {Pick<Judgement, 'playerId'|'isCorrect'|'isTakenBack'>} judgement
 * @returns {BuzzerState|null} null: the buzzers stay as they are
 */
export function buzzersAfter(show, { playerId, isCorrect, isTakenBack }) {
  if (!show.question) return null;
  const current = currentBuzzers(show);
  const { armed, opening, locked } = current;
  const isInUse = armed || presses(show).length > 0 || locked.length > 0;
  if (!isInUse) return null;
  if (isTakenBack) {
    return locked.includes(playerId) ? { ...current, locked: locked.filter((id) => id !== playerId) } : null;
  }
  if (isCorrect) return armed ? { ...current, armed: false } : null;
  const lockedNow = locked.includes(playerId) ? locked : [...locked, playerId];
  if (asked(show) === playerId) return { armed: true, opening, round: nextRound(show), locked: lockedNow };
  return lockedNow === locked ? null : { ...current, locked: lockedNow };
}

/**
 * What the buzzers are to be after the host's switch: a new round with the same players locked, or nobody may press.
 * @param {Show} show
 * @param {boolean} [isOn] what is wanted; the other state than now's when left out
 * @returns {BuzzerState|null} null: no question is open, or it is so already
 */
export function buzzersSwitched(show, isOn) {
  if (!show.question) return null;
  const current = currentBuzzers(show);
  if (current.armed === isOn) return null;
  if (current.armed) return { ...current, armed: false };
  return { ...current, armed: true, round: nextRound(show) };
}

/**
 * The order of presses to tell.
 * @param {Show} show
 * @param {boolean} isWhole this page was away: who has pressed meanwhile, and is not in it, has to press again
 * @returns {{opening: number, round: number, playerIds: number[], isWhole: boolean}|null} null: there is nothing to tell
 */
export function orderToTell(show, isWhole) {
  const { opening, round } = show.buzzers;
  const isNeeded = isWhole ? nextRound(show) > 1 : asked(show) !== null;
  return isNeeded ? { opening, round, playerIds: show.order, isWhole } : null;
}

/**
 * Whether the newest order that was told is the one that this page has; further places than are told do not count.
 * @param {Show} show
 */
export function isOrderTold({ keptOrder, order }) {
  return keptOrder === null || keptOrder.playerIds.join() === buzzOrder({ ...keptOrder, playerIds: order }).player_ids.join();
}

/**
 * The buzzers of the present opening; those of an earlier one count as never armed.
 * @param {Show} show
 * @returns {BuzzerState}
 */
function currentBuzzers(show) {
  const { buzzers, opening } = show;
  if (!areBuzzersCurrent(show)) return { armed: false, opening, round: 0, locked: [] };
  return { armed: buzzers.armed, opening, round: buzzers.round, locked: [...buzzers.locked] };
}

/**
 * How custom points get recorded exactly once. An answer of the opposite correctness would be taken back by the record
 * and the points be lost, so that it has to be retracted first; so does one that may exist unseen.
 * @param {Answer|null|undefined} known the recorded answer; null: surely none; undefined: not known
 * @param {number} points
 * @returns {Plan}
 */
export function customPlan(known, points) {
  if (known === null) return 'record';
  if (known === undefined) return 'retract-then-record';
  return known.is_correct === (points >= 0) ? 'record' : 'retract-then-record';
}

/**
 * Points as a host typed them.
 * @param {string} text such as "150", "+150", "-50" or "−50"
 * @returns {number|null} null: no whole number in the 32-bit range
 */
export function readPoints(text) {
  const plain = text.trim().replace(/[\u2212\u2013]/g, '-').replace(/^\+/, '');
  if (!/^-?\d{1,10}$/.test(plain)) return null;
  const points = Number(plain);
  return Math.abs(points) <= 0x7fffffff ? points : null;
}
