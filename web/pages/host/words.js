// @ts-check
/**
 * Words as they are needed: names in sentences, flags from a field, links, names of files. Pure.
 */

/**
 * Keeps a name's direction of writing to itself: a right-to-left name then does not turn the sentence around it.
 * @param {string} text
 * @returns {string} with the marks "first strong isolate" and "pop directional isolate" around it
 */
export function isolate(text) {
  return `\u2068${text}\u2069`;
}

/**
 * The first characters of a text, for labels where all of it would be too much.
 * @param {string} text
 * @param {number} [most] characters
 */
export function shorten(text, most = 60) {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

/**
 * A list of flags from what was typed.
 * @param {string} text flags with commas between them
 * @returns {string[]} each once, none empty
 */
export function readFlags(text) {
  return [...new Set(text.split(',').map((flag) => flag.trim()).filter(Boolean))];
}

/**
 * A link with a token in its fragment, where servers and their logs do not see it.
 * @param {string} origin
 * @param {string} path such as /board/7
 * @param {string|null|undefined} token empty where none is asked
 */
export function linkWith(origin, path, token) {
  return `${origin}${path}${token ? `#token=${token}` : ''}`;
}

/**
 * The link to join by.
 * @param {string} origin
 * @param {number} gameId
 * @param {string} code
 */
export function joinLink(origin, gameId, code) {
  return `${origin}/play/${gameId}#join=${code}`;
}

/**
 * A name for a file that every system takes.
 * @param {string} name the game's
 * @param {string} mode what is in it
 * @param {string} ending without the dot
 */
export function fileName(name, mode, ending) {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').toLowerCase();
  return `${[...plain].slice(0, 60).join('') || 'game'}-${mode === 'csv' ? 'results' : mode}.${ending}`;
}
