// @ts-check
import { el } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { signed } from '../../lib/text.js';

/** The moment in which an answer is judged: the whole screen says right or wrong. */

/** How long it is seen, in milliseconds: long enough to read a name. */
const STAYS = 2600;

/**
 * @param {HTMLElement} home what the flash is laid over
 * @returns {(verdict: {isCorrect: boolean, points: number, name: string, color: string}) => void}
 */
export function flash(home) {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  return ({ isCorrect, points, name, color }) => {
    clearTimeout(timer);
    const node = el(
      'div',
      { class: 'flash', 'data-verdict': isCorrect ? 'right' : 'wrong', 'aria-hidden': 'true', vars: { '--team': color || null } },
      el(
        'div',
        { class: 'flash-words' },
        icon(isCorrect ? 'check' : 'cross'),
        el('span', { class: 'flash-name', dir: 'auto' }, name),
        points !== 0 && el('span', { class: 'flash-points' }, signed(points)),
      ),
    );
    home.replaceChildren(node);
    timer = setTimeout(() => node.remove(), STAYS);
  };
}
