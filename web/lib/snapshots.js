import { fullJitter, wait as realWait } from './backoff.js';
import { ApiError } from './problem.js';

/**
 * Reads REST's snapshots: one at a time, wishes that come together as one, again until one is of use.
 *
 * @typedef {import('./wire.js').Snapshot} Snapshot
 *
 * @typedef {object} SnapshotParts
 * @property {(options: {signal: AbortSignal}) => Promise<Snapshot | null>} read  one request
 * @property {() => number} revision  the newest that the page has
 * @property {(json: Snapshot, began: number) => boolean} take  shows it; began: the page's revision when it was asked
 *   for. False: it is too old to be of use
 * @property {(problem: ApiError) => void} away  is told of each try that brought no answer
 * @property {AbortSignal} stopped  gives up
 * @property {() => number} [spread]  milliseconds to wait on top of the gathering
 * @property {import('./backoff.js').Wait} [wait]
 */

/** Milliseconds: how long wishes are gathered; ceilings of the waits between tries. */
const LIMITS = { gather: 50, first: 300, most: 3_000 };

/** The reader of one game's snapshots. */
export class Snapshots {
  #parts;
  #wait;
  #wake = new AbortController();
  /** @type {Promise<void> | null} a load that has not begun */
  #planned = null;
  /** @type {Promise<unknown>} the load that runs, or the last one */
  #running = Promise.resolve();

  /** @param {SnapshotParts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#wait = parts.wait ?? realWait;
  }

  /** A try that waits goes now. */
  retryNow() {
    this.#wake.abort();
  }

  /**
   * Reads a snapshot that was asked for after this call: none is answered by a request that had begun before it.
   *
   * @returns {Promise<void>}  rejects with ApiError
   */
  reload() {
    this.#planned ??= this.#afterRunning();
    return this.#planned;
  }

  async #afterRunning() {
    const { spread = () => 0, stopped } = this.#parts;
    await this.#wait(LIMITS.gather + spread(), stopped);
    await this.#running;
    this.#planned = null;
    const load = this.load();
    this.#running = load.catch(() => {});
    await load;
  }

  /**
   * Reads until one was of use.
   *
   * @returns {Promise<void>}  rejects with ApiError where repeating is in vain, or `stopped` has come
   */
  async load() {
    const { read, revision, take, away, stopped } = this.#parts;
    for (let failed = 1; !stopped.aborted; failed += 1) {
      const began = revision();
      try {
        const json = await read({ signal: stopped });
        if (json && take(json, began)) return;
      } catch (error) {
        if (!(error instanceof ApiError) || !(error.retryable || error.foreign)) throw error;
        away(error);
      }
      this.#wake = new AbortController();
      if (!stopped.aborted) await this.#wait(fullJitter(failed, LIMITS), this.#wake.signal);
    }
    throw new ApiError({ code: 'aborted' });
  }
}
