// @ts-check
import { Api } from '../../lib/api.js';
import { el, setProps } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { t } from '../../lib/text.js';
import { problemToast } from '../../lib/toast.js';
import { codeForm } from '../play/join-forms.js';
import { waitingLine } from './waiting-line.js';

/**
 * The way for players: a code, and off to the player's page.
 * @param {{code: string}} options code: from a link, to begin with
 * @returns {HTMLElement}
 */
export function joinCard({ code }) {
  const home = el('div');
  const api = new Api({});
  const waiting = waitingLine();

  /** @param {string} value @param {string} [error] */
  function draw(value, error) {
    home.replaceChildren(codeForm({ value, error, action: t('start.join'), onCode: (typed) => void join(typed) }));
  }

  /** @param {string} wanted */
  async function join(wanted) {
    const button = home.querySelector('button');
    if (button) setProps(button, { 'aria-busy': true, disabled: true });
    try {
      const seat = await waiting.during(api.join({ join_code: wanted }));
      location.assign(`/play/${seat.game_id}#join=${wanted}`);
    } catch (error) {
      const status = /** @type {{status?: number}} */ (error)?.status ?? 0;
      const isUnknown = status === 400 || status === 404;
      if (!isUnknown) problemToast(error, () => void join(wanted));
      draw(wanted, isUnknown ? t('play.unknownCode') : undefined);
      home.querySelector('input')?.focus();
    }
  }

  draw(code);
  return el(
    'section', { class: 'path stage join-path', 'aria-labelledby': 'join-title' },
    el('span', { class: 'path-mark' }, icon('buzzer')),
    el('h2', { id: 'join-title', text: t('start.playTitle') }),
    el('p', { class: 'muted', text: t('start.playMeans') }),
    home,
    waiting.node,
  );
}
