// @ts-check
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { PATIENCE, patience } from '../pages/start/patience.js';

/** @returns {Promise<void>} */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** @returns {{promise: Promise<null>, resolve: (value: null) => void}} */
function open() {
  /** @type {(value: null) => void} */
  let resolve = () => {};
  const promise = new Promise((/** @type {(value: null) => void} */ settle) => (resolve = settle));
  return { promise, resolve };
}

/** @param {(told: boolean[], waits: ReturnType<typeof patience>) => Promise<void>} run */
async function withTimers(run) {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    /** @type {boolean[]} */
    const told = [];
    await run(told, patience((isLate) => told.push(isLate)));
  } finally {
    mock.timers.reset();
  }
}

test('a quick answer is no matter', () => withTimers(async (told, { during }) => {
  assert.equal(await during(Promise.resolve(7)), 7);
  mock.timers.tick(PATIENCE * 2);
  assert.deepEqual(told, []);
}));

test('without an answer it is told, once, and taken back with the answer', () => withTimers(async (told, { during }) => {
  const { promise, resolve } = open();
  const answer = during(promise);
  mock.timers.tick(PATIENCE - 1);
  assert.deepEqual(told, []);
  mock.timers.tick(PATIENCE * 4);
  assert.deepEqual(told, [true]);
  resolve(null);
  await answer;
  assert.deepEqual(told, [true, false]);
}));

test('an error ends the wait as well, and comes through', () => withTimers(async (told, { during }) => {
  await assert.rejects(during(Promise.reject(new Error('refused'))), /refused/);
  mock.timers.tick(PATIENCE);
  assert.deepEqual(told, []);
}));

test('progress begins the patience anew, and takes back what was said', () => withTimers(async (told, { during, heard }) => {
  const { promise, resolve } = open();
  const answer = during(promise);
  mock.timers.tick(PATIENCE - 1);
  heard();
  mock.timers.tick(PATIENCE - 1);
  assert.deepEqual(told, []);
  mock.timers.tick(1);
  heard();
  assert.deepEqual(told, [true, false]);
  resolve(null);
  await answer;
  heard();
  mock.timers.tick(PATIENCE);
  assert.deepEqual(told, [true, false], 'nobody waits any more');
}));

test('of two waits the last one ends it', () => withTimers(async (told, { during }) => {
  const [one, two] = [open(), open()];
  const both = [during(one.promise), during(two.promise)];
  mock.timers.tick(PATIENCE);
  one.resolve(null);
  await settled();
  assert.deepEqual(told, [true]);
  two.resolve(null);
  await Promise.all(both);
  assert.deepEqual(told, [true, false]);
}));
