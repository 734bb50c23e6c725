/** Numbers that count to their new value, so that a hall sees a score change. */
import { reducedMotion, setText } from './dom.js';
import { number } from './text.js';

/** The longest that a number counts, in milliseconds. */
const longest = 600;

/**
 * How long it takes to count from one value to another: small steps are
 * quicker, none is longer than 600 ms.
 *
 * @param {number} from
 * @param {number} to
 * @returns {number} milliseconds
 */
export function countDuration(from, to) {
  const distance = Math.abs(to - from);
  return distance === 0 ? 0 : Math.min(longest, 200 + 160 * Math.log10(1 + distance));
}

/**
 * The whole number to show on the way: starts fast and settles gently.
 *
 * @param {number} from
 * @param {number} to
 * @param {number} progress  0 at the start, 1 at the end; beyond is the end
 * @returns {number}
 */
export function countAt(from, to, progress) {
  const part = Math.min(1, Math.max(0, progress));
  const eased = 1 - (1 - part) ** 3;
  return part === 1 ? to : Math.round(from + (to - from) * eased);
}

/** @type {WeakMap<HTMLElement, {shown: number, frame: number}>} */
const counting = new WeakMap();

/**
 * Makes a node show a number: at once the first time, later counting from
 * what it shows now. `data-value` has the true value at once. In a hidden
 * window or with reduced motion nothing counts.
 *
 * @param {HTMLElement} node  its text is this function's alone; not in a live region, which would read each step
 * @param {number} value
 * @returns {void}
 */
export function countUp(node, value) {
  const before = counting.get(node);
  if (before && node.dataset.value === String(value)) return;
  if (before) cancelAnimationFrame(before.frame);
  node.dataset.value = String(value);
  const state = { shown: before?.shown ?? value, frame: 0 };
  counting.set(node, state);

  const from = state.shown;
  const duration = document.hidden || reducedMotion() ? 0 : countDuration(from, value);
  const start = performance.now();
  const show = (/** @type {number} */ progress) => {
    state.shown = countAt(from, value, progress);
    setText(node, number(state.shown));
  };
  const step = () => {
    const progress = (performance.now() - start) / duration;
    show(progress);
    if (progress < 1) state.frame = requestAnimationFrame(step);
  };
  if (duration === 0) show(1);
  else state.frame = requestAnimationFrame(step);
}
