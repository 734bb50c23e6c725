// @ts-check
/** Files that the page gives away. */

import { el } from '../../lib/dom.js';

/**
 * Lets the browser keep a file.
 * @param {Blob} blob
 * @param {string} name
 */
export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = el('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  // The download has read the address by the time that the next task runs.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
