import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepJudgement, keptJudgement } from '../pages/play/kept.js';

const items = new Map();
Object.assign(globalThis, {
  sessionStorage: {
    getItem: (/** @type {string} */ key) => items.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void items.set(key, value),
    removeItem: (/** @type {string} */ key) => void items.delete(key),
  },
});
const judgement = { opening: 1, isCorrect: true, points: 200, version: 4 };

test('a judgement is kept for its player in its game, until it does not hold any more', () => {
  keepJudgement(7, 3, judgement);
  assert.deepEqual(keptJudgement(7, 3), judgement);
  keepJudgement(7, 3, { ...judgement, score: 600 });
  assert.deepEqual(keptJudgement(7, 3), { ...judgement, score: 600 });
  assert.equal(keptJudgement(7, 4), null, 'somebody else in the same tab');
  assert.equal(keptJudgement(8, 3), null);
  keepJudgement(7, 3, null);
  assert.equal(keptJudgement(7, 3), null);
  assert.equal(items.size, 0);
});

test('what is damaged, or does not tell for which score it was, is not shown', () => {
  for (const text of ['{', 'null', '{"opening":1,"isCorrect":true,"points":200}']) {
    keepJudgement(7, 3, judgement);
    items.set([...items.keys()][0], text);
    assert.equal(keptJudgement(7, 3), null, text);
  }
});
