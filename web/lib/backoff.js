/** Waiting between tries: how long, by a clock that tests replace, and what ends it early. */

/**
 * @callback Wait  resolves after that many milliseconds, or at once when the signal aborts; it never rejects
 * @param {number} milliseconds
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */

/** @type {Wait} */
export function wait(milliseconds, signal) {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
  });
}

/**
 * Full jitter: anything between 0 and a ceiling that doubles with each try, so that a thousand clients that lost the
 * same server do not come back in step.
 *
 * @param {number} attempt  failed tries so far, from 1
 * @param {{first: number, most: number, random?: () => number}} limits  milliseconds: ceiling of the first wait and of all
 * @returns {number}  milliseconds
 */
export function fullJitter(attempt, { first, most, random = Math.random }) {
  const ceiling = Math.min(most, first * 2 ** Math.min(attempt - 1, 30));
  return Math.floor(random() * ceiling);
}

/**
 * @typedef {(wake: () => void) => () => void} OnWake  calls at each sign that the network may be back, or that the page
 *   may have slept: a good moment to try, and to doubt the socket. The result stops that
 */

/** @type {OnWake} */
export function browserWake(wake) {
  if (typeof addEventListener === 'undefined' || typeof document === 'undefined') return () => {};
  const visible = () => {
    if (document.visibilityState === 'visible') wake();
  };
  addEventListener('online', wake);
  addEventListener('offline', wake);
  addEventListener('pageshow', wake);
  document.addEventListener('visibilitychange', visible);
  return () => {
    removeEventListener('online', wake);
    removeEventListener('offline', wake);
    removeEventListener('pageshow', wake);
    document.removeEventListener('visibilitychange', visible);
  };
}
