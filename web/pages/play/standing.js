// @ts-check
/** A player's place among the others, in values that the texts need. */

/** @typedef {import('../../lib/structure.js').Picture} Picture */

/**
 * Where a player stands.
 * @typedef {{score: number, rank: number, of: number}} Standing
 */

/**
 * Where a player stands, without sorting: each phone asks it at each change, among thousands of players.
 * @param {Picture} picture
 * @param {number} playerId
 * @returns {Standing|null} null if the player is not in the game
 */
export function standingOf({ players }, playerId) {
  const own = players.get(playerId);
  if (own === undefined) return null;
  let better = 0;
  for (const { score } of players.values()) if (score > own.score) better += 1;
  return { score: own.score, rank: better + 1, of: players.size };
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
