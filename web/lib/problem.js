/** Errors of REST calls, in the server's own words (RFC 9457). */

/**
 * @typedef {{field: string, detail: string}} FieldError
 *
 * @typedef {object} ProblemParts
 * @property {number} [status]  HTTP's; 0 where there was no answer
 * @property {string} [code]  the problem's, or 'network', 'timeout', 'aborted'; 'http': an answer that is no problem of the server's
 * @property {string} [detail]  words for people; empty where the server said none
 * @property {FieldError[]} [errors]  the faulty fields, or places of a file
 * @property {any} [current]  with 412: the state now
 * @property {number} [retryAfter]  seconds that the server wants to be left alone
 * @property {string} [requestId]  the request's name in the server's log
 * @property {unknown} [cause]  what fetch threw
 */

const passing = new Set([429, 502, 503, 504]);
const refusing = new Set([401, 403, 404]);

/** A REST call that did not work. */
export class ApiError extends Error {
  /** @param {ProblemParts} parts */
  constructor({ status = 0, code = 'http', detail = '', errors = [], current, retryAfter, requestId, cause }) {
    super(detail || (status ? `${code} ${status}` : code), { cause });
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.errors = errors;
    this.current = current;
    this.retryAfter = retryAfter;
    this.requestId = requestId;
  }

  /** Whether the same request may work in a moment: no answer, or one that says "later". */
  get retryable() {
    return passing.has(this.status) || (this.status === 0 && this.code !== 'aborted');
  }

  /** Whether no repetition will help, because of who asks for what: the server's own 401, 403, 404. */
  get final() {
    return refusing.has(this.status) && this.code !== 'http';
  }

  /** Whether a portal or a proxy has refused in the server's place, which says nothing of the game. */
  get foreign() {
    return refusing.has(this.status) && this.code === 'http';
  }
}

/**
 * Reads an answer's error.
 *
 * @param {{status: number, headers: {get(name: string): string | null}, text: string}} response  an answer that is no 2xx
 * @returns {ApiError}
 */
export function problemOf({ status, headers, text }) {
  const retryAfter = secondsOf(headers.get('Retry-After'));
  const requestId = headers.get('X-Request-Id') ?? undefined;
  const body = objectIn(text);
  if (!body || typeof body.detail !== 'string') return new ApiError({ status, retryAfter, requestId });
  return new ApiError({
    status,
    code: typeof body.code === 'string' ? body.code : 'http',
    detail: body.detail,
    errors: Array.isArray(body.errors) ? body.errors : [],
    current: body.current,
    retryAfter,
    requestId,
  });
}

/** @param {string | null} value */
function secondsOf(value) {
  // Podium sends seconds; a proxy's date is not worth parsing, the own backoff serves.
  return value !== null && /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}

/** @param {string} text @returns {any} */
function objectIn(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null; // a proxy's page
  }
}
