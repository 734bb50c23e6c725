// @ts-check
import { el, on, setProps } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { connectionBar } from '../../lib/connection.js';
import { soundSwitch } from '../../lib/sound.js';
import { t } from '../../lib/text.js';

/** The only controls of the big screen: seen while the pointer moves or one of them has the focus. */

/** How long they stay after the pointer's last move, in milliseconds. */
const STAYS = 3000;

/**
 * @param {import('../../lib/connection.js').ConnectedGame} game
 * @returns {HTMLElement}
 */
export function corner(game) {
  const buttons = [soundSwitch()];
  if (document.fullscreenEnabled) buttons.unshift(fullScreenButton());
  const node = el('nav', { class: 'corner', 'aria-label': t('board.corner.label') }, connectionBar(game), ...buttons);
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  on(document, 'pointermove', () => {
    document.documentElement.dataset.pointer = 'moves';
    clearTimeout(timer);
    timer = setTimeout(() => delete document.documentElement.dataset.pointer, STAYS);
  }, { passive: true });
  return node;
}

/** @returns {HTMLButtonElement} */
function fullScreenButton() {
  const button = el('button', { type: 'button', class: 'button quiet icon' }, icon('screen'));
  const draw = () => {
    const label = t(document.fullscreenElement ? 'board.corner.leaveFullScreen' : 'board.corner.fullScreen');
    setProps(button, { 'aria-label': label, title: label });
  };
  on(button, 'click', async () => {
    // A refusal leaves everything as it is, which is seen.
    if (document.fullscreenElement) await document.exitFullscreen().catch(() => {});
    else await document.documentElement.requestFullscreen().catch(() => {});
  });
  on(document, 'fullscreenchange', draw);
  draw();
  return button;
}
