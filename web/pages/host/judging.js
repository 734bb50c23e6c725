// @ts-check
/**
 * What a judgement does to the buzzers, and how custom points are recorded. Pure: no network, no DOM.
 */

import { areBuzzersCurrent, asked, nextRound, presses } from '../../lib/show.js';

/** @typedef {import('../../lib/show.js').Show} Show */
/** @typedef {{armed: boolean, opening: number, round: number, locked: number[]}} BuzzerState */
/** @typedef {{is_correct: boolean, points: number}} Answer */
/** @typedef {'record'|'retract-then-record'} Plan */

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
 * @param {{playerId: number, isCorrect: boolean, isTakenBack: boolean}} judgement
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
