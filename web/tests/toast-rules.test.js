import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../lib/problem.js';
import { t, useTexts } from '../lib/text.js';
import { isSilent, problemDetails, problemKey, toastLimit, toLeave } from '../lib/toast-rules.js';
import english from '../text/en.js';

const shown = (/** @type {string} */ kind, /** @type {string} */ message, hasAction = false) => ({ kind, message, hasAction });

test('below the limit nobody leaves', () => {
  const three = [shown('info', 'a'), shown('error', 'b'), shown('success', 'c')];
  assert.equal(toastLimit, 4);
  assert.deepEqual(toLeave(three, shown('error', 'd')), []);
});

test('of too many, the oldest that is no error leaves, and only then an error', () => {
  const [a, b, c, d] = [shown('error', 'a'), shown('info', 'b'), shown('success', 'c'), shown('error', 'd')];
  assert.deepEqual(toLeave([a, b, c, d], shown('info', 'e')), [b]);
  const errors = ['a', 'b', 'c', 'd'].map((message) => shown('error', message));
  assert.deepEqual(toLeave(errors, shown('error', 'e')), [errors[0]]);
});

test('the same message takes the place of the earlier one, unless that has a button', () => {
  const plain = shown('error', 'offline');
  const withRetry = shown('error', 'offline', true);
  assert.deepEqual(toLeave([plain, withRetry], shown('error', 'offline')), [plain]);
  assert.deepEqual(toLeave([plain], shown('info', 'offline')), []);
});

test('every error has a text that says what to do', () => {
  useTexts('en', english);
  for (let status = 400; status < 600; status++) assert.ok(t(problemKey({ status })), String(status));
  assert.equal(problemKey({ status: 412 }), 'common.problem.s412');
  assert.equal(problemKey({ status: 405 }), 'common.problem.s400');
  assert.equal(problemKey({ status: 500 }), 'common.problem.server');
  assert.equal(problemKey({ status: 503, code: 'outcome_unknown' }), 'common.problem.outcome_unknown');
  assert.equal(problemKey(new TypeError('Failed to fetch')), 'common.problem.network');
  assert.equal(problemKey({ status: 0 }), 'common.problem.network');
  for (const code of ['network', 'timeout']) assert.equal(problemKey({ name: 'ApiError', status: 0, code }), 'common.problem.network');
  assert.equal(problemKey(new Error('ours')), 'common.problem.unknown');
  for (const key of ['outcome_unknown', 'network', 'unknown']) assert.ok(t(`common.problem.${key}`));
});

test('the server’s own words are shown once each, with the fields that are wrong', () => {
  const errors = [{ field: 'name', detail: 'is too long' }, { field: '', detail: 'is odd' }];
  assert.deepEqual(problemDetails({ status: 400, detail: 'Not accepted.', errors }), ['Not accepted.', 'name: is too long', 'is odd']);
  assert.deepEqual(problemDetails({ status: 404, message: 'No such game.' }), ['No such game.']);
  assert.deepEqual(problemDetails(new TypeError('Failed to fetch')), [], 'a browser’s words help nobody');
});

test('what the socket refuses is no matter of the network', () => {
  const refused = (/** @type {string} */ code) => problemKey(new ApiError({ code, detail: 'No.' }));
  assert.equal(refused('rate_limited'), 'common.problem.s429');
  assert.equal(refused('reserved_type'), 'common.problem.s400');
});

test('a request that the page took back is no error', () => {
  assert.ok(isSilent({ name: 'AbortError' }));
  assert.ok(isSilent(new ApiError({ code: 'aborted' })));
  assert.ok(!isSilent(new ApiError({ code: 'network' })));
  assert.ok(!isSilent({ name: 'TypeError' }));
});
