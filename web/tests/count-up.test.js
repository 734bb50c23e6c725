import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countAt, countDuration } from '../lib/count-up.js';

test('counting starts and ends exactly, also beyond the ends', () => {
  assert.equal(countAt(100, 300, 0), 100);
  assert.equal(countAt(100, 300, 1), 300);
  assert.equal(countAt(100, 300, 1.4), 300);
  assert.equal(countAt(100, 300, -0.1), 100);
});

test('it goes one way, over whole numbers, and settles', () => {
  const steps = Array.from({ length: 21 }, (_, at) => countAt(-200, 1000, at / 20));
  assert.ok(steps.every(Number.isInteger));
  assert.ok(steps.every((step, at) => at === 0 || step >= steps[at - 1]));
  assert.ok(steps[10] - steps[0] > steps[20] - steps[10], 'more than half is done at half-time');
  assert.deepEqual([0, 1].map((end) => countAt(400, 200, end)), [400, 200]);
});

test('a small step is quicker than a large one, and none takes over 600 ms', () => {
  assert.equal(countDuration(5, 5), 0);
  assert.ok(countDuration(0, 10) < countDuration(0, 200));
  assert.ok(countDuration(-2_000_000_000, 2_000_000_000) <= 600);
});
