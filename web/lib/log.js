// deno-lint-ignore-file no-console
/** The pages' log: the browser's console, in one place. */

/**
 * Says what was ignored or is tried again: no fault, but of use when something looks odd.
 *
 * @param {string} message
 */
export function log(message) {
  console.info(message);
}

/**
 * Says what does not work on this browser.
 *
 * @param {string} message
 */
export function warn(message) {
  console.warn(message);
}
