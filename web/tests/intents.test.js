import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fullJitter, wait } from '../lib/backoff.js';
import { IntentQueue } from '../lib/intents.js';
import { randomKey } from '../lib/key.js';
import { settled } from './support/clock.js';

/** A function that ends when it is told to. */
function held() {
  let resolve = (/** @type {any} */ _value) => {};
  const promise = new Promise((done) => resolve = done);
  return { fn: () => promise, resolve: (/** @type {any} */ value) => resolve(value) };
}

test('intents of one key run one after the other, in the order of the clicks', async () => {
  const queue = new IntentQueue();
  const first = held();
  /** @type {string[]} */
  const order = [];
  const one = queue.run('player:3', () => (order.push('first'), first.fn()));
  const two = queue.run('player:3', async () => order.push('second'));
  const three = queue.run('player:3', async () => order.push('third'));
  await settled();
  assert.deepEqual(order, ['first']);
  assert.equal(queue.size('player:3'), 3);
  first.resolve('done');
  assert.equal(await one, 'done');
  await Promise.all([two, three]);
  assert.deepEqual(order, ['first', 'second', 'third']);
});

test('intents of different keys do not wait for each other', async () => {
  const queue = new IntentQueue();
  const first = held();
  queue.run('player:3', first.fn);
  assert.equal(await queue.run('player:4', async () => 4), 4);
  assert.equal(queue.size(), 1);
  first.resolve(undefined);
});

test('one that fails is told, and the next one runs', async () => {
  const queue = new IntentQueue();
  const failed = queue.run('a', async () => {
    throw new Error('no');
  });
  const next = queue.run('a', async () => 'yes');
  await assert.rejects(failed, /no/);
  assert.equal(await next, 'yes');
  await settled();
  assert.equal(queue.size(), 0);
});

test('full jitter: from 0 to a ceiling that doubles up to a limit', () => {
  const limits = { first: 100, most: 1_000 };
  const most = [1, 2, 3, 4, 5, 500].map((attempt) => fullJitter(attempt, { ...limits, random: () => 0.9999 }));
  assert.deepEqual(most, [99, 199, 399, 799, 999, 999]);
  assert.equal(fullJitter(5, { ...limits, random: () => 0 }), 0);
  assert.equal(fullJitter(5, { ...limits, random: () => 0.5 }), 500);
});

test('wait ends at once when its signal aborts, or has aborted', async () => {
  await wait(1_000_000, AbortSignal.abort());
  const stop = new AbortController();
  const waiting = wait(1_000_000, stop.signal);
  stop.abort();
  await waiting;
  await wait(0);
});

test('a key is a UUID of version 4, also where there is no crypto.randomUUID', () => {
  const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const getRandomValues = crypto.getRandomValues.bind(crypto);
  assert.match(randomKey(), pattern);
  const keys = new Set(Array.from({ length: 50 }, () => randomKey({ getRandomValues })));
  assert.equal(keys.size, 50);
  for (const key of keys) assert.match(key, pattern);
  const ones = /** @type {any} */ ((/** @type {Uint8Array} */ bytes) => bytes.fill(0xff));
  assert.equal(randomKey({ getRandomValues: ones }), 'ffffffff-ffff-4fff-bfff-ffffffffffff');
});
