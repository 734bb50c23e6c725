// @ts-check
/** Quiz files before the server has seen them: what kind they are, and their text. */

/** @typedef {'json'|'csv'} FileKind */

/** The largest file that the server takes, in bytes. */
export const LARGEST = 16 * 1024 * 1024;

/** What the server calls the kinds. */
export const CONTENT_TYPE = /** @type {const} */ ({ json: 'application/json', csv: 'text/csv' });

/**
 * The kind of a quiz file: by the end of its name, and where that says nothing, by how it begins.
 * @param {string} name
 * @param {string} text
 * @returns {FileKind|null} null: neither JSON nor CSV
 */
export function kindOf(name, text) {
  const end = /\.([a-z0-9]+)$/i.exec(name)?.[1].toLowerCase();
  if (end === 'json' || end === 'csv') return end;
  if (/^\s*\{/.test(text)) return 'json';
  const firstLine = text.split(/\r?\n/, 1)[0];
  return /^\s*"?round"?\s*,/i.test(firstLine) ? 'csv' : null;
}

/**
 * The text of a file. Spreadsheets write UTF-8 with or without a mark, and UTF-16 with one; anything else would turn
 * letters into others without anybody noticing, so it is not guessed.
 * @param {Uint8Array} bytes
 * @returns {string|null} null: no text of these kinds
 */
export function textOf(bytes) {
  const [first, second] = bytes;
  const isLittle = first === 0xff && second === 0xfe;
  const isBig = first === 0xfe && second === 0xff;
  try {
    const text = new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
