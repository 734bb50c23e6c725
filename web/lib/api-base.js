import { randomKey } from './key.js';
import { byFetch, Requests } from './request.js';

/**
 * What all calls of the API share: token, media types, one key for each intent, the count of what waits.
 *
 * @typedef {{signal?: AbortSignal, ifMatch?: number, idempotencyKey?: string}} MutationOptions  ifMatch: only while the
 *   entity (or game) still has this version
 * @typedef {{signal?: AbortSignal, headers?: Record<string, string>}} ReadOptions
 *
 * @typedef {object} ApiSettings
 * @property {string | null} [token]  the bearer's; none where the server asks for none
 * @property {typeof fetch} [fetch]
 * @property {string} [baseUrl]  in front of all paths
 * @property {(waiting: number) => void} [onWaiting]  is told when `waiting` changes
 * @property {import('./backoff.js').Wait} [wait]
 * @property {() => number} [random]
 * @property {import('./request.js').Send} [upload]  a try that tells its progress
 * @property {(message: string) => void} [log]
 */
export class ApiBase {
  #requests;
  #uploads;
  #baseUrl;
  #onWaiting;

  /** @param {ApiSettings} [settings] */
  constructor({ token, fetch: given, baseUrl = '', onWaiting, wait, random, upload, log } = {}) {
    /** @type {string | null} the bearer's token; may be set later */
    this.token = token ?? null;
    /** Mutations that have no answer yet. */
    this.waiting = 0;
    this.#baseUrl = baseUrl;
    this.#onWaiting = onWaiting;
    const send = byFetch(given ?? ((input, init) => fetch(input, init)));
    this.#requests = new Requests({ send, wait, random, log });
    // Few pages upload anything: the others do not load it.
    const browsers = typeof XMLHttpRequest === 'undefined' ? send : byXMLHttpRequest;
    this.#uploads = new Requests({ send: upload ?? browsers, wait, random, log });
  }

  /** Mutations that wait for their next try go at once: the network seems to be back. */
  retryNow() {
    this.#requests.retryNow();
    this.#uploads.retryNow();
  }

  /**
   * @protected
   * @param {string} method
   * @param {string} path
   * @param {object | undefined} body
   * @param {MutationOptions} [options]
   * @returns {Promise<any>}  the answer's JSON; null where it has none
   */
  mutate(method, path, body, options = {}) {
    const headers = this.#headers(options);
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const call = { method, url: this.#baseUrl + path, headers, signal: options.signal };
    return this.#counted(this.#requests.untilAnswered({ ...call, body: body && JSON.stringify(body) }));
  }

  /**
   * @protected
   * @param {string} path
   * @param {string} body
   * @param {string} contentType
   * @param {MutationOptions & {onProgress?: (fraction: number) => void, once: boolean}} options  once: no repetition
   * @returns {Promise<any>}
   */
  upload(path, body, contentType, { onProgress, once, ...options }) {
    const headers = { ...this.#headers(options), 'Content-Type': contentType };
    const url = this.#baseUrl + path;
    // A large file on a slow line takes its time: no limit.
    const call = { method: 'POST', url, headers, body, onProgress, limit: null, signal: options.signal };
    if (once) return this.#uploads.once(call).then(jsonOf);
    return this.#counted(this.#uploads.untilAnswered(call));
  }

  /**
   * @protected
   * @param {string} path
   * @param {ReadOptions} [options]
   * @returns {Promise<any>}  the answer's JSON; null: not modified
   */
  read(path, { signal, headers } = {}) {
    return this.#requests.once(this.#get(path, headers, signal)).then(jsonOf);
  }

  /**
   * @protected
   * @param {string} path
   * @param {ReadOptions} [options]
   * @returns {Promise<Blob>}
   */
  readBlob(path, { signal, headers } = {}) {
    const call = { ...this.#get(path, headers, signal), blob: true, limit: null };
    return this.#requests.once(call).then((answer) => answer.blob ?? new Blob([answer.text]));
  }

  /** @param {string} path @param {Record<string, string>} [headers] @param {AbortSignal} [signal] */
  #get(path, headers, signal) {
    return { method: 'GET', url: this.#baseUrl + path, headers: { ...this.#bearer(), ...headers }, signal };
  }

  /** @returns {Record<string, string>} */
  #bearer() {
    return this.token ? { Authorization: `Bearer ${this.token}` } : {};
  }

  /** @param {MutationOptions} options @returns {Record<string, string>} */
  #headers({ ifMatch, idempotencyKey }) {
    const headers = { ...this.#bearer(), 'Idempotency-Key': idempotencyKey ?? randomKey() };
    return ifMatch === undefined ? headers : { ...headers, 'If-Match': `"${ifMatch}"` };
  }

  /** @param {Promise<import('./request.js').Answer>} answer */
  async #counted(answer) {
    this.#count(1);
    try {
      return jsonOf(await answer);
    } finally {
      this.#count(-1);
    }
  }

  /** @param {1 | -1} step */
  #count(step) {
    this.waiting += step;
    this.#onWaiting?.(this.waiting);
  }
}

/** @type {import('./request.js').Send} */
async function byXMLHttpRequest(call) {
  const { byUpload } = await import('./upload.js');
  return byUpload(call);
}

/** @param {import('./request.js').Answer} answer */
function jsonOf({ status, text }) {
  return status === 204 || status === 304 || text === '' ? null : JSON.parse(text);
}

/**
 * A query string of what is there.
 *
 * @param {Record<string, string | number | boolean | undefined>} members  undefined: left out
 * @returns {string}  with its question mark, or empty
 */
export function query(members) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(members)) if (value !== undefined) search.set(name, String(value));
  // A form's plus for a space is not everybody's.
  const text = search.toString().replaceAll('+', '%20');
  return text && `?${text}`;
}
