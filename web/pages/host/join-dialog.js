// @ts-check
/** The code to join by: large, as a QR code, as a link, and on the big screen. */

import { openDialog } from '../../lib/dialog.js';
import { el } from '../../lib/dom.js';
import { qrSvg } from '../../lib/qr.js';
import { t } from '../../lib/text.js';
import { linkPart } from './links.js';
import { joinLink } from './words.js';

/** @typedef {import('./app.js').App} App */

/**
 * Opens the dialog.
 * @param {App} app
 * @param {import('./work.js').Work} work
 */
export function askJoin({ desk }, { show }) {
  const code = desk.picture.joinCode ?? '';
  const address = joinLink(location.origin, desk.game.gameId, code);
  const shown = el('input', { type: 'checkbox', 'data-action': 'show-join', on: { change: () => show.showJoin(shown.checked) } });
  const off = desk.draw(() => {
    shown.checked = desk.show.join.shown;
  });
  openDialog({
    title: t('host.joinTitle'),
    content: el(
      'div',
      { class: 'join' },
      el('p', { class: 'join-code', 'data-join-code': code, 'aria-label': [...code].join(' '), text: code }),
      qrSvg(address, t('host.qrLabel')),
      el('p', { class: 'muted', text: t('host.joinHint', { address: `${location.host}` }) }),
      linkPart(t('host.playLink'), address, '', 'play'),
      el('label', { class: 'check' }, shown, t('host.showJoin')),
    ),
    actions: [{ label: t('common.close'), kind: 'primary' }],
    onClose: off,
  });
}
