// @ts-check
import { el } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { t } from '../../lib/text.js';

/**
 * Plain words for a player whom the server does not know any more.
 * @param {{onAgain: () => void}} options onAgain: join once more
 * @returns {HTMLElement}
 */
export function goneView({ onAgain }) {
  return el(
    'main', { class: 'join page' },
    el(
      'div', { class: 'card raised join-card stack', role: 'alert' },
      el('span', { class: 'gone-mark' }, icon('info')),
      el('h1', { text: t('play.gone') }),
      el('p', { class: 'muted', text: t('play.goneMeans') }),
      el('button', { type: 'button', class: 'button primary large wide', text: t('play.joinAgain'), on: { click: onAgain } }),
      el('a', { class: 'button quiet wide', href: '/', text: t('play.toStart') }),
    ),
  );
}
