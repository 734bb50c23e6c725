import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { qrMatrix, qrPath } from '../lib/qr.js';
import { capacity } from '../lib/qr-codewords.js';
import { formatBits, penalty, versionBits } from '../lib/qr-matrix.js';

const rows = (/** @type {boolean[][]} */ matrix) => matrix.map((row) => row.map((dark) => (dark ? '#' : '.')).join(''));
const link = (/** @type {number} */ length) => 'https://podium.example/play/12345#join=K7Q2MX&'.repeat(6).slice(0, length);

// The symbols below were made by another encoder (Project Nayuki's), its mask choice included.
const podium = `
  #######...#.#.#######
  #.....#..#.##.#.....#
  #.###.#.#.##..#.###.#
  #.###.#.#...#.#.###.#
  #.###.#.##.##.#.###.#
  #.....#.#.#.#.#.....#
  #######.#.#.#.#######
  ........#.###........
  #.#####..#..#.#####..
  .##.#.......#..#.#...
  .#..#.#.####.#..##.#.
  .##.#..#.##....####..
  .#..#.##.#.#.#..#.#..
  ........#..#####.###.
  #######.....#.##..##.
  #.....#.##.####..##.#
  #.###.#.###.#...#.##.
  #.###.#.##..#..#.....
  #.###.#.#.##.#...##..
  #.....#..........##..
  #######.####.#...###.`.trim().split(/\s+/);

const fullest = [
  [1, 14, 'e05bfd8e42723334a865692adf7e7116de8a61c2e7960cf71d659791abe8e439'],
  [2, 26, '7ddbf7c04a2fe0a07542db4e0ab81bd9004ecdadba097522aa98d5bb9344265c'],
  [3, 42, '8c8d0a7dc16f163af035c67d73bca7e3a5f8ac98b6bfbe0fb0619a3073da05e0'],
  [4, 62, '6cc5c689403748948106b98a28e0e7eb18fac04caecaa31c5b6805fbaa012542'],
  [5, 84, '1094cac1cbede628f5047f500e15b8729a6869029a3739604f204542686791f3'],
  [6, 106, '0f6bc8f29414e7c57984a9d91df3c4c5e20a6e998eb3cdf707f1f14af52f3c71'],
  [7, 122, '0c836fd0b1c1271c66b388a9372b4f2ebe6a1a5a80f83f36ef8ebc1b3f91a0d6'],
  [8, 152, '516dc6b6f7e7a24227518f273308edd852f1d2b54d5795adc0b292c7386d4fa7'],
  [9, 180, 'e08d034ff28e38db750c61d03c5249eae62278e544360e6f3fcc96479ec229f7'],
  [10, 213, 'e64508442f3bd1260a79316e33b750758f8753115d463067eb393f23a1411dc6'],
];

test('a short text becomes the symbol that another encoder makes', () => {
  assert.deepEqual(rows(qrMatrix('PODIUM')), podium);
});

test('each version, filled to its last byte, is the symbol that another encoder makes', () => {
  for (const [version, bytes, hash] of fullest) {
    assert.equal(capacity(Number(version)), bytes);
    const matrix = qrMatrix(link(Number(bytes)));
    assert.equal(matrix.length, 17 + 4 * Number(version));
    assert.equal(createHash('sha256').update(rows(matrix).join('\n')).digest('hex'), hash, `version ${version}`);
  }
});

test('text beyond ASCII goes in as UTF-8', () => {
  const hash = createHash('sha256').update(rows(qrMatrix('Grüße 🎉')).join('\n')).digest('hex');
  assert.equal(hash, '2389b1916d1dac8772a9a890e0a2f5da88373d1377280baf637765035999feaf');
});

test('one byte more takes the next version, and more than version 10 holds is refused', () => {
  assert.equal(qrMatrix(link(15)).length, 25);
  assert.throws(() => qrMatrix(link(214)), RangeError);
});

test('format and version information are those of the standard’s tables', () => {
  const level = [0x5412, 0x5125, 0x5e7c, 0x5b4b, 0x45f9, 0x40ce, 0x4f97, 0x4aa0];
  assert.deepEqual(level.map((_, mask) => formatBits(mask)), level);
  assert.deepEqual([7, 8, 9, 10].map(versionBits), [0x07c94, 0x085bc, 0x09a99, 0x0a4d3]);
});

test('the penalty counts runs, blocks, the finder’s rhythm and the share of dark', () => {
  const light = Array.from({ length: 6 }, () => new Array(6).fill(false));
  // 12 runs of six: 4 each; 25 blocks: 3 each; no dark module at all: 100.
  assert.equal(penalty(light), 12 * 4 + 25 * 3 + 100);
});

test('the path covers the dark modules, moved in by the quiet zone', () => {
  assert.equal(qrPath([[true, true, false], [false, false, true]]), 'M4 4h2v1h-2zM6 5h1v1h-1z');
});
