// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { perFrame } from '../pages/play/per-frame.js';

test('however often it is asked for, there is one drawing a frame', () => {
  /** @type {(() => void)[]} */
  const frames = [];
  let drawn = 0;
  const ask = perFrame(() => (drawn += 1), (then) => frames.push(then));
  for (let change = 0; change < 100; change += 1) ask();
  assert.deepEqual([frames.length, drawn], [1, 0]);
  frames.shift()?.();
  assert.equal(drawn, 1);
  ask();
  frames.shift()?.();
  assert.deepEqual([frames.length, drawn], [0, 2]);
});

test('a drawing that fails does not end the drawing', () => {
  /** @type {(() => void)[]} */
  const frames = [];
  const ask = perFrame(() => {
    throw new Error('once');
  }, (then) => frames.push(then));
  ask();
  assert.throws(() => frames.shift()?.(), /once/);
  ask();
  assert.equal(frames.length, 1);
});
