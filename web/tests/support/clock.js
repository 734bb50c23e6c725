/** A clock that stands still until a test moves it: nothing here waits for real time. */
export class Clock {
  now = 0;
  /** @type {Set<{at: number, end: () => void}>} */
  #waits = new Set();

  /** @type {import('../../lib/backoff.js').Wait} */
  wait = (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const one = { at: this.now + milliseconds, end };
      this.#waits.add(one);
      signal?.addEventListener('abort', end, { once: true });
      const waits = this.#waits;
      function end() {
        waits.delete(one);
        resolve();
      }
    });

  /** How long each wait still has, in milliseconds, shortest first. */
  get left() {
    return [...this.#waits].map(({ at }) => at - this.now).sort((a, b) => a - b);
  }

  /** Moves on, ending waits in their order; what they set off runs in between. @param {number} milliseconds */
  async advance(milliseconds) {
    const until = this.now + milliseconds;
    for (;;) {
      await settled();
      const next = [...this.#waits].sort((a, b) => a.at - b.at)[0];
      if (!next || next.at > until) break;
      this.now = next.at;
      next.end();
    }
    this.now = until;
    await settled();
  }
}

/** Lets everything run that does not wait for the clock. */
export async function settled() {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Numbers between 0 and 1 that are the same for the same seed (mulberry32).
 *
 * @param {number} seed
 * @returns {() => number}
 */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
