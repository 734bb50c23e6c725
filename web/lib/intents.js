/** The order of clicks: mutations of one thing go one after the other, those of different things side by side. */

/** Runs functions of one key one after the other, in the order in which they came. */
export class IntentQueue {
  /** @type {Map<string, {last: Promise<unknown>, size: number}>} */
  #lanes = new Map();
  #changed;

  /** @param {(size: number) => void} [changed]  is told how many run or wait, when that changes */
  constructor(changed = () => {}) {
    this.#changed = changed;
  }

  /**
   * Runs a function when all earlier ones of this key are through, whether they worked or not.
   *
   * @template T
   * @param {string} key  the thing that is changed, such as 'player:3'
   * @param {() => Promise<T>} fn  what to do
   * @returns {Promise<T>}  the function's own result or error
   */
  run(key, fn) {
    const lane = this.#lanes.get(key) ?? { last: Promise.resolve(), size: 0 };
    this.#lanes.set(key, lane);
    lane.size += 1;
    this.#changed(this.size());
    const result = lane.last.then(fn);
    const done = () => {
      lane.size -= 1;
      if (lane.size === 0) this.#lanes.delete(key);
      this.#changed(this.size());
    };
    lane.last = result.then(done, done);
    return result;
  }

  /**
   * How many functions run or wait.
   *
   * @param {string} [key]  of this key only
   * @returns {number}
   */
  size(key) {
    if (key !== undefined) return this.#lanes.get(key)?.size ?? 0;
    let sum = 0;
    for (const lane of this.#lanes.values()) sum += lane.size;
    return sum;
  }
}
