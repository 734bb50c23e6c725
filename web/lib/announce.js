/**
 * Says things to screen readers: two live regions that are there from the
 * start (a region that comes together with its text is often not read).
 */
import { el } from './dom.js';
import { addMessages } from './overlay-home.js';

/** How long a sentence stays in its region, in milliseconds: long enough to be read, short enough not to be found again. */
const staysFor = 8000;

const polite = region('polite');
const assertive = region('assertive');

/**
 * Says a sentence to screen readers. Several at once are all said, in order.
 *
 * @param {string} text  in the page's language
 * @param {{assertive?: boolean}} [options]  assertive: interrupts what is being read; for what cannot wait (a buzz, an error)
 * @returns {void}
 */
export function announce(text, options = {}) {
  const sentence = el('p', { text, dir: 'auto' });
  (options.assertive ? assertive : polite).append(sentence);
  setTimeout(() => sentence.remove(), staysFor);
}

/**
 * @param {'polite' | 'assertive'} manner
 * @returns {HTMLElement}
 */
function region(manner) {
  const node = el('div', {
    class: 'visually-hidden',
    role: manner === 'polite' ? 'status' : 'alert',
    'aria-live': manner,
    'aria-atomic': false,
    'aria-relevant': 'additions',
  });
  addMessages(node);
  return node;
}
