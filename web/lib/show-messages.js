// @ts-check
/**
 * The messages of the show's live state, ready to be sent. A message of more than 4,096 bytes would end the connection:
 * a long text goes in parts, and lists keep only what fits.
 */

/** @typedef {import('./show-values.js').Message} Message */
/** @typedef {import('./show-values.js').View} View */

/** The bytes of JSON that a text, or a list, may take in a message of its own. */
const MOST_BYTES = 2600;
/** The bytes of JSON that a category's name may take: 200 characters of 4 bytes, and the quotes. */
const MOST_NAME_BYTES = 802;
const MOST_FLAGS_BYTES = 400;
/** So many places of an order are kept for those who come later. */
const MOST_PLACES = 100;

const encoder = new TextEncoder();

/**
 * Which round is on, and what the big screen shows.
 * @param {{boardId: number|null, view: View}} what
 * @returns {Message}
 */
export function selectBoard({ boardId, view }) {
  return { type: 'select_board', board_id: boardId, view, retain: true };
}

/**
 * All the categories that are revealed, over all boards.
 * @param {Iterable<number>} categoryIds where they are too many, the last ones are kept
 * @returns {Message}
 */
export function revealCategories(categoryIds) {
  return { type: 'reveal_categories', category_ids: lastThatFit(categoryIds), retain: true };
}

/**
 * Opens a question, or, with the opening it has, shows its edited text. The parts go first, so that the text is whole
 * when the question appears.
 * @param {{question: {id: number, points: number, flags: string[], text?: string}, category: string, opening: number}} what
 * @returns {Message[]} in the order of sending
 */
export function openQuestion({ question, category, opening }) {
  const [first = '', ...rest] = textParts(question.text ?? '');
  const more = rest.map((text, index) => ({
    type: `question_part_${index + 2}`,
    opening,
    question_id: question.id,
    text,
    retain: true,
  }));
  const selected = {
    type: 'select_question',
    question_id: question.id,
    opening,
    category: textParts(category, MOST_NAME_BYTES)[0] ?? '',
    points: question.points,
    flags: firstThatFit(question.flags, MOST_FLAGS_BYTES),
    text: first,
    parts: 1 + rest.length,
    retain: true,
  };
  return [...more, selected];
}

/**
 * Closes the open question, and disarms the buzzers.
 * @param {{opening: number, round?: number}} what
 * @returns {Message[]} in the order of sending
 */
export function closeQuestion({ opening, round = 0 }) {
  return [
    { type: 'select_question', question_id: null, opening, retain: true },
    buzzers({ armed: false, opening, round, locked: [] }),
  ];
}

/**
 * Turns the buzzers on or off.
 * @param {{armed: boolean, opening: number, round: number, locked: Iterable<number>}} what locked: ids of the players who
 *   may not press, having been wrong already
 * @returns {Message}
 */
export function buzzers({ armed, opening, round, locked }) {
  return { type: 'buzzers', armed, opening, round, locked: lastThatFit(locked), retain: true };
}

/**
 * The order of presses, for those who come later.
 * @param {{opening: number, round: number, playerIds: number[], isWhole?: boolean}} what isWhole: who is not in it has not
 *   pressed, as far as any host knows
 * @returns {Message}
 */
export function buzzOrder({ opening, round, playerIds, isWhole = false }) {
  const whole = isWhole && playerIds.length <= MOST_PLACES;
  return { type: 'buzz_order', opening, round, player_ids: playerIds.slice(0, MOST_PLACES), ...(whole && { whole }), retain: true };
}

/**
 * The code to join by, for the big screen.
 * @param {{code: string|null, shown: boolean}} what
 * @returns {Message}
 */
export function showJoin({ code, shown }) {
  return { type: 'show_join', join_code: code ?? '', shown, retain: true };
}

/**
 * An answer was judged: for sounds and motion; the score comes as a change.
 * @param {{opening: number, playerId: number, isCorrect: boolean, points: number, version?: number}} what version: the
 *   score's with it; a newer one may have taken it back
 * @returns {Message}
 */
export function judged({ opening, playerId, isCorrect, points, version }) {
  return { type: 'judged', opening, player_id: playerId, is_correct: isCorrect, points, version };
}

/**
 * A press of a buzzer. The server says whose it is, by the token.
 * @param {{opening?: number, round?: number}} [meant] the round that the player sees: a press that comes too late for it
 *   does not count for the next one
 * @returns {Message}
 */
export function press({ opening, round } = {}) {
  return { type: 'buzzer_pressed', opening, round };
}

/**
 * A text cut into parts between characters.
 * @param {string} text
 * @param {number} [mostBytes] the bytes of each part as JSON, with the quotes
 * @returns {string[]}
 */
export function textParts(text, mostBytes = MOST_BYTES) {
  const parts = [];
  let part = '';
  let bytes = 2;
  for (const character of text) {
    const more = jsonBytes(character) - 2;
    if (bytes + more > mostBytes) {
      parts.push(part);
      part = '';
      bytes = 2;
    }
    part += character;
    bytes += more;
  }
  if (part !== '' || parts.length === 0) parts.push(part);
  return parts;
}

/** @param {Iterable<number>} ids @returns {number[]} */
function lastThatFit(ids) {
  return firstThatFit([...ids].reverse(), MOST_BYTES).reverse();
}

/** @template T @param {T[]} items @param {number} mostBytes @returns {T[]} */
function firstThatFit(items, mostBytes) {
  let bytes = 2;
  const end = items.findIndex((item) => (bytes += jsonBytes(item) + 1) > mostBytes);
  return end < 0 ? items : items.slice(0, end);
}

/** @param {unknown} value the UTF-8 bytes that it takes as JSON */
function jsonBytes(value) {
  return encoder.encode(JSON.stringify(value)).length;
}
