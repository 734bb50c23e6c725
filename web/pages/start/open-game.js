// @ts-check
import { rememberToken } from '../../lib/session.js';

/** @typedef {import('../../lib/wire.js').NewGame} NewGame */

/**
 * Remembers the tokens of a game that has just been made, and opens its host page.
 * @param {NewGame} made
 * @param {string} name the game's
 */
export function openNewGame(made, name) {
  const extra = { name, joinCode: made.join_code, boardToken: made.board_token };
  rememberToken(made.game_id, 'host', made.host_token, extra);
  location.assign(`/host/${made.game_id}`);
}
