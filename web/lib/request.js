import { fullJitter, wait as realWait } from './backoff.js';
import { log as realLog } from './log.js';
import { ApiError, problemOf } from './problem.js';

/**
 * One REST call: a single try with a time limit, and the repetition of mutations until there is an answer.
 *
 * @typedef {object} Call
 * @property {string} method  HTTP's
 * @property {string} url  where to
 * @property {Record<string, string>} headers  all but the media type's
 * @property {string} [body]  as it is sent: the same bytes in each try
 * @property {number | null} [limit]  milliseconds for one try; null: none
 * @property {boolean} [blob]  whether the answer's bytes are wanted as they are
 * @property {(fraction: number) => void} [onProgress]  how much of the body has gone, 0 to 1
 * @property {AbortSignal} [signal]  gives up
 *
 * @typedef {{status: number, headers: {get(name: string): string | null}, text: string, blob?: Blob}} Answer
 * @typedef {(call: Call & {signal: AbortSignal}) => Promise<Answer>} Send  rejects where there was no answer
 */

/** How long one try may take, in milliseconds. A server that hangs is tried again under the same key. */
export const TRY_LIMIT = 10_000;

const BACKOFF = { first: 250, most: 4_000 };

/** Sends calls, and repeats mutations. */
export class Requests {
  #send;
  #wait;
  #random;
  #log;
  #wake = new AbortController();

  /**
   * @param {object} seams  what reaches the world
   * @param {Send} seams.send  does one try
   * @param {import('./backoff.js').Wait} [seams.wait]
   * @param {() => number} [seams.random]  0 to 1
   * @param {(message: string) => void} [seams.log]
   */
  constructor({ send, wait = realWait, random = Math.random, log = realLog }) {
    this.#send = send;
    this.#wait = wait;
    this.#random = random;
    this.#log = log;
  }

  /** Whatever waits for its next try goes at once: the network seems to be back. */
  retryNow() {
    this.#wake.abort();
    this.#wake = new AbortController();
  }

  /**
   * One try.
   *
   * @param {Call} call
   * @returns {Promise<Answer>}  a 2xx or 304; rejects with ApiError
   */
  async once(call) {
    const attempt = new AbortController();
    const clock = new AbortController();
    const giveUp = () => attempt.abort();
    call.signal?.addEventListener('abort', giveUp, { once: true });
    if (call.signal?.aborted) attempt.abort();
    let late = false;
    const limit = call.limit === undefined ? TRY_LIMIT : call.limit;
    if (limit !== null) {
      this.#wait(limit, clock.signal).then(() => {
        if (clock.signal.aborted) return;
        late = true;
        attempt.abort();
      });
    }
    try {
      if (call.signal?.aborted) throw new Error('aborted');
      const answer = await this.#send({ ...call, signal: attempt.signal });
      if ((answer.status >= 200 && answer.status < 300) || answer.status === 304) return answer;
      throw problemOf(answer);
    } catch (error) {
      if (error instanceof ApiError) throw error;
      const code = call.signal?.aborted ? 'aborted' : late ? 'timeout' : 'network';
      throw new ApiError({ code, cause: error });
    } finally {
      clock.abort();
      call.signal?.removeEventListener('abort', giveUp);
    }
  }

  /**
   * Tries until there is an answer that is not "later". The caller puts an Idempotency-Key into the headers, so that
   * a try whose answer was lost is not done twice.
   *
   * @param {Call} call
   * @returns {Promise<Answer>}
   */
  async untilAnswered(call) {
    for (let failed = 1;; failed += 1) {
      try {
        return await this.once(call);
      } catch (error) {
        if (!(error instanceof ApiError) || !error.retryable) throw error;
        const pause = (error.retryAfter ?? 0) * 1000 + fullJitter(failed, { ...BACKOFF, random: this.#random });
        this.#log(`podium: ${call.method} ${call.url}: ${error.message}; again in ${pause} ms`);
        await this.#pause(pause, error.retryAfter === undefined, call.signal);
        if (call.signal?.aborted) throw new ApiError({ code: 'aborted', cause: error });
      }
    }
  }

  /**
   * @param {number} milliseconds
   * @param {boolean} wakeable  false where the server itself asked for the pause
   * @param {AbortSignal} [signal]
   */
  async #pause(milliseconds, wakeable, signal) {
    const stop = new AbortController();
    const end = () => stop.abort();
    const wake = this.#wake.signal;
    if (signal?.aborted) end();
    signal?.addEventListener('abort', end, { once: true });
    if (wakeable) wake.addEventListener('abort', end, { once: true });
    await this.#wait(milliseconds, stop.signal);
    signal?.removeEventListener('abort', end);
    wake.removeEventListener('abort', end);
  }
}

/**
 * One try by fetch.
 *
 * @param {typeof fetch} fetch
 * @returns {Send}
 */
export function byFetch(fetch) {
  return async ({ method, url, headers, body, signal, blob }) => {
    const response = await fetch(url, { method, headers, body, signal, cache: 'no-store' });
    // The body belongs to the try: an answer that is cut off in its middle is none.
    if (blob && response.ok) {
      return { status: response.status, headers: response.headers, text: '', blob: await response.blob() };
    }
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
}
