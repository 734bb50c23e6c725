// @ts-check
import { el } from '../../lib/dom.js';
import { t } from '../../lib/text.js';

/** What the big screen says when there is no game to show. */

/** @typedef {'noGame'|'noAccess'|'waiting'|'failed'} Message */

/**
 * Shows a message in place of everything.
 * @param {HTMLElement} main
 * @param {Message} message
 * @param {string} [detail] the server's own words
 * @returns {void}
 */
export function plainMessage(main, message, detail = '') {
  main.dataset.view = 'message';
  main.replaceChildren(
    el(
      'div',
      { class: 'plain', role: 'alert', 'data-message': message },
      el('h1', null, t(`board.message.${message}.title`)),
      el('p', null, t(`board.message.${message}.text`)),
      detail !== '' && el('p', { class: 'plain-detail' }, detail),
    ),
  );
}

/**
 * Shows what the server refused.
 * @param {HTMLElement} main
 * @param {import('../../lib/problem.js').ApiError} problem
 * @returns {void}
 */
export function problemMessage(main, problem) {
  if (problem.status === 401 || problem.status === 403) plainMessage(main, 'noAccess');
  else if (problem.status === 404 || problem.status === 400) plainMessage(main, 'noGame');
  else plainMessage(main, 'failed', problem.detail);
}
