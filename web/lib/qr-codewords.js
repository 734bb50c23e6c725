/**
 * QR codes, first half: a text becomes codewords (ISO/IEC 18004, byte mode,
 * error correction level M, versions 1 to 10). Pure.
 */

/**
 * Level M by version: codewords for error correction in a block, then the
 * blocks as [how many, data codewords in each].
 *
 * @type {ReadonlyArray<{correction: number, groups: [number, number][]}>}
 */
const versions = [
  { correction: 10, groups: [[1, 16]] },
  { correction: 16, groups: [[1, 28]] },
  { correction: 26, groups: [[1, 44]] },
  { correction: 18, groups: [[2, 32]] },
  { correction: 24, groups: [[2, 43]] },
  { correction: 16, groups: [[4, 27]] },
  { correction: 18, groups: [[4, 31]] },
  { correction: 22, groups: [[2, 38], [2, 39]] },
  { correction: 22, groups: [[3, 36], [2, 37]] },
  { correction: 26, groups: [[4, 43], [1, 44]] },
];

/**
 * The codewords of a text, in the order in which they go into the symbol.
 * The text is written as UTF-8, which readers take it for; a link is ASCII.
 *
 * @param {string} text  at most 213 bytes
 * @returns {{version: number, codewords: number[]}}
 * @throws {RangeError} when it is too long for version 10
 */
export function encode(text) {
  const bytes = new TextEncoder().encode(text);
  const version = 1 + versions.findIndex((_, index) => bytes.length <= capacity(index + 1));
  if (version === 0) throw new RangeError(`${bytes.length} bytes do not fit into a QR code of version 10`);
  return { version, codewords: interleave(version, dataCodewords(version, bytes)) };
}

/**
 * How many bytes of text a version takes.
 *
 * @param {number} version
 * @returns {number}
 */
export function capacity(version) {
  // 4 bits of mode and 8 or 16 of length stand before the text.
  return dataSize(version) - (version < 10 ? 2 : 3);
}

/** @param {number} version */
function dataSize(version) {
  return versions[version - 1].groups.reduce((sum, [blocks, size]) => sum + blocks * size, 0);
}

/**
 * Mode, length, text, terminator and padding, as bytes.
 *
 * @param {number} version
 * @param {Uint8Array} bytes
 * @returns {number[]}
 */
function dataCodewords(version, bytes) {
  const lengthBits = version < 10 ? 8 : 16;
  /** @type {number[]} */
  const bits = [];
  const put = (/** @type {number} */ value, /** @type {number} */ width) => {
    for (let bit = width - 1; bit >= 0; bit--) bits.push((value >> bit) & 1);
  };
  put(0b0100, 4);
  put(bytes.length, lengthBits);
  for (const byte of bytes) put(byte, 8);
  // Byte mode always leaves just room for the whole terminator, which ends a byte.
  put(0, 4);

  const data = [];
  for (let at = 0; at < bits.length; at += 8) data.push(parseInt(bits.slice(at, at + 8).join(''), 2));
  for (let pad = 0xec; data.length < dataSize(version); pad ^= 0xec ^ 0x11) data.push(pad);
  return data;
}

/**
 * Divides the data into blocks, adds each block's error correction, and takes
 * one codeword of each block in turn.
 *
 * @param {number} version
 * @param {number[]} data
 * @returns {number[]}
 */
function interleave(version, data) {
  const { correction, groups } = versions[version - 1];
  const divisor = generator(correction);
  /** @type {number[][]} */
  const blocks = [];
  let at = 0;
  for (const [count, size] of groups) {
    for (let block = 0; block < count; block++) blocks.push(data.slice(at, at += size));
  }
  const corrections = blocks.map((block) => remainder(block, divisor));
  return [...columns(blocks), ...columns(corrections)];
}

/**
 * @param {number[][]} rows
 * @returns {number[]}
 */
function columns(rows) {
  const longest = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: longest }, (_, column) => rows.flatMap((row) => row.slice(column, column + 1))).flat();
}

/**
 * The polynomial (x − 2⁰)(x − 2¹)…(x − 2ⁿ⁻¹) over GF(256), highest power
 * first, without its leading 1.
 *
 * @param {number} degree
 * @returns {number[]}
 */
function generator(degree) {
  let result = [1];
  let root = 1;
  for (let power = 0; power < degree; power++) {
    const times = [...result, 0];
    for (let at = 0; at < result.length; at++) times[at + 1] ^= multiply(result[at], root);
    result = times;
    root = multiply(root, 2);
  }
  return result.slice(1);
}

/**
 * The error correction of a block: the remainder of its polynomial.
 *
 * @param {number[]} block
 * @param {number[]} divisor
 * @returns {number[]}
 */
function remainder(block, divisor) {
  const result = divisor.map(() => 0);
  for (const codeword of block) {
    const factor = codeword ^ (result.shift() ?? 0);
    result.push(0);
    divisor.forEach((coefficient, at) => {
      result[at] ^= multiply(coefficient, factor);
    });
  }
  return result;
}

/**
 * A product in GF(256) modulo x⁸ + x⁴ + x³ + x² + 1.
 *
 * @param {number} a
 * @param {number} b
 * @returns {number}
 */
function multiply(a, b) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> bit) & 1) * a;
  }
  return product;
}
