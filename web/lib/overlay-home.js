/**
 * Where messages live. Everything outside an open modal dialog is inert: it
 * can't be clicked and is not read to anybody. So what must always be seen and
 * heard (toasts, announcements, the connection) moves into the topmost dialog
 * for as long as that is open.
 */

/** @type {Element[]} */
const messages = [];
/** @type {Element[]} Open dialogs, the topmost last. */
const dialogs = [];

/**
 * Puts a node of messages into the page, over whatever is open.
 *
 * @param {Element} node
 * @returns {void}
 */
export function addMessages(node) {
  messages.push(node);
  home().append(node);
}

/**
 * A dialog has opened: the messages move in.
 *
 * @param {Element} dialog
 * @returns {void}
 */
export function dialogOpened(dialog) {
  dialogs.push(dialog);
  move();
}

/**
 * A dialog has closed: the messages move out; call it before the node is removed.
 *
 * @param {Element} dialog
 * @returns {void}
 */
export function dialogClosed(dialog) {
  const index = dialogs.indexOf(dialog);
  if (index >= 0) dialogs.splice(index, 1);
  move();
}

/**
 * Keeps a custom property of the page at the height of a node, so that the
 * page leaves room for what lies over its end.
 *
 * @param {HTMLElement} node
 * @param {string} property  '--toasts-size', say
 * @returns {void}
 */
export function leaveRoom(node, property) {
  const measure = () => document.documentElement.style.setProperty(property, `${node.offsetHeight}px`);
  new ResizeObserver(measure).observe(node);
}

function move() {
  for (const node of messages) if (node.parentNode !== home()) home().append(node);
}

/** @returns {Element} */
function home() {
  return dialogs.at(-1) ?? document.body;
}
