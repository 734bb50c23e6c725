// @ts-check
/** The buzzers of the open question: on and off, who pressed in which order, and who is asked. */

import { el, keyed, setText } from '../../lib/dom.js';
import { areBuzzersCurrent, presses } from '../../lib/show.js';
import { t } from '../../lib/text.js';
import { button, mark, relabel, teamMark } from './parts.js';
import { isolate } from './words.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {{id: number, place: number}} Press */

/** How many presses are listed. */
const MOST = 20;

/**
 * Makes the panel.
 * @param {App} app
 * @param {import('./work.js').Work} work
 * @returns {{node: HTMLElement, update: () => void}}
 */
export function buzzView({ desk }, { show, scores }) {
  const state = el('p', { class: 'buzz-state', 'aria-live': 'polite' });
  const toggle = button({ icon: 'buzzer', label: t('host.arm'), action: 'arm', key: 'b', class: 'buzz-switch', run: () => show.switchBuzzers() });
  const list = el('ol', { role: 'list', class: 'buzz-list' });
  const more = el('p', { class: 'muted small' });
  const node = el('div', { class: 'buzz' }, el('div', { class: 'buzz-head' }, toggle, state), list, more);

  function update() {
    const { buzzers } = desk.show;
    const isCurrent = areBuzzersCurrent(desk.show);
    const isArmed = isCurrent && buzzers.armed;
    const order = presses(desk.show);
    relabel(toggle, t(isArmed ? 'host.disarm' : 'host.arm'));
    mark(toggle, 'data-action', isArmed ? 'disarm' : 'arm');
    toggle.classList.toggle('primary', !isArmed);
    mark(node, 'data-armed', isArmed);
    setText(state, stateText(isArmed, order.length, isCurrent ? buzzers.locked.size : 0));
    const listed = order.slice(0, MOST).map((id, index) => ({ id, place: index + 1 }));
    keyed(list, listed, (press) => press.id, createPress, updatePress);
    more.hidden = order.length <= MOST;
    if (!more.hidden) setText(more, t('host.morePresses', { count: order.length - MOST }));
  }

  /** @param {Press} press */
  function createPress({ id }) {
    return el(
      'li',
      { class: 'buzz-press' },
      el('span', { class: 'badge buzz-place' }),
      teamMark(null),
      el('bdi', { class: 'buzz-name', dir: 'auto' }),
      button({ icon: 'check', label: t('host.right'), action: 'right', class: 'good', run: () => scores.judge(id, true) }),
      button({ icon: 'cross', label: t('host.wrong'), action: 'wrong', class: 'bad', run: () => scores.judge(id, false) }),
    );
  }

  /** @param {HTMLElement} item @param {Press} press */
  function updatePress(item, { id, place }) {
    const player = desk.picture.players.get(id);
    const team = desk.picture.teams.find((one) => one.id === player?.teamId) ?? null;
    mark(item, 'data-buzz-order', place);
    item.classList.toggle('asked', place === 1);
    const [badge, dot, name, right, wrong] = /** @type {HTMLElement[]} */ ([...item.children]);
    if (!badge || !dot || !name || !right || !wrong) return;
    setText(badge, place);
    dot.hidden = !team;
    dot.style.setProperty('--team', team?.color || 'transparent');
    const shown = player?.name ?? t('host.goneById', { id: String(id) });
    setText(name, shown);
    mark(name, 'title', shown);
    mark(right, 'aria-label', t('host.rightFor', { name: isolate(shown) }));
    mark(wrong, 'aria-label', t('host.wrongFor', { name: isolate(shown) }));
    mark(right, 'aria-keyshortcuts', place === 1 ? 'y' : null);
    mark(wrong, 'aria-keyshortcuts', place === 1 ? 'n' : null);
    item.classList.toggle('pending', desk.game.isPending(`player:${id}`));
  }

  return { node, update };
}

/**
 * @param {boolean} isArmed
 * @param {number} presses
 * @param {number} locked
 */
function stateText(isArmed, presses, locked) {
  const what = presses > 0 ? t('host.pressedCount', { count: presses }) : t(isArmed ? 'host.buzzersOn' : 'host.buzzersOff');
  return locked > 0 ? `${what} · ${t('host.lockedCount', { count: locked })}` : what;
}
