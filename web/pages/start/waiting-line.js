// @ts-check
import { announce } from '../../lib/announce.js';
import { el, setProps, setText } from '../../lib/dom.js';
import { t } from '../../lib/text.js';
import { patience } from './patience.js';

/**
 * A line that says, after a while without an answer, that the page is still trying; hidden until then.
 * @returns {{node: HTMLElement} & ReturnType<typeof patience>}
 */
export function waitingLine() {
  const node = el('p', { class: 'small muted', 'data-waiting': '', hidden: true });
  const waits = patience((isLate) => {
    setText(node, isLate ? t('start.stillTrying') : '');
    setProps(node, { hidden: !isLate });
    if (isLate) announce(t('start.stillTrying'));
  });
  return { node, ...waits };
}
