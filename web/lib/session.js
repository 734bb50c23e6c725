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
const ADMIN_KEY = 'podium.admin';

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

/** @param {string} key @param {string} value @returns {boolean} whether it outlives the page */
function write(key, value) {
  memory.setItem(key, value);
  const isStored = kept((storage) => (storage.setItem(key, value), true), () => false);
  if (isStored) memory.removeItem(key);
  return isStored;
}

/**
 * What a link carries behind its `#`.
 *
 * @typedef {{token?: string, join?: string}} Fragment
 * @param {Pick<Location, 'hash'>} location
 * @returns {Fragment}
 */
export function fragmentOf({ hash }) {
  const { token, join } = membersOf(hash);
  return { ...(token && { token }), ...(join && { join }) };
}

/**
 * Takes what a link carries out of the address, so that it is not in the history, nor on a shared screen. A token is left
 * there until it is kept elsewhere, or a reload would lose it.
 *
 * @param {Pick<Location, 'hash' | 'pathname' | 'search'>} location
 * @param {Pick<History, 'replaceState' | 'state'>} history
 * @returns {Fragment}
 */
export function takeFragment(location, history) {
  const fragment = fragmentOf(location);
  const members = membersOf(location.hash);
  if ('token' in members || 'join' in members) history.replaceState(history.state, '', location.pathname + location.search);
  return fragment;
}

/** @param {string} hash @returns {Fragment} */
function membersOf(hash) {
  return Object.fromEntries(new URLSearchParams(hash.replace(/^#/, '')));
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
 * @returns {boolean} whether it is stored; false: it is known until the page is left
 */
export function rememberToken(gameId, role, token, extra = {}) {
  const session = { ...tokenOf(gameId, role), ...extra, gameId, role, token, at: Date.now() };
  return write(keyOf(gameId, role), JSON.stringify(session));
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

/**
 * The admin token, which is kept for this tab only: it opens everything.
 *
 * @returns {string} empty if there is none
 */
export function adminToken() {
  try {
    return sessionStorage.getItem(ADMIN_KEY) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} token  empty: forget it @returns {boolean} whether it is kept; else it is asked for again */
export function keepAdminToken(token) {
  try {
    if (token) sessionStorage.setItem(ADMIN_KEY, token);
    else sessionStorage.removeItem(ADMIN_KEY);
    return true;
  } catch {
    return false;
  }
}

/**
 * What a token says. The server checks it; this only reads.
 *
 * @param {string} token
 * @returns {{role?: unknown, player?: unknown} | null} null: it is none of a game's
 */
export function claimsOf(token) {
  try {
    const [, claims, signature] = token.split('.');
    const value = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')));
    return signature && typeof value?.role === 'string' && value.role !== 'admin' ? value : null;
  } catch {
    return null;
  }
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
