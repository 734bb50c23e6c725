import { wait as realWait } from './backoff.js';

/**
 * Which intents are on their way. An intent ends when its broadcast has come, the requester's own screen changing with
 * everybody's; where the socket is away, or the broadcast does not come, the answer itself is applied.
 *
 * @typedef {object} PendingParts
 * @property {{gate: import('./state.js').VersionGate, connection: string}} game
 * @property {(key: string) => void} changed  is told when a key becomes pending or ends to be
 * @property {(result: any) => Promise<void>} apply  applies an answer in place of the broadcast
 * @property {import('./backoff.js').Wait} [wait]
 */

/** Milliseconds that a broadcast may take after the answer. */
const BROADCAST = 3_000;

/** The intents on their way. */
export class Pending {
  /** @type {Map<string, number>} */
  #counts = new Map();
  /** @type {Set<{seen: () => boolean, over: AbortController}>} answered ones that wait for their broadcast */
  #waiting = new Set();
  /** Changes of any kind so far, and those of names, places and texts. */
  #changes = 0;
  #structural = 0;
  #game;
  #told;
  #apply;
  #wait;

  /** @param {PendingParts} parts */
  constructor({ game, changed, apply, wait = realWait }) {
    this.#game = game;
    this.#told = changed;
    this.#apply = apply;
    this.#wait = wait;
  }

  /** @param {string} key @returns {boolean} */
  has(key) {
    return this.#counts.has(key);
  }

  /**
   * Runs an intent; its key is pending until its effect is seen, or it has failed.
   *
   * @template T
   * @param {string} key
   * @param {() => Promise<T>} fn
   * @returns {Promise<T>}
   */
  async during(key, fn) {
    this.#count(key, 1);
    const before = { changes: this.#changes, structural: this.#structural };
    let result;
    try {
      result = await fn();
    } catch (error) {
      // A refused If-Match tells what is true now.
      const current = /** @type {any} */ (error)?.current;
      const shown = current ? this.#apply(current) : Promise.resolve();
      shown.finally(() => this.#count(key, -1));
      throw error;
    }
    this.#seen(result, before).finally(() => this.#count(key, -1));
    return result;
  }

  /** Something was applied to the picture. @param {import('./wire.js').Message} message */
  changed(message) {
    this.#changes += 1;
    if (message.type === 'game_changed' || message.type === 'snapshot') this.#structural += 1;
    for (const one of this.#waiting) if (one.seen()) one.over.abort();
  }

  /** The socket is lost: no broadcast will come for now. */
  away() {
    for (const one of this.#waiting) one.over.abort();
  }

  /**
   * @param {any} result
   * @param {{changes: number, structural: number}} before
   */
  async #seen(result, before) {
    const seen = this.#sight(result, before);
    if (seen()) return;
    if (this.#game.connection === 'live') {
      const one = { seen, over: new AbortController() };
      this.#waiting.add(one);
      await this.#wait(BROADCAST, one.over.signal);
      this.#waiting.delete(one);
    }
    if (!seen()) await this.#apply(result);
  }

  /**
   * @param {any} result
   * @param {{changes: number, structural: number}} before
   * @returns {() => boolean}  whether the picture has it
   */
  #sight(result, before) {
    const { gate } = this.#game;
    if (typeof result?.player_id === 'number' && typeof result.version === 'number') {
      return () => (gate.playerVersion(result.player_id) ?? -1) >= result.version;
    }
    if (typeof result?.question_id === 'number' && typeof result.version === 'number') {
      return () => (gate.questionVersion(result.question_id) ?? -1) >= result.version;
    }
    // What has no version of its own: the next change is most often the one.
    if (result === undefined) return () => this.#changes > before.changes;
    return () => this.#structural > before.structural;
  }

  /** @param {string} key @param {1 | -1} step */
  #count(key, step) {
    const was = this.#counts.get(key) ?? 0;
    if (was + step > 0) this.#counts.set(key, was + step);
    else this.#counts.delete(key);
    if (was === 0 || was + step === 0) this.#told(key);
  }
}
