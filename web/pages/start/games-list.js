// @ts-check
/** The games that this browser knows, one line each, from the sessions that it keeps. */

/** @typedef {import('../../lib/session.js').Session} Session */

/**
 * A line of "my games". A link is null where this browser has no right to it.
 * @typedef {{gameId: number, name: string, playsAs: string, roles: Session['role'][], host: string|null, board: string|null,
 *   play: string|null}} KnownGame
 */

/**
 * Makes one line of all sessions of a game.
 * @param {Session[]} sessions newest first
 * @returns {KnownGame[]} in the order in which the games come first
 */
export function gamesOf(sessions) {
  /** @type {Map<number, Session[]>} */
  const byGame = new Map();
  for (const session of sessions) byGame.set(session.gameId, [...(byGame.get(session.gameId) ?? []), session]);
  return [...byGame].map(([gameId, own]) => lineOf(gameId, own));
}

/** @param {number} gameId @param {Session[]} own @returns {KnownGame} */
function lineOf(gameId, own) {
  const of = (/** @type {Session['role']} */ role) => own.find((session) => session.role === role);
  const host = of('host');
  const board = of('board');
  const player = of('player');
  return {
    gameId,
    name: host?.name ?? board?.name ?? '',
    playsAs: player?.name ?? '',
    roles: own.map(({ role }) => role),
    host: host ? `/host/${gameId}` : null,
    board: boardLink(gameId, board, host),
    play: playLink(gameId, player, host),
  };
}

/** @param {number} gameId @param {Session|undefined} board @param {Session|undefined} host */
function boardLink(gameId, board, host) {
  if (board) return `/board/${gameId}`;
  return host?.boardToken ? `/board/${gameId}#token=${host.boardToken}` : null;
}

/** @param {number} gameId @param {Session|undefined} player @param {Session|undefined} host */
function playLink(gameId, player, host) {
  if (player) return `/play/${gameId}`;
  return host?.joinCode ? `/play/${gameId}#join=${host.joinCode}` : null;
}
