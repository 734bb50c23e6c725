// @ts-check
import { el, setText } from '../../lib/dom.js';
import { t } from '../../lib/text.js';
import { showUnits } from './unit.js';

/** The scores along the lower edge, while a round is on. */

/** @typedef {import('./standings.js').Strip} Strip */

/**
 * @returns {{node: HTMLElement, update: (strip: Strip, isLive: boolean) => void}}
 */
export function strip() {
  const list = el('ol', { role: 'list', class: 'strip-units' });
  const more = el('p', { class: 'strip-more' });
  const node = el('section', { class: 'strip', 'aria-label': t('board.scores.title') }, list, more);
  return {
    node,
    update({ units, more: count }, isLive) {
      node.hidden = units.length === 0;
      list.style.setProperty('--units', String(Math.max(1, units.length)));
      // On a narrow screen four stand side by side.
      node.style.setProperty('--bands', String(Math.ceil(units.length / 4)));
      list.dataset.level = String(units.every(({ rank }) => rank === 1));
      showUnits(list, units, isLive);
      setText(more, count > 0 ? t('board.scores.more', { count }) : '');
      more.hidden = count === 0;
    },
  };
}
