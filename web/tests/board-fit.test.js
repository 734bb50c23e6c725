// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { fitText, largestThatFits, roomIn } from '../pages/board/fit.js';

test('the largest size that fits is found with few measurements', () => {
  for (const limit of [7, 8, 50, 99, 100]) {
    let measured = 0;
    const fits = (/** @type {number} */ size) => {
      measured += 1;
      return size <= limit;
    };
    assert.equal(largestThatFits(fits, 7, 100), limit);
    assert.ok(measured <= 7);
  }
});

test('where nothing fits it is the smallest, where all fits the largest', () => {
  assert.equal(largestThatFits(() => false, 7, 100), 7);
  assert.equal(largestThatFits(() => true, 7, 100), 100);
  assert.equal(largestThatFits(() => true, 7, 3), 7);
});

test('a box has room for whole items only, and for one at least', () => {
  assert.deepEqual(roomIn({ width: 100, height: 59 }, { width: 30, height: 20 }), { columns: 3, rows: 2 });
  assert.deepEqual(roomIn({ width: 1, height: 1 }, { width: 30, height: 20 }), { columns: 1, rows: 1 });
});

/**
 * A text as browsers measure it: as many lines as it needs, and widths rounded by themselves.
 * @param {{width: number, length: number, longest: number}} shape width of the box in px; characters of the text and of
 *   its longest word, each half as wide as it is high
 */
function textOf({ width, length, longest }) {
  let size = 0;
  const dataset = /** @type {Record<string, string>} */ ({});
  const needed = () => (dataset.words === 'whole' ? Math.max(width, longest * size * 0.5) : width);
  return {
    dataset,
    style: { setProperty: (/** @type {string} */ _name, /** @type {string} */ value) => (size = Number.parseInt(value)) },
    clientWidth: Math.ceil(width),
    get scrollWidth() {
      return Math.ceil(needed());
    },
    get scrollHeight() {
      return Math.ceil((length * size * 0.5) / width) * size * 1.2;
    },
    get size() {
      return size;
    },
  };
}

test('a short text is large in boxes of any fraction of a pixel', () => {
  for (const width of [1262, 1262.2, 1262.5, 1262.9, 361.4]) {
    const text = textOf({ width, length: 30, longest: 7 });
    fitText(/** @type {any} */ ({ clientWidth: Math.floor(width), clientHeight: 400 }), /** @type {any} */ (text));
    assert.ok(text.size > 40, `${width}: ${text.size}`);
    assert.equal(text.dataset.words, 'whole');
  }
});

test('a text that fits at no size gets the smallest readable one, one in a box without a size stays as it is', () => {
  const endless = textOf({ width: 900, length: 1_000_000, longest: 5 });
  fitText(/** @type {any} */ ({ clientWidth: 900, clientHeight: 450 }), /** @type {any} */ (endless));
  assert.equal(endless.size, 10);
  const hidden = textOf({ width: 900, length: 30, longest: 5 });
  fitText(/** @type {any} */ ({ clientWidth: 900, clientHeight: 0 }), /** @type {any} */ (hidden));
  assert.equal(hidden.size, 0);
});

test('words stay whole unless that makes the letters less than half as large', () => {
  const box = /** @type {any} */ ({ clientWidth: 900, clientHeight: 450 });
  const german = textOf({ width: 900, length: 60, longest: 20 });
  fitText(box, /** @type {any} */ (german));
  assert.equal(german.dataset.words, 'whole');
  const monster = textOf({ width: 900, length: 60, longest: 60 });
  fitText(box, /** @type {any} */ (monster));
  assert.equal(monster.dataset.words, 'broken');
});
