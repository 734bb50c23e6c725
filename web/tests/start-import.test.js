// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { next, noImport } from '../pages/start/import-flow.js';
import { kindOf, textOf } from '../pages/start/quiz-file.js';

const COUNT = { name: 'Friday quiz', boards: 2, categories: 12, questions: 60, teams: 0, players: 0 };
const FAULTS = [{ field: 'line 17, column points', detail: 'Write a whole number.' }];

/** @param {...any} events */
const after = (...events) => events.reduce(next, noImport());

test('a good file: checked, ready, imported, done', () => {
  let state = after({ type: 'chosen', file: 'quiz.csv' });
  assert.deepEqual([state.step, state.run], ['checking', 1]);
  state = next(state, { type: 'read', run: 1, text: 'round,…', kind: 'csv' });
  state = next(state, { type: 'sent', run: 1, progress: 0.5 });
  assert.equal(state.progress, 0.5);
  state = next(state, { type: 'counted', run: 1, count: COUNT });
  assert.deepEqual([state.step, state.count], ['ready', COUNT]);
  state = next(state, { type: 'wanted' });
  assert.deepEqual([state.step, state.progress], ['importing', 0]);
  assert.equal(next(state, { type: 'stored', run: 1 }).step, 'done');
});

test('a faulty file tells its faults and can not be imported', () => {
  const state = after({ type: 'chosen', file: 'quiz.csv' }, { type: 'refused', run: 1, detail: 'The quiz file has 1 fault.', faults: FAULTS });
  assert.deepEqual([state.step, state.faults], ['faulty', FAULTS]);
  assert.equal(next(state, { type: 'wanted' }), state);
});

test('a file that is no text is not sent', () => {
  const state = after({ type: 'chosen', file: 'cat.png' }, { type: 'unreadable', run: 1, reason: 'notText' });
  assert.deepEqual([state.step, state.reason], ['faulty', 'notText']);
});

test('an answer about an earlier file changes nothing', () => {
  const state = after({ type: 'chosen', file: 'a.csv' }, { type: 'chosen', file: 'b.csv' });
  assert.equal(next(state, { type: 'counted', run: 1, count: COUNT }), state);
  assert.equal(next(state, { type: 'refused', run: 1, detail: '', faults: FAULTS }), state);
  const dropped = next(state, { type: 'dropped' });
  assert.equal(next(dropped, { type: 'counted', run: 2, count: COUNT }), dropped);
});

test('no verdict: the check starts again, the import can be wanted again', () => {
  assert.equal(after({ type: 'chosen', file: 'a.csv' }, { type: 'failed', run: 1 }).step, 'idle');
  const importing = after({ type: 'chosen', file: 'a.csv' }, { type: 'counted', run: 1, count: COUNT }, { type: 'wanted' });
  assert.equal(next(importing, { type: 'failed', run: 1 }).step, 'ready');
});

test('kinds by name, else by content', () => {
  assert.equal(kindOf('Quiz.JSON', ''), 'json');
  assert.equal(kindOf('quiz.csv', '{'), 'csv');
  assert.equal(kindOf('quiz', ' \n{"export_version": "1.0"}'), 'json');
  assert.equal(kindOf('quiz.txt', 'round,category,points,question,answer\n'), 'csv');
  assert.equal(kindOf('quiz.txt', '"round","category"'), 'csv');
  assert.equal(kindOf('cat.png', 'GIF89a'), null);
});

test('text in UTF-8 and UTF-16, with and without a mark', () => {
  const utf16 = new Uint8Array([0xff, 0xfe, 0x72, 0x00, 0xfc, 0x00]);
  assert.equal(textOf(utf16), 'rü');
  assert.equal(textOf(new TextEncoder().encode('\ufeffrü')), 'rü');
  assert.equal(textOf(new TextEncoder().encode('rü')), 'rü');
});

test('what is no text is not taken for one', () => {
  assert.equal(textOf(new Uint8Array([0x72, 0xfc, 0x2c])), null);
  assert.equal(textOf(new Uint8Array([0x72, 0x00, 0x2c])), null);
});
