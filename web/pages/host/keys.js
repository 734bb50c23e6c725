// @ts-check
/**
 * The keys of the desk: which key asks for what. One table makes both the map and the list that the host can read.
 */

/** @typedef {{name: string, arg?: number|string}} KeyAction */
/** @typedef {{key: string, shiftKey?: boolean, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean, repeat?: boolean}} Press */
/** @typedef {{keys: string[], name: string, arg?: number|string, shift?: boolean, group: string, shown?: string[]}} Row */

/** @type {Row[]} */
export const KEY_TABLE = [
  { group: 'question', keys: ['a'], name: 'answer' },
  { group: 'question', keys: ['b'], name: 'buzzers' },
  { group: 'question', keys: ['y', 'r'], name: 'right' },
  { group: 'question', keys: ['n', 'w'], name: 'wrong' },
  { group: 'question', keys: ['x'], name: 'close' },
  { group: 'question', keys: ['x'], shift: true, name: 'closeUnplayed' },
  { group: 'question', keys: ['e'], name: 'edit' },
  { group: 'players', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], name: 'choose', shown: ['1 – 9'] },
  { group: 'players', keys: ['0'], name: 'chooseNone' },
  { group: 'players', keys: ['+', '='], name: 'award', shown: ['+'] },
  { group: 'players', keys: ['-', '\u2212', '_'], name: 'take', shown: ['\u2212'] },
  { group: 'players', keys: ['c'], name: 'custom' },
  { group: 'players', keys: ['/'], name: 'filter' },
  { group: 'show', keys: ['l'], name: 'view', arg: 'lobby' },
  { group: 'show', keys: ['o'], name: 'view', arg: 'board' },
  { group: 'show', keys: ['s'], name: 'view', arg: 'scores' },
  { group: 'show', keys: ['f'], name: 'view', arg: 'final' },
  { group: 'show', keys: ['m'], name: 'revealNext' },
  { group: 'show', keys: ['m'], shift: true, name: 'revealAll' },
  { group: 'show', keys: ['['], name: 'round', arg: -1 },
  { group: 'show', keys: [']'], name: 'round', arg: 1 },
  { group: 'show', keys: ['j'], name: 'join' },
  { group: 'desk', keys: ['g'], name: 'grid' },
  { group: 'desk', keys: ['h'], name: 'history' },
  { group: 'desk', keys: ['u', 'z'], name: 'undo' },
  { group: 'desk', keys: ['?'], name: 'keys' },
];

/** Keys that take effect once, however long they are held. */
const REPEATABLE = new Set(['round', 'choose']);

/**
 * What a key asks for.
 * @param {Press} press
 * @param {boolean} isTyping whether it went to a field, or a dialog is open: then it is never taken
 * @returns {KeyAction|null}
 */
export function keyAction(press, isTyping) {
  if (isTyping || press.ctrlKey || press.altKey || press.metaKey) return null;
  const isLetter = /^\p{L}$/u.test(press.key);
  const key = press.key.toLowerCase();
  const row = KEY_TABLE.find((one) =>
    one.keys.includes(key) && (!isLetter || Boolean(one.shift) === Boolean(press.shiftKey))
  );
  if (!row || (press.repeat && !REPEATABLE.has(row.name))) return null;
  if (row.name === 'choose') return { name: 'choose', arg: Number(key) };
  return row.arg === undefined ? { name: row.name } : { name: row.name, arg: row.arg };
}

/**
 * Where the focus goes in the grid for an arrow key.
 * @param {{row: number, column: number}} from
 * @param {string} key ArrowLeft, ArrowRight, ArrowUp, ArrowDown, Home or End
 * @param {{rows: number, columns: number}} size
 * @returns {{row: number, column: number}|null} null: the key is none of these
 */
export function gridStep(from, key, { rows, columns }) {
  const clamp = (/** @type {number} */ value, /** @type {number} */ count) => Math.min(Math.max(value, 0), count - 1);
  switch (key) {
    case 'ArrowLeft':
      return { row: from.row, column: clamp(from.column - 1, columns) };
    case 'ArrowRight':
      return { row: from.row, column: clamp(from.column + 1, columns) };
    case 'ArrowUp':
      return { row: clamp(from.row - 1, rows), column: from.column };
    case 'ArrowDown':
      return { row: clamp(from.row + 1, rows), column: from.column };
    case 'Home':
      return { row: from.row, column: 0 };
    case 'End':
      return { row: from.row, column: clamp(columns - 1, columns) };
    default:
      return null;
  }
}
