// @ts-check
/** A player's place among the others, in values that the texts need. */

/** @typedef {import('../../lib/structure.js').Player} Player */

/**
 * Where a player stands.
 * @typedef {{score: number, rank: number, of: number}} Standing
 */

/**
 * Finds a player in the ranking.
 * @param {{player: Player, rank: number}[]} ranking best first
 * @param {number} playerId
 * @returns {Standing|null} null if the player is not in the game
 */
export function standingOf(ranking, playerId) {
  const own = ranking.find(({ player }) => player.id === playerId);
  return own === undefined ? null : { score: own.player.score, rank: own.rank, of: ranking.length };
}

/**
 * The key of the text for a rank, by the language's rules for ordinal numbers.
 * @param {string} language such as 'en'
 * @param {number} rank from 1
 * @returns {string} such as 'play.rank_two' for 2 and 22 in English
 */
export function rankKey(language, rank) {
  return `play.rank_${new Intl.PluralRules(language, { type: 'ordinal' }).select(rank)}`;
}
