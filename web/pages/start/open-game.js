// @ts-check
import { rememberToken } from '../../lib/session.js';

/** @typedef {import('../../lib/wire.js').NewGame} NewGame */

/**
 * Remembers the tokens of a game that has just been made, and opens its host page; by a link where nothing is stored.
 * @param {NewGame} made
 * @param {string} name the game's
 */
export function openNewGame(made, name) {
  const extra = { name, joinCode: made.join_code, boardToken: made.board_token };
  const isStored = rememberToken(made.game_id, 'host', made.host_token, extra);
  location.assign(`/host/${made.game_id}${isStored ? '' : `#token=${made.host_token}`}`);
}
