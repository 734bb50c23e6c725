// @ts-check
/** Links that open the game elsewhere: on the big screen, for a second host, for players. */

import { el } from '../../lib/dom.js';
import { claimsOf, tokenOf } from '../../lib/session.js';
import { t } from '../../lib/text.js';
import { problemToast, toast } from '../../lib/toast.js';
import { button } from './parts.js';
import { linkWith } from './words.js';

/** @typedef {import('./app.js').App} App */

/**
 * The part of a dialog that has the links.
 * @param {App} app
 */
export function linksPart({ desk }) {
  const { game, picture } = desk;
  const { gameId } = game;
  const { token } = game.api;
  const boardToken = tokenOf(gameId, 'host')?.boardToken || tokenOf(gameId, 'board')?.token || null;
  const isOpen = !token;
  const board = el('div', { class: 'stack link-part' });
  const boardLink = (/** @type {string|null} */ token) => linkPart(t('host.boardLink'), linkWith(location.origin, `/board/${gameId}`, token), t('host.boardLinkHint'), 'board');
  if (boardToken || isOpen) board.append(boardLink(boardToken));
  else {
    // A spectator sees what a board sees; the code is enough to become one.
    const make = button({ icon: 'screen', label: t('host.makeBoardLink'), action: 'make-board-link', class: 'compact', run: async () => {
      try {
        const { spectator_token: token } = await game.api.join({ join_code: picture.joinCode ?? '' });
        board.replaceChildren(boardLink(token ?? null));
      } catch (error) {
        problemToast(/** @type {any} */ (error));
      }
    } });
    board.append(el('p', { text: t('host.boardLink') }), el('p', { class: 'muted small', text: t('host.noBoardToken') }), make);
  }
  // The admin's token opens all games: it is not handed on.
  const host = (isOpen || claimsOf(token)) && linkPart(t('host.hostLink'), linkWith(location.origin, `/host/${gameId}`, token), t('host.hostLinkHint'), 'host');
  return el('div', { class: 'stack' }, board, host);
}

/**
 * A link to open or to copy.
 * @param {string} label
 * @param {string} address
 * @param {string} hint
 * @param {string} name for data-link
 */
export function linkPart(label, address, hint, name) {
  const link = el('a', { class: 'button compact', href: address, target: '_blank', rel: 'noopener', 'data-link': name, text: label });
  const copy = button({ icon: 'copy', label: t('common.copy'), class: 'compact', run: async () => {
    try {
      await navigator.clipboard.writeText(address);
      toast({ message: t('common.copied'), kind: 'success' });
    } catch {
      // Not allowed here, or no secure origin: the address is shown, to be copied by hand.
      shown.hidden = false;
      shown.select();
    }
  } });
  mark(copy, label);
  const shown = el('input', { class: 'input', readonly: true, value: address, 'aria-label': label });
  shown.hidden = true;
  return el('div', { class: 'link-part' }, el('div', { class: 'row' }, link, copy), shown, el('p', { class: 'muted small', text: hint }));
}

/** @param {HTMLElement} node @param {string} label */
function mark(node, label) {
  node.setAttribute('aria-label', `${t('common.copy')}: ${label}`);
}
