// @ts-check
import { readIntent } from './join.js';

/**
 * What a phone keeps for as long as its tab lives, over reloads. The token, which outlives the tab, is session.js's.
 */

/** @typedef {import('./join.js').JoinIntent} JoinIntent */
/** @typedef {import('./buzzer.js').Judgement} Judgement */

/** @param {number} gameId */
const joinKey = (gameId) => `podium.join.${gameId}`;
/** @param {number} gameId */
const partingKey = (gameId) => `podium.parting.${gameId}`;
/** @param {number} gameId @param {number} playerId */
const judgedKey = (gameId, playerId) => `podium.judged.${gameId}.${playerId}`;

/**
 * The join that has not been answered yet.
 * @param {number} gameId
 * @returns {JoinIntent|null}
 */
export function keptIntent(gameId) {
  return readIntent(read(joinKey(gameId)));
}

/**
 * Keeps a join before it is sent.
 * @param {number} gameId
 * @param {JoinIntent|null} intent null: it has been answered
 */
export function keepIntent(gameId, intent) {
  write(joinKey(gameId), intent);
}

/**
 * The last judgement of a player.
 * @param {number} gameId
 * @param {number} playerId
 * @returns {Judgement|null}
 */
export function keptJudgement(gameId, playerId) {
  try {
    const { opening, isCorrect, points, version, score } = JSON.parse(read(judgedKey(gameId, playerId)) ?? '{}');
    const isGood = Number.isInteger(opening) && Number.isInteger(version);
    return isGood ? { opening, isCorrect: isCorrect === true, points: Number(points), version, ...(Number.isInteger(score) && { score }) } : null;
  } catch {
    return null;
  }
}

/**
 * Keeps a judgement, so that a reload shows it too.
 * @param {number} gameId
 * @param {number} playerId
 * @param {Judgement|null} judgement null: it does not hold any more
 */
export function keepJudgement(gameId, playerId, judgement) {
  write(judgedKey(gameId, playerId), judgement);
}

/**
 * How this phone has parted from its player, and what it takes to join again.
 * @typedef {{isGone: boolean, code: string|null, name: string}} Parting isGone: the server did not know the player any
 *   more; otherwise the person left
 */

/**
 * The last parting, until the phone has joined again.
 * @param {number} gameId
 * @returns {Parting|null}
 */
export function keptParting(gameId) {
  try {
    const parting = JSON.parse(read(partingKey(gameId)) ?? 'null');
    if (parting === null) return null;
    const { isGone, code, name } = parting;
    return { isGone: isGone === true, code: typeof code === 'string' ? code : null, name: typeof name === 'string' ? name : '' };
  } catch {
    return null;
  }
}

/**
 * Keeps a parting over the reload that follows it.
 * @param {number} gameId
 * @param {Parting|null} parting null: joined again
 */
export function keepParting(gameId, parting) {
  write(partingKey(gameId), parting);
}

/** @param {string} key @returns {string|null} */
function read(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {unknown} value null: taken away */
function write(key, value) {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage can be forbidden or full: a reload then forgets, and nothing else is lost.
  }
}
