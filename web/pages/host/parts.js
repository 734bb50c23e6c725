// @ts-check
/** Parts that several views of the desk are made of. */

import { el } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { number } from '../../lib/text.js';

/** @typedef {import('../../lib/icons.js').IconName} IconName */

let ids = 0;

/**
 * A button with an icon, and words beside it or in its label.
 * @param {object} what
 * @param {IconName} [what.icon]
 * @param {string} what.label
 * @param {boolean} [what.isIconOnly] the label is then for screen readers and the tooltip
 * @param {string} [what.class] more classes
 * @param {string} [what.action] for data-action
 * @param {string} [what.key] the key that does the same
 * @param {() => void} what.run
 * @returns {HTMLButtonElement}
 */
export function button({ icon: name, label, isIconOnly, class: more = '', action, key, run }) {
  const mark = name ? icon(name) : null;
  return el(
    'button',
    {
      type: 'button',
      class: `button ${isIconOnly ? 'icon ' : ''}${more}`.trim(),
      'data-action': action,
      'aria-label': isIconOnly ? label : null,
      'aria-keyshortcuts': key ?? null,
      title: isIconOnly || key ? (key ? `${label} (${key})` : label) : null,
      on: { click: run },
    },
    mark,
    isIconOnly ? null : el('span', { class: 'button-label', text: label }),
  );
}

/**
 * Gives a button other words, in place.
 * @param {HTMLButtonElement} node made by button()
 * @param {string} label
 */
export function relabel(node, label) {
  const words = node.querySelector('.button-label');
  if (words && words.textContent !== label) words.textContent = label;
  else if (!words && node.getAttribute('aria-label') !== label) node.setAttribute('aria-label', label);
}

/**
 * A labelled field.
 * @param {object} what
 * @param {string} what.label
 * @param {'input'|'textarea'|'select'} [what.tag]
 * @param {Record<string, unknown>} [what.props] of the input
 * @param {string} [what.hint]
 * @param {(Node|null)[]} [what.children] options of a select
 * @returns {{node: HTMLElement, input: HTMLInputElement}} input: textarea and select are treated alike
 */
export function field({ label, tag = 'input', props = {}, hint, children = [] }) {
  ids += 1;
  const id = `field-${ids}`;
  const described = hint ? `${id}-hint` : null;
  const input = el(tag, { id, class: 'input', 'aria-describedby': described, ...props }, ...children);
  const node = el(
    'div',
    { class: 'field' },
    el('label', { for: id, text: label }),
    input,
    hint ? el('p', { class: 'field-hint', id: described, text: hint }) : null,
  );
  return { node, input: /** @type {HTMLInputElement} */ (input) };
}

/**
 * People's own words: never markup, in their own direction of writing.
 * @param {string} text
 * @param {string} [className]
 */
export function words(text, className = '') {
  return el('bdi', { class: className, dir: 'auto', text });
}

/**
 * A team's colour as a mark.
 * @param {{color: string}|null} team
 */
export function teamMark(team) {
  return el('span', { class: 'team-mark', 'aria-hidden': 'true', vars: { '--team': team?.color || null } });
}

/**
 * Points with the game's word for them.
 * @param {number} points
 * @param {string} term such as "points"
 */
export function pointsText(points, term) {
  return `${number(points)} ${term}`;
}

/**
 * Sets an attribute where it differs.
 * @param {Element} node
 * @param {string} name
 * @param {string|number|boolean|null} value null: away with it
 */
export function mark(node, name, value) {
  if (value === null) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}
