import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gate, shouldUpdatePlayer, shouldUpdateQuestion, VersionGate } from '../lib/state.js';

/** @returns {{gate: VersionGate, lines: string[]}} */
function made() {
  /** @type {string[]} */
  const lines = [];
  return { gate: new VersionGate((line) => lines.push(line)), lines };
}

test('the first version of a player passes, whatever it is', () => {
  assert.equal(made().gate.shouldUpdatePlayer(1, 0), true);
  assert.equal(made().gate.shouldUpdatePlayer(1, 41), true);
});

test('newer versions pass, also with a hole between', () => {
  const { gate } = made();
  assert.deepEqual([1, 2, 7].map((version) => gate.shouldUpdatePlayer(1, version)), [true, true, true]);
});

test('the same version passes again: applying it twice changes nothing', () => {
  const { gate, lines } = made();
  gate.shouldUpdatePlayer(1, 3);
  assert.equal(gate.shouldUpdatePlayer(1, 3), true);
  assert.deepEqual(lines, []);
});

test('an older version does not pass, is logged, and does not set the newest one back', () => {
  const { gate, lines } = made();
  gate.shouldUpdatePlayer(4, 9);
  assert.equal(gate.shouldUpdatePlayer(4, 8), false);
  assert.equal(gate.shouldUpdatePlayer(4, 8), false);
  assert.equal(gate.playerVersion(4), 9);
  assert.equal(lines[0], 'podium: ignored stale player 4: version 8 after 9');
  assert.equal(lines.length, 2);
});

test('each player has a version of its own, and so has each question', () => {
  const { gate } = made();
  gate.shouldUpdatePlayer(1, 9);
  assert.equal(gate.shouldUpdatePlayer(2, 1), true);
  assert.equal(gate.shouldUpdateQuestion(1, 1), true);
  gate.shouldUpdateQuestion(1, 5);
  assert.equal(gate.shouldUpdateQuestion(1, 4), false);
  assert.equal(gate.shouldUpdateQuestion(1, 5), true);
  assert.equal(gate.questionVersion(1), 5);
  assert.equal(gate.playerVersion(1), 9);
});

test('what is no version does not pass, and spoils nothing', () => {
  const { gate, lines } = made();
  gate.shouldUpdateQuestion(1, 2);
  for (const wrong of [undefined, null, NaN, '3', 2.5]) {
    assert.equal(gate.shouldUpdateQuestion(1, /** @type {any} */ (wrong)), false);
  }
  assert.equal(lines.length, 5);
  assert.equal(gate.shouldUpdateQuestion(1, 2), true);
});

test('after a reset everything is new', () => {
  const { gate } = made();
  gate.shouldUpdatePlayer(1, 9);
  gate.shouldUpdateQuestion(1, 9);
  gate.reset();
  assert.equal(gate.playerVersion(1), null);
  assert.equal(gate.shouldUpdatePlayer(1, 1), true);
  assert.equal(gate.shouldUpdateQuestion(1, 1), true);
});

test('the page has one gate, and functions that need no object; it logs to the console', (context) => {
  const info = context.mock.method(console, 'info', () => {});
  assert.equal(shouldUpdatePlayer(77, 2), true);
  assert.equal(shouldUpdatePlayer(77, 1), false);
  assert.equal(shouldUpdateQuestion(77, 1), true);
  assert.equal(gate.playerVersion(77), 2);
  assert.deepEqual(info.mock.calls.map((call) => call.arguments), [['podium: ignored stale player 77: version 1 after 2']]);
});
