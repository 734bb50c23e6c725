// @ts-check
import { areBuzzersCurrent, placeOf } from '../../lib/show.js';

/**
 * The phone's buzzer, as a value: what the phone alone knows (its own press, its own lock), and what follows from that
 * and the show's state. No clock, no network: the page says what happens, and does what comes back.
 */

/** @typedef {import('../../lib/show-values.js').Show} Show */

/**
 * How a host judged this player's answer; points: what it added to the score; version: the score's, with it;
 * score: the player's of that version, once it is known.
 * @typedef {{opening: number, isCorrect: boolean, points: number, version: number, score?: number}} Judgement
 */

/**
 * What the phone alone knows.
 * @typedef {object} Buzzer
 * @property {{opening: number, round: number}|null} sent the round in which this phone has pressed
 * @property {boolean} early pressed before the buzzers were armed, and locked for a moment
 * @property {Judgement|null} judged the last judgement of this player
 */

/**
 * What the button shows.
 * - `offline`: no connection, pressing is impossible; `waiting`: nothing to press for; `ready`: a question is open, the
 *   buzzers are not armed; `armed`; `pressed`: sent, the order is not known yet; `first`; `placed`: in, not first;
 *   `right` and `wrong`: judged (wrong is locked out); `early`: locked for a moment; `final`: the show is over.
 * @typedef {'offline'|'waiting'|'ready'|'armed'|'pressed'|'first'|'placed'|'right'|'wrong'|'early'|'final'} Face
 */

/** How long a press before the buzzers are armed locks the phone, in milliseconds. */
export const EARLY_LOCK = 500;

/**
 * A phone that has not pressed.
 * @returns {Buzzer}
 */
export function createBuzzer() {
  return { sent: null, early: false, judged: null };
}

/**
 * What the button shows.
 * @param {Buzzer} buzzer
 * @param {Show} show
 * @param {number} playerId
 * @param {boolean} isLive whether the phone is connected
 * @returns {{face: Face, place: number}} place: from 1; 0 if the player has not pressed or the order is not known
 */
export function faceOf(buzzer, show, playerId, isLive) {
  const place = placeOf(show, playerId);
  return { face: decide(buzzer, show, playerId, isLive, place), place };
}

/**
 * @param {Buzzer} buzzer @param {Show} show @param {number} playerId @param {boolean} isLive @param {number} place
 * @returns {Face}
 */
function decide(buzzer, show, playerId, isLive, place) {
  if (!isLive) return 'offline';
  // Buzzers of an earlier question say nothing of this one; without a question a host may try them out.
  const armed = areBuzzersCurrent(show) && show.buzzers.armed;
  const isCurrent = armed || (show.question !== null && areBuzzersCurrent(show));
  if (isCurrent && isJudgedRight(buzzer, show)) return 'right';
  if (isCurrent && show.buzzers.locked.has(playerId)) return 'wrong';
  if (isCurrent && place === 1) return 'first';
  if (isCurrent && place > 1) return 'placed';
  if (armed) {
    if (hasSent(buzzer, show)) return 'pressed';
    return buzzer.early ? 'early' : 'armed';
  }
  if (buzzer.early) return 'early';
  if (show.question !== null) return 'ready';
  return show.view === 'final' ? 'final' : 'waiting';
}

/** @param {Buzzer} buzzer @param {Show} show */
function isJudgedRight(buzzer, show) {
  return buzzer.judged !== null && buzzer.judged.isCorrect && !show.buzzers.armed && buzzer.judged.opening === show.opening;
}

/** @param {Buzzer} buzzer @param {Show} show */
function hasSent(buzzer, show) {
  return buzzer.sent?.opening === show.buzzers.opening && buzzer.sent.round === show.buzzers.round;
}

/**
 * The button goes down.
 * @param {Buzzer} buzzer changed in place
 * @param {Show} show
 * @param {number} playerId
 * @param {boolean} isLive
 * @returns {'send'|'early'|'none'} send: tell the server now; early: unlock after EARLY_LOCK; none: it changes nothing
 */
export function press(buzzer, show, playerId, isLive) {
  const { face } = faceOf(buzzer, show, playerId, isLive);
  if (face === 'armed') {
    buzzer.sent = { opening: show.buzzers.opening, round: show.buzzers.round };
    return 'send';
  }
  if (face === 'ready' || face === 'waiting') {
    buzzer.early = true;
    return 'early';
  }
  return 'none';
}

/**
 * The lock for a press that came too early is over.
 * @param {Buzzer} buzzer changed in place
 */
export function earlyOver(buzzer) {
  buzzer.early = false;
}

/**
 * The press has not reached the server for certain: the socket was away, or went away before the order was known. The
 * player may press again; if the first one did arrive, the host counts it once.
 * @param {Buzzer} buzzer changed in place
 */
export function pressLost(buzzer) {
  buzzer.sent = null;
}

/**
 * A host that was away tells an order. Where this phone's press is lost on it, it is made again.
 * @param {Buzzer} buzzer changed in place
 * @param {Show} show as it was before the message
 * @param {number} playerId
 * @param {import('../../lib/wire.js').Message} message
 * @returns {boolean} whether to send the press
 */
export function pressAgain(buzzer, show, playerId, { type, opening, round, player_ids: playerIds, whole }) {
  const { buzzers } = show;
  if (type !== 'buzz_order' || whole !== true || opening !== buzzers.opening || round !== buzzers.round) return false;
  const mayPress = areBuzzersCurrent(show) && buzzers.armed && !buzzers.locked.has(playerId);
  const hasPressed = hasSent(buzzer, show) || placeOf(show, playerId) > 0;
  if (!mayPress || !hasPressed || playerIds.includes(playerId)) return false;
  buzzer.sent = { opening, round };
  return true;
}

/**
 * A host has judged this player's answer.
 * @param {Buzzer} buzzer changed in place
 * @param {Judgement} judgement
 */
export function judgedAs(buzzer, judgement) {
  buzzer.judged = judgement;
}

/**
 * The player's score has come. A newer one that has gone the other way has taken back what was judged, which is not said any
 * more; the same recorded again takes nothing back.
 * @param {Buzzer} buzzer changed in place
 * @param {{version: number, score: number}} now
 * @returns {boolean} whether what is known of the judgement is another
 */
export function scoreCame(buzzer, { version, score }) {
  const { judged } = buzzer;
  if (judged === null || version < judged.version || (version === judged.version && score === judged.score)) return false;
  const { isCorrect, score: before } = judged;
  const holds = version === judged.version || (before !== undefined && (isCorrect ? score >= before : score <= before));
  buzzer.judged = holds ? { ...judged, version, score } : null;
  return true;
}

/**
 * The face in the five words that styles and tests need.
 * @param {Face} face
 * @returns {'idle'|'armed'|'pressed'|'first'|'locked'}
 */
export function stateOf(face) {
  switch (face) {
    case 'armed':
      return 'armed';
    case 'pressed':
    case 'placed':
      return 'pressed';
    case 'first':
      return 'first';
    case 'wrong':
    case 'early':
      return 'locked';
    default:
      return 'idle';
  }
}
