/**
 * QR codes, second half: codewords become dark and light modules (ISO/IEC
 * 18004, versions 1 to 10). Pure.
 */

/** @typedef {boolean[][]} Matrix  rows of modules; true is dark */

/** Where the centres of the alignment patterns are, by version. */
const alignment = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];

/** The eight masks: which modules they turn, by row and column. */
const masks = [
  (/** @type {number} */ r, /** @type {number} */ c) => (r + c) % 2 === 0,
  (/** @type {number} */ r) => r % 2 === 0,
  (/** @type {number} */ _, /** @type {number} */ c) => c % 3 === 0,
  (/** @type {number} */ r, /** @type {number} */ c) => (r + c) % 3 === 0,
  (/** @type {number} */ r, /** @type {number} */ c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (/** @type {number} */ r, /** @type {number} */ c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (/** @type {number} */ r, /** @type {number} */ c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (/** @type {number} */ r, /** @type {number} */ c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
];

/**
 * Draws a symbol with the mask that is easiest to read.
 *
 * @param {number} version
 * @param {number[]} codewords  data and error correction, interleaved
 * @returns {Matrix}
 */
export function draw(version, codewords) {
  const base = placeFunctions(version);
  const path = dataPath(base.reserved);
  const candidates = masks.map((turns, mask) => {
    const dark = base.dark.map((row) => [...row]);
    path.forEach(([row, column], at) => {
      // Beyond the last codeword a few versions have remainder bits: zero, but masked.
      const bit = (((codewords[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1;
      dark[row][column] = bit !== turns(row, column);
    });
    placeFormat(dark, mask);
    return dark;
  });
  const penalties = candidates.map(penalty);
  return candidates[penalties.indexOf(Math.min(...penalties))];
}

/**
 * The 15 bits of the format information for level M.
 *
 * @param {number} mask  0 to 7
 * @returns {number}
 */
export function formatBits(mask) {
  return ((mask << 10) | bch(mask, 10, 0x537)) ^ 0x5412;
}

/**
 * The 18 bits of the version information, which versions from 7 on carry.
 *
 * @param {number} version
 * @returns {number}
 */
export function versionBits(version) {
  return (version << 12) | bch(version, 12, 0x1f25);
}

/**
 * The remainder of a BCH code.
 *
 * @param {number} data
 * @param {number} degree
 * @param {number} divisor
 * @returns {number}
 */
function bch(data, degree, divisor) {
  let rest = data << degree;
  for (let bit = 31 - Math.clz32(rest); bit >= degree; bit--) {
    if ((rest >> bit) & 1) rest ^= divisor << (bit - degree);
  }
  return rest;
}

/**
 * Everything that is not data: finders, timing, alignment, version, and the
 * room of the format.
 *
 * @param {number} version
 * @returns {{dark: Matrix, reserved: Matrix}}
 */
function placeFunctions(version) {
  const size = 17 + 4 * version;
  const dark = Array.from({ length: size }, () => new Array(size).fill(false));
  const reserved = dark.map((row) => [...row]);
  const set = (/** @type {number} */ row, /** @type {number} */ column, /** @type {boolean} */ value) => {
    if (row < 0 || column < 0 || row >= size || column >= size) return;
    dark[row][column] = value;
    reserved[row][column] = true;
  };

  for (let at = 0; at < size; at++) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  for (const [row, column] of [[3, 3], [3, size - 4], [size - 4, 3]]) {
    ring(4, (r, c, distance) => set(row + r, column + c, distance !== 2 && distance !== 4));
  }
  const centres = alignment[version - 1];
  const last = centres.length - 1;
  centres.forEach((row, i) =>
    centres.forEach((column, j) => {
      const onFinder = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
      if (!onFinder) ring(2, (r, c, distance) => set(row + r, column + c, distance !== 1));
    })
  );
  for (const [row, column] of formatPlaces(size).flat()) set(row, column, false);
  set(size - 8, 8, true);
  if (version >= 7) {
    const bits = versionBits(version);
    for (let bit = 0; bit < 18; bit++) {
      const [long, short] = [Math.floor(bit / 3), size - 11 + (bit % 3)];
      set(long, short, ((bits >> bit) & 1) === 1);
      set(short, long, ((bits >> bit) & 1) === 1);
    }
  }
  return { dark, reserved };
}

/**
 * Goes over a square around a centre.
 *
 * @param {number} radius
 * @param {(row: number, column: number, distance: number) => void} visit
 */
function ring(radius, visit) {
  for (let row = -radius; row <= radius; row++) {
    for (let column = -radius; column <= radius; column++) visit(row, column, Math.max(Math.abs(row), Math.abs(column)));
  }
}

/**
 * Where the format's bits go, lowest bit first, both copies.
 *
 * @param {number} size
 * @returns {[number, number][][]}
 */
function formatPlaces(size) {
  const along = Array.from({ length: 15 }, (_, bit) => bit);
  // The first copy goes round the top left finder and jumps over the timing patterns.
  const around = along.map((bit) => /** @type {[number, number]} */ (bit < 8 ? [bit + (bit >= 6 ? 1 : 0), 8] : [8, bit === 8 ? 7 : 14 - bit]));
  const apart = along.map((bit) => /** @type {[number, number]} */ (bit < 8 ? [8, size - 1 - bit] : [size - 15 + bit, 8]));
  return [around, apart];
}

/**
 * @param {Matrix} dark
 * @param {number} mask
 */
function placeFormat(dark, mask) {
  const bits = formatBits(mask);
  for (const places of formatPlaces(dark.length)) {
    places.forEach(([row, column], bit) => {
      dark[row][column] = ((bits >> bit) & 1) === 1;
    });
  }
}

/**
 * The modules for data in their order: two columns at a time, up and down in turn, from the right.
 *
 * @param {Matrix} reserved
 * @returns {[number, number][]}
 */
function dataPath(reserved) {
  const size = reserved.length;
  /** @type {[number, number][]} */
  const path = [];
  let upwards = true;
  for (let right = size - 1; right > 0; right -= 2) {
    // The upright timing pattern takes a whole column.
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const row = upwards ? size - 1 - step : step;
      for (const column of [right, right - 1]) if (!reserved[row][column]) path.push([row, column]);
    }
    upwards = !upwards;
  }
  return path;
}

/**
 * How hard a symbol is to read, by the four rules of the standard.
 *
 * @param {Matrix} dark
 * @returns {number}
 */
export function penalty(dark) {
  const size = dark.length;
  const turned = dark.map((_, column) => dark.map((row) => row[column]));
  let sum = 0;
  for (const line of [...dark, ...turned]) {
    const text = line.map(Number).join('');
    for (const run of text.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
    // The finder's rhythm with room on one side; the quiet zone is room too, and two may overlap, hence the look-aheads.
    const withRoom = `0000${text}0000`;
    sum += 40 * [...withRoom.matchAll(/(?=010111010000)/g), ...withRoom.matchAll(/(?=000010111010)/g)].length;
  }
  let darkModules = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const value = dark[row][column];
      if (value) darkModules++;
      const right = column + 1 < size && row + 1 < size;
      if (right && dark[row][column + 1] === value && dark[row + 1][column] === value && dark[row + 1][column + 1] === value) sum += 3;
    }
  }
  const share = (darkModules * 100) / (size * size);
  return sum + 10 * Math.floor(Math.abs(share - 50) / 5);
}
