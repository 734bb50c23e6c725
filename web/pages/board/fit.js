// @ts-check
/** Text as large as its box allows, and how much a box has room for. */

/** The smallest size of letters, in px, and as a part of the box's shorter side; what does not fit then is cut off. */
const SMALLEST = 7;
const SMALLEST_PART = 1 / 45;

/**
 * The largest whole number for which something fits.
 * @param {(size: number) => boolean} fits true up to some size, and false from there on
 * @param {number} smallest the answer where nothing fits
 * @param {number} largest
 * @returns {number}
 */
export function largestThatFits(fits, smallest, largest) {
  let low = smallest;
  let high = Math.max(smallest, largest);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * How many items of a size there is room for in a box.
 * @param {{width: number, height: number}} box in px
 * @param {{width: number, height: number}} item the least width and the height with the gap, in px
 * @returns {{columns: number, rows: number}} at least one of each
 */
export function roomIn(box, item) {
  return {
    columns: Math.max(1, Math.floor(box.width / item.width)),
    rows: Math.max(1, Math.floor(box.height / item.height)),
  };
}

/**
 * Sets --size on a text so that it fills its box without leaving it. Words stay whole unless that would make the
 * letters less than half as large as they could be.
 * @param {HTMLElement} box with a size that does not depend on the text
 * @param {HTMLElement} text in the box; its font-size is var(--size)
 * @returns {void}
 */
export function fitText(box, text) {
  const { clientWidth: width, clientHeight: height } = box;
  if (width === 0 || height === 0) return;
  const fits = (/** @type {number} */ size) => {
    text.style.setProperty('--size', `${size}px`);
    // Widths are parts of a pixel, rounded one way for the box and another for the text: a whole one is no overflow.
    return text.scrollHeight <= height + 1 && text.scrollWidth <= Math.max(width, text.clientWidth) + 1;
  };
  const smallest = Math.max(SMALLEST, Math.round(Math.min(width, height) * SMALLEST_PART));
  // Lines of one's own are a luxury that a text without an end of them has to do without.
  text.dataset.lines = 'own';
  text.dataset.words = 'broken';
  if (!fits(smallest)) text.dataset.lines = 'flat';
  const largest = Math.round(Math.min(width / 5, height / 2.2, 260));
  const broken = largestThatFits(fits, smallest, largest);
  text.dataset.words = 'whole';
  const whole = largestThatFits(fits, smallest, largest);
  if (whole * 2 < broken || !fits(whole)) text.dataset.words = 'broken';
  fits(text.dataset.words === 'whole' ? whole : broken);
}
