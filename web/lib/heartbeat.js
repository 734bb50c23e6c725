import { wait as realWait } from './backoff.js';

/** Milliseconds: how often a silent line is tried, and how long an answer may take; after a wake-up less. */
export const BEAT = { every: 15_000, patience: 5_000, hurried: 2_500 };

/**
 * Finds out that a connection is dead although nobody closed it: a phone that changed its network, a router that
 * forgot. Sends something that comes back, whenever nothing has come for a while.
 */
export class Heartbeat {
  #send;
  #dead;
  #wait;
  #stopped = false;
  #heard = false;
  /** @type {AbortController | null} what a probe waits with */
  #answer = null;
  /** @type {AbortController | null} what the pause waits with */
  #pause = null;

  /**
   * @param {object} parts
   * @param {() => void} parts.send  sends what comes back
   * @param {() => void} parts.dead  is called once if nothing came back
   * @param {import('./backoff.js').Wait} [parts.wait]
   */
  constructor({ send, dead, wait = realWait }) {
    this.#send = send;
    this.#dead = dead;
    this.#wait = wait;
  }

  /** Probes at once, and then whenever the line has been silent. */
  async start() {
    let patience = BEAT.patience;
    while (await this.#probe(patience)) {
      do {
        this.#heard = false;
        patience = await this.#rest() ? BEAT.hurried : BEAT.patience;
      } while (this.#heard && patience === BEAT.patience && !this.#stopped);
    }
    if (!this.#stopped) this.#dead();
  }

  /** Something came: the line is alive. */
  heard() {
    this.#heard = true;
    this.#answer?.abort();
  }

  /** Doubts the line: probes now, with less patience. */
  poke() {
    this.#pause?.abort();
  }

  /** Ends it; `dead` is not called any more. */
  stop() {
    this.#stopped = true;
    this.#answer?.abort();
    this.#pause?.abort();
  }

  /** @param {number} patience @returns {Promise<boolean>} whether something came back in time */
  async #probe(patience) {
    if (this.#stopped) return false;
    const answer = new AbortController();
    this.#answer = answer;
    this.#send();
    await this.#wait(patience, answer.signal);
    this.#answer = null;
    return answer.signal.aborted && !this.#stopped;
  }

  /** @returns {Promise<boolean>} whether it was cut short by a poke */
  async #rest() {
    const pause = new AbortController();
    this.#pause = pause;
    await this.#wait(BEAT.every, pause.signal);
    this.#pause = null;
    return pause.signal.aborted;
  }
}
