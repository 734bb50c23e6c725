import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gridStep, KEY_TABLE, keyAction } from '../pages/host/keys.js';

test('each key asks for its action', () => {
  assert.deepEqual(keyAction({ key: 'a' }, false), { name: 'answer' });
  for (const key of ['y', 'r', 'Y']) assert.deepEqual(keyAction({ key }, false), { name: 'right' });
  for (const key of ['n', 'w']) assert.deepEqual(keyAction({ key }, false), { name: 'wrong' });
  assert.deepEqual(keyAction({ key: '7' }, false), { name: 'choose', arg: 7 });
  assert.deepEqual(keyAction({ key: '+' }, false), { name: 'award' });
  assert.deepEqual(keyAction({ key: '+', shiftKey: true }, false), { name: 'award' });
  assert.deepEqual(keyAction({ key: '-' }, false), { name: 'take' });
  assert.deepEqual(keyAction({ key: '?', shiftKey: true }, false), { name: 'keys' });
  assert.deepEqual(keyAction({ key: 's' }, false), { name: 'view', arg: 'scores' });
});

test('shift makes another key of a letter', () => {
  assert.deepEqual(keyAction({ key: 'x' }, false), { name: 'close' });
  assert.deepEqual(keyAction({ key: 'X', shiftKey: true }, false), { name: 'closeUnplayed' });
  assert.deepEqual(keyAction({ key: 'M', shiftKey: true }, false), { name: 'revealAll' });
  assert.equal(keyAction({ key: 'A', shiftKey: true }, false), null);
});

test('keys are never taken from a field, nor with the browser’s modifiers', () => {
  assert.equal(keyAction({ key: 'a' }, true), null);
  for (const modifier of ['ctrlKey', 'altKey', 'metaKey']) assert.equal(keyAction({ key: 'r', [modifier]: true }, false), null);
  assert.equal(keyAction({ key: 'Enter' }, false), null);
});

test('a key that is held acts once', () => {
  assert.equal(keyAction({ key: '+', repeat: true }, false), null);
  assert.equal(keyAction({ key: 'y', repeat: true }, false), null);
  assert.deepEqual(keyAction({ key: ']', repeat: true }, false), { name: 'round', arg: 1 });
});

test('no key stands twice in the table', () => {
  const all = KEY_TABLE.flatMap((row) => row.keys.map((key) => `${row.shift ? 'shift ' : ''}${key}`));
  assert.equal(new Set(all).size, all.length);
});

test('arrow keys stay in the grid', () => {
  const size = { rows: 6, columns: 5 };
  assert.deepEqual(gridStep({ row: 0, column: 0 }, 'ArrowUp', size), { row: 0, column: 0 });
  assert.deepEqual(gridStep({ row: 0, column: 4 }, 'ArrowRight', size), { row: 0, column: 4 });
  assert.deepEqual(gridStep({ row: 2, column: 2 }, 'ArrowDown', size), { row: 3, column: 2 });
  assert.deepEqual(gridStep({ row: 2, column: 2 }, 'End', size), { row: 2, column: 4 });
  assert.deepEqual(gridStep({ row: 2, column: 2 }, 'Home', size), { row: 2, column: 0 });
  assert.equal(gridStep({ row: 2, column: 2 }, 'Tab', size), null);
});
