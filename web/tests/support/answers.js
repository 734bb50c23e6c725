/** What a server says to requests. */

/** A problem, as the server tells it. @param {number} status @param {string} code @param {string} detail @param {object} [more] */
export function problem(status, code, detail, more) {
  return { status, body: { type: 'about:blank', title: code, status, code, detail, request_id: 'r1', ...more } };
}

/** An answer of fetch. @param {number} status @param {any} body @param {Record<string, string>} [headers] */
export function answer(status, body, headers = {}) {
  const text = body === null || body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
  return new Response(status === 204 || status === 304 ? null : text, { status, headers });
}

/** Hangs until the signal aborts. @param {AbortSignal} signal @returns {Promise<never>} */
export function aborted(signal) {
  const refuse = () => new DOMException('aborted', 'AbortError');
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(refuse());
    signal.addEventListener('abort', () => reject(refuse()), { once: true });
  });
}
