/**
 * What a call names in If-Match, so that the server refuses it where another host has been faster.
 *
 * @typedef {import('./wire.js').Change} Change
 */

/**
 * The version that a change's thing has by the log: a score's or a question's own, else the game's revision.
 *
 * @param {Change[]} changes  of one game, oldest first, without a hole
 * @param {Pick<Change, 'kind' | 'entity_id'>} change
 * @returns {number | undefined}  undefined: the log does not tell
 */
export function versionIn(changes, { kind, entity_id: id }) {
  if (kind === 'update_score') return scoreVersion(changes, id);
  if (isOfQuestion(kind)) return changes.findLast((one) => isOfQuestion(one.kind) && one.entity_id === id)?.version;
  return changes.at(-1)?.revision;
}

/**
 * The version of a player's score by the log.
 *
 * @param {Change[]} changes  as for versionIn
 * @param {number} playerId
 * @returns {number | undefined}
 */
export function scoreVersion(changes, playerId) {
  const kinds = ['player_created', 'update_score'];
  const last = changes.findLast((one) => one.entity_id === playerId && kinds.includes(one.kind));
  return last?.kind === 'player_created' ? 0 : last?.version;
}

/** What was deleted has no version of its own any more. @param {string} kind */
function isOfQuestion(kind) {
  return kind === 'toggle_question' || kind === 'question_created' || kind === 'question_updated';
}
