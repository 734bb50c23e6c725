import { randomKey } from './key.js';
import { warn } from './log.js';

/**
 * What a browser remembers: the tokens of games, by role, and who it is.
 *
 * @typedef {'host' | 'board' | 'player' | 'spectator'} Role
 * @typedef {{name?: string, playerId?: number, joinCode?: string, boardToken?: string}} Extra
 * @typedef {{gameId: number, role: Role, token: string, at: number} & Extra} Session  at: milliseconds since 1970;
 *   token: empty where the server asks for none
 */

const ROLES = /** @type {const} */ (['host', 'board', 'player', 'spectator']);
const PREFIX = 'podium:';

/** Keeps things when localStorage does not (a private window, a browser that refuses): until the page is left. */
class MemoryStorage {
  #items = new Map();
  /** @param {string} key @returns {string | null} */
  getItem(key) {
    return this.#items.get(key) ?? null;
  }
  /** @param {string} key @param {string} value */
  setItem(key, value) {
    this.#items.set(key, value);
  }
  /** @param {string} key */
  removeItem(key) {
    this.#items.delete(key);
  }
  /** @returns {string[]} */
  keys() {
    return [...this.#items.keys()];
  }
}

const memory = new MemoryStorage();
let warned = false;

/**
 * Does something with localStorage, and with the memory where that throws.
 *
 * @template T
 * @param {(storage: Storage) => T} stored
 * @param {() => T} remembered
 * @returns {T}
 */
function kept(stored, remembered) {
  try {
    return stored(globalThis.localStorage);
  } catch (error) {
    if (!warned) warn(`podium: this browser keeps nothing: ${error}`);
    warned = true;
    return remembered();
  }
}

/** @param {string} key */
function read(key) {
  // What could not be stored is in the memory, also when reading works (a full storage).
  return memory.getItem(key) ?? kept((storage) => storage.getItem(key), () => null);
}

/** @param {string} key @param {string} value */
function write(key, value) {
  memory.setItem(key, value);
  if (kept((storage) => (storage.setItem(key, value), true), () => false)) memory.removeItem(key);
}

/**
 * Takes what a link carries behind its `#` out of the address, so that it is not in the history, nor on a shared screen.
 *
 * @param {Pick<Location, 'hash' | 'pathname' | 'search'>} location
 * @param {Pick<History, 'replaceState' | 'state'>} history
 * @returns {{token?: string, join?: string}}
 */
export function takeFragment(location, history) {
  const fragment = new URLSearchParams(location.hash.replace(/^#/, ''));
  /** @type {{token?: string, join?: string}} */
  const taken = {};
  const token = fragment.get('token');
  const join = fragment.get('join');
  if (token) taken.token = token;
  if (join) taken.join = join;
  if (token !== null || join !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return taken;
}

/**
 * The game of a page's path, such as /host/7.
 *
 * @param {string} pathname
 * @returns {number | null}
 */
export function gameIdOfPath(pathname) {
  const [, digits] = /^\/(?:host|board|play)\/([1-9]\d{0,15})\/?$/.exec(pathname) ?? [];
  return digits ? Number(digits) : null;
}

/**
 * Remembers a token, in place of the one that the role had. Extras that are not given stay.
 *
 * @param {number} gameId
 * @param {Role} role
 * @param {string} token  empty where the server asks for none
 * @param {Extra} [extra]
 */
export function rememberToken(gameId, role, token, extra = {}) {
  const session = { ...tokenOf(gameId, role), ...extra, gameId, role, token, at: Date.now() };
  write(keyOf(gameId, role), JSON.stringify(session));
}

/**
 * @param {number} gameId
 * @param {Role} role
 * @returns {Session | null}
 */
export function tokenOf(gameId, role) {
  return sessionIn(read(keyOf(gameId, role)));
}

/** Forgets a role in a game. @param {number} gameId @param {Role} role */
export function forget(gameId, role) {
  const key = keyOf(gameId, role);
  memory.removeItem(key);
  kept((storage) => storage.removeItem(key), () => {});
}

/**
 * All games that this browser has a role in.
 *
 * @returns {Session[]}  newest first
 */
export function knownGames() {
  const stored = kept((storage) => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? ''), () => []);
  const keys = new Set([...stored, ...memory.keys()]);
  const sessions = [...keys].filter((key) => key.startsWith(`${PREFIX}game:`)).map((key) => sessionIn(read(key)));
  return sessions.filter((session) => session !== null).sort((a, b) => b.at - a.at);
}

/**
 * What this browser is called by the others; the same after a reload.
 *
 * @param {string} role
 * @returns {string}
 */
export function clientId(role) {
  const key = `${PREFIX}client:${role}`;
  const known = read(key);
  if (known) return known;
  const made = randomKey();
  write(key, made);
  return made;
}

/** @param {number} gameId @param {string} role */
function keyOf(gameId, role) {
  return `${PREFIX}game:${gameId}:${role}`;
}

/** @param {string | null} text @returns {Session | null} */
function sessionIn(text) {
  try {
    const value = JSON.parse(text ?? 'null');
    const valid = Number.isSafeInteger(value?.gameId) && ROLES.includes(value.role) && typeof value.token === 'string';
    return valid ? { at: 0, ...value } : null;
  } catch {
    return null; // somebody else's
  }
}
