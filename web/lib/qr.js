/** A link as a QR code: version 1 to 10, level M, drawn as one path. */
import { svg } from './dom.js';
import { encode } from './qr-codewords.js';
import { draw } from './qr-matrix.js';

/** The light border that readers need, in modules. */
const quietZone = 4;

/**
 * The modules of a text's QR code, without the quiet zone.
 *
 * @param {string} text  at most 213 bytes in UTF-8
 * @returns {boolean[][]} rows of modules; true is dark
 * @throws {RangeError} when the text is too long
 */
export function qrMatrix(text) {
  const { version, codewords } = encode(text);
  return draw(version, codewords);
}

/**
 * A path over the dark modules: a stroke for each run of them in a row.
 *
 * @param {boolean[][]} matrix
 * @returns {string} the `d` of a path, moved in by the quiet zone
 */
export function qrPath(matrix) {
  const parts = [];
  for (const [row, modules] of matrix.entries()) {
    const line = modules.map(Number).join('');
    for (const run of line.matchAll(/1+/g)) {
      const width = run[0].length;
      parts.push(`M${run.index + quietZone} ${row + quietZone}h${width}v1h-${width}z`);
    }
  }
  return parts.join('');
}

/**
 * An SVG of the QR code, black on white in every scheme, for that is what cameras expect.
 *
 * @param {string} text  at most 213 bytes in UTF-8
 * @param {string} label  what it is, for screen readers
 * @returns {SVGElement}
 */
export function qrSvg(text, label) {
  const matrix = qrMatrix(text);
  const size = matrix.length + 2 * quietZone;
  return svg(
    'svg',
    { class: 'qr', viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': label, 'shape-rendering': 'crispEdges' },
    svg('title', { text: label }),
    svg('rect', { width: size, height: size, fill: '#fff' }),
    svg('path', { d: qrPath(matrix), fill: '#000' }),
  );
}
