// @ts-check
import { confirmDialog, openDialog } from '../../lib/dialog.js';
import { el } from '../../lib/dom.js';
import { languageSwitch } from '../../lib/language-switch.js';
import { t } from '../../lib/text.js';
import { themeSwitch } from '../../lib/theme-switch.js';

/**
 * What is seldom needed: light or dark, the language, leaving.
 * @param {{name: string, onLeave: () => void}} options name: the player's; onLeave: forget the player on this phone
 */
export function menuDialog({ name, onLeave }) {
  const leave = async () => {
    if (await confirmDialog({ title: t('play.leave'), message: t('play.leaveMeans'), action: t('play.leave'), danger: true })) onLeave();
  };
  const who = el('p', null, `${t('play.youAre')} `, el('strong', { class: 'clip-2', dir: 'auto', text: name, title: name }));
  openDialog({
    title: t('play.menu'),
    content: el('div', { class: 'stack' }, who, el('div', { class: 'row' }, themeSwitch(), languageSwitch())),
    actions: [{ label: t('play.leave'), kind: 'danger', run: () => void leave() }],
  });
}
