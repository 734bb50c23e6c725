/**
 * Short messages over the page. Errors stay until they are dismissed and say
 * what to do; the others leave by themselves, but not while they are read.
 */
import { el, on } from './dom.js';
import { icon } from './icons.js';
import { addMessages, leaveRoom } from './overlay-home.js';
import { number, t } from './text.js';
import { isSilent, problemDetails, problemKey, toLeave } from './toast-rules.js';

/** @typedef {'error' | 'info' | 'success'} ToastKind */
/** @typedef {{label: string, run: () => void}} ToastAction */

/**
 * @typedef {object} ToastOptions
 * @property {string} message
 * @property {string | string[]} [detail]  smaller words below the message
 * @property {ToastKind} [kind]  'info' when left out
 * @property {ToastAction} [action]  a button; it takes the toast away as well
 */

/** @typedef {{kind: ToastKind, message: string, hasAction: boolean, node: HTMLElement, dismiss: () => void}} Shown */

/** How long toasts stay, in milliseconds; errors stay. */
const staysFor = { info: 8000, success: 5000 };
const icons = /** @type {const} */ ({ error: 'alert', info: 'info', success: 'check' });

/** @type {Shown[]} Oldest first. */
let shown = [];

// Both regions are there before their first message: one that comes together with it is often not read.
const errors = el('div', { role: 'alert', 'aria-atomic': false });
const others = el('div', { role: 'status', 'aria-atomic': false });
const container = el('div', { class: 'toasts' }, errors, others);
addMessages(container);
leaveRoom(container, '--toasts-size');

/**
 * Shows a message.
 *
 * @param {ToastOptions} options
 * @returns {() => void} takes it away
 */
export function toast(options) {
  const kind = options.kind ?? 'info';
  const node = el('div', { class: 'toast', 'data-toast': kind });
  /** @type {() => void} */
  let stopTimer = () => {};
  const entry = { kind, message: options.message, hasAction: options.action !== undefined, node, dismiss };

  function dismiss() {
    stopTimer();
    shown = shown.filter((other) => other !== entry);
    node.remove();
  }

  node.append(
    icon(icons[kind]),
    words(options, dismiss),
    el('button', { type: 'button', class: 'button quiet icon', 'aria-label': t('common.dismiss'), on: { click: dismiss } }, icon('close')),
  );
  for (const leaving of toLeave(shown, entry)) leaving.dismiss();
  shown.push(entry);
  (kind === 'error' ? errors : others).append(node);
  if (kind !== 'error') stopTimer = leaveLater(node, staysFor[kind], dismiss);
  return dismiss;
}

/**
 * Shows an error of a request: what happened, what to do, the server's own
 * words, and a button that tries again. A request that the page itself took
 * back is no error.
 *
 * @param {unknown} error  an ApiError, or whatever was thrown
 * @param {() => void} [retry]
 * @returns {() => void} takes it away
 */
export function problemToast(error, retry) {
  const problem = /** @type {import('./toast-rules.js').ProblemLike} */ (error instanceof Error ? error : {});
  if (isSilent(problem)) return () => {};
  const key = problemKey(problem);
  if (key === 'common.problem.unknown') globalThis.reportError(error);
  return toast({
    kind: 'error',
    message: t(key),
    detail: problemDetails(problem),
    action: retry && { label: t('common.retry'), run: retry },
  });
}

/**
 * @param {ToastOptions} options
 * @param {() => void} dismiss
 * @returns {HTMLElement}
 */
function words({ message, detail = [], action }, dismiss) {
  const lines = typeof detail === 'string' ? [detail] : detail;
  const few = lines.slice(0, 3);
  const run = () => {
    dismiss();
    action?.run();
  };
  return el(
    'div',
    { class: 'toast-words' },
    el('p', { class: 'toast-message', dir: 'auto', text: message }),
    ...few.map((line) => el('p', { class: 'toast-detail', dir: 'auto', text: line })),
    lines.length > few.length && el('p', { class: 'toast-detail', text: t('common.moreLines', { more: number(lines.length - few.length) }) }),
    action && el('button', { type: 'button', class: 'button compact', on: { click: run } }, action.label),
  );
}

/**
 * Takes a toast away after a time that stands still while it is pointed at or has the focus.
 *
 * @param {HTMLElement} node
 * @param {number} milliseconds
 * @param {() => void} dismiss
 * @returns {() => void} stops it
 */
function leaveLater(node, milliseconds, dismiss) {
  let timer = setTimeout(dismiss, milliseconds);
  const hold = () => clearTimeout(timer);
  const again = () => {
    hold();
    if (node.isConnected) timer = setTimeout(dismiss, milliseconds / 2);
  };
  on(node, 'pointerenter', hold);
  on(node, 'focusin', hold);
  on(node, 'pointerleave', again);
  on(node, 'focusout', again);
  return hold;
}
