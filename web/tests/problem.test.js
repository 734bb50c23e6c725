import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, problemOf } from '../lib/problem.js';

test('what may pass is retryable, what is given up or refused is not', () => {
  const retryable = [429, 502, 503, 504].map((status) => new ApiError({ status }));
  retryable.push(new ApiError({ code: 'network' }), new ApiError({ code: 'timeout' }));
  assert.ok(retryable.every((error) => error.retryable));
  const not = [400, 401, 403, 404, 409, 412, 413, 415, 422, 500].map((status) => new ApiError({ status, code: 'its_code' }));
  not.push(new ApiError({ code: 'aborted' }));
  assert.ok(not.every((error) => !error.retryable));
});

test('401, 403 and 404 are final: nobody needs to ask again', () => {
  const statuses = [0, 400, 401, 403, 404, 409, 412, 422, 429, 500, 503];
  assert.deepEqual(statuses.filter((status) => new ApiError({ status, code: 'its_code' }).final), [401, 403, 404]);
});

test('a refusal that is not the server\'s own says nothing of the game: a portal\'s, a proxy\'s', () => {
  for (const status of [401, 403, 404]) {
    for (const text of ['<html>Log in first</html>', '{"detail":"Not Found"}', '']) {
      const { final, foreign, retryable } = read(status, text);
      assert.deepEqual({ final, foreign, retryable }, { final: false, foreign: true, retryable: false }, `${status} ${text}`);
    }
    const { final, foreign, retryable } = read(status, JSON.stringify({ code: 'its_code', detail: 'No.' }));
    assert.deepEqual({ final, foreign, retryable }, { final: true, foreign: false, retryable: false });
  }
});

test('the message is the problem\'s own words; without any, something for the log', () => {
  assert.equal(new ApiError({ status: 409, code: 'has_answers', detail: 'Take them back first.' }).message, 'Take them back first.');
  assert.equal(new ApiError({ status: 418 }).message, 'http 418');
  assert.equal(new ApiError({ code: 'network' }).message, 'network');
});

/** @param {number} status @param {string} text @param {Record<string, string>} [headers] */
const read = (status, text, headers = {}) => problemOf({ status, text, headers: new Headers(headers) });

test('an answer that is no problem has its status only', () => {
  for (const text of ['', '<h1>', 'null', '[]', '3', '{"detail":7}']) {
    const { status, code, detail, errors } = read(502, text);
    assert.deepEqual({ status, code, detail, errors }, { status: 502, code: 'http', detail: '', errors: [] });
  }
});

test('Retry-After counts seconds; a date is left to the own backoff', () => {
  assert.equal(read(503, '', { 'Retry-After': '12' }).retryAfter, 12);
  assert.equal(read(503, '', { 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' }).retryAfter, undefined);
  assert.equal(read(503, '').retryAfter, undefined);
});
