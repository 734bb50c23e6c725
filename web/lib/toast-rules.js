/** What messages say, and which of them leave: an error becomes what happened and what to do. Pure. */

/**
 * What is read of an error; ApiError has all of it.
 *
 * @typedef {object} ProblemLike
 * @property {string} [name]
 * @property {number} [status]  0 or none: no answer of HTTP's
 * @property {string} [code]
 * @property {string} [message]
 * @property {string} [detail]  the server's own words
 * @property {{field: string, detail: string}[]} [errors]
 */

/** Codes that say more than their status. */
const byCode = new Set(['outcome_unknown']);

/** Codes that a request has which got no answer at all. */
const unreached = new Set(['network', 'timeout']);

/** Statuses that have a text of their own in `common.problem`. */
const byStatus = new Set([400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503]);

/**
 * The key of the text for an error.
 *
 * @param {ProblemLike} error
 * @returns {string} a key in `common.problem`
 */
export function problemKey(error) {
  if (error.code && byCode.has(error.code)) return `common.problem.${error.code}`;
  const status = error.status ?? 0;
  // What the socket refuses has a code and no status.
  if (status === 0 && error.code === 'rate_limited') return 'common.problem.s429';
  if (byStatus.has(status)) return `common.problem.s${status}`;
  if (status >= 500) return 'common.problem.server';
  if (status >= 400) return 'common.problem.s400';
  if (error.name === 'TypeError') return 'common.problem.network';
  if (error.status !== 0) return 'common.problem.unknown';
  return unreached.has(error.code ?? 'network') ? 'common.problem.network' : 'common.problem.s400';
}

/**
 * The server's own words, each once: the detail and its errors by field.
 *
 * @param {ProblemLike} error
 * @returns {string[]}
 */
export function problemDetails(error) {
  const own = error.detail ?? (error.status ? error.message : undefined);
  const fields = (error.errors ?? []).map(({ field, detail }) => (field ? `${field}: ${detail}` : detail));
  return [...new Set([own ?? '', ...fields])].filter((words) => words !== '');
}

/**
 * Whether an error is none to tell of: the page itself took the request back.
 *
 * @param {ProblemLike} error
 * @returns {boolean}
 */
export function isSilent(error) {
  return error.name === 'AbortError' || error.code === 'aborted';
}

/** The most toasts at a time. */
export const toastLimit = 4;

/**
 * Which of the shown toasts leave for a new one: one that says just the same
 * (unless it has a button, which may do something else), and where there are
 * too many, the oldest that is no error, else the oldest.
 *
 * @template {{kind: string, message: string, hasAction: boolean}} T
 * @param {readonly T[]} shown  oldest first
 * @param {{kind: string, message: string, hasAction: boolean}} coming
 * @returns {T[]}
 */
export function toLeave(shown, coming) {
  const same = shown.filter((entry) => !entry.hasAction && entry.kind === coming.kind && entry.message === coming.message);
  const rest = shown.filter((entry) => !same.includes(entry));
  const tooMany = Math.max(0, rest.length + 1 - toastLimit);
  const byWorth = [...rest.filter((entry) => entry.kind !== 'error'), ...rest.filter((entry) => entry.kind === 'error')];
  return [...same, ...byWorth.slice(0, tooMany)];
}
