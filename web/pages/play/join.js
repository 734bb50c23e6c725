// @ts-check
/**
 * Joining, without the page: what a code looks like, where to start, and how a join whose answer was lost is told from
 * a new one. An answer can get lost on a phone's way into a lift: the same key makes the server give it again, and no
 * second player comes into being.
 */

/**
 * What is asked of the server.
 * @typedef {{join_code: string, name: string, team_id?: number}} JoinBody
 */

/**
 * A join that has not been answered yet, under its Idempotency-Key.
 * @typedef {{key: string, body: JoinBody}} JoinIntent
 */

/** How many characters a join code has. */
export const CODE_LENGTH = 6;

/**
 * A code as people type it, in the form that the server wants.
 * @param {string} typed with spaces, dashes, in small letters
 * @returns {string} capitals and digits, at most CODE_LENGTH of them
 */
export function normaliseCode(typed) {
  return typed.normalize('NFKC').toUpperCase().replace(/[^A-Z0-9]/g, '').slice(0, CODE_LENGTH);
}

/**
 * The code in what was typed or pasted, which may be a whole link.
 * @param {string} typed
 * @returns {string} as normaliseCode
 */
export function codeIn(typed) {
  const link = /[#&]join=([A-Za-z0-9]+)/.exec(typed);
  return normaliseCode(link?.[1] ?? typed);
}

/**
 * Whether a code is whole.
 * @param {string} code as normaliseCode gives it
 */
export function isWhole(code) {
  return code.length === CODE_LENGTH;
}

/**
 * Where a phone starts.
 * @param {object} known
 * @param {boolean} known.hasPlayer whether this phone has a player in the game
 * @param {JoinIntent|null} known.intent a join that was not answered before the page went away
 * @param {string|null} known.code from the link, or from the last time
 * @returns {'play'|'resume'|'name'|'code'} resume: ask again for the same join
 */
export function firstStep({ hasPlayer, intent, code }) {
  if (hasPlayer) return 'play';
  if (intent !== null) return 'resume';
  return code !== null && isWhole(code) ? 'name' : 'code';
}

/**
 * The intent to send: the one before, if it asks for the same, else a new one.
 * @param {JoinIntent|null} before not answered yet
 * @param {JoinBody} body
 * @param {() => string} makeKey
 * @returns {JoinIntent}
 */
export function intentFor(before, body, makeKey) {
  const isSame = before !== null && before.body.join_code === body.join_code && before.body.name === body.name &&
    before.body.team_id === body.team_id;
  return isSame ? before : { key: makeKey(), body };
}

/**
 * Reads an intent that was kept as JSON.
 * @param {string|null} json
 * @returns {JoinIntent|null} null if there is none, or it is damaged
 */
export function readIntent(json) {
  if (json === null) return null;
  try {
    const { key, body } = JSON.parse(json);
    const isGood = typeof key === 'string' && typeof body?.join_code === 'string' && typeof body?.name === 'string';
    return isGood ? { key, body } : null;
  } catch {
    return null;
  }
}

/**
 * Whether another player has this name already; it is allowed, but seldom meant.
 * @param {string} name
 * @param {Iterable<string>} others
 */
export function isTaken(name, others) {
  const wanted = plain(name);
  if (wanted === '') return false;
  for (const other of others) if (plain(other) === wanted) return true;
  return false;
}

/** @param {string} name */
function plain(name) {
  return name.trim().normalize('NFKC').toLocaleLowerCase();
}
