// @ts-check
/** The host's page: who may, which game, and then the desk. */

import { el, on, setText } from '../../lib/dom.js';
import { Game } from '../../lib/game.js';
import { adminToken, claimsOf, clientId, fragmentOf, gameIdOfPath, keepAdminToken, rememberToken, takeFragment, tokenOf } from '../../lib/session.js';
import { loadTexts, t } from '../../lib/text.js';
import '../../lib/theme.js';
import { problemToast } from '../../lib/toast.js';
import { startApp } from './app.js';
import { Desk } from './desk.js';

await loadTexts();
document.title = t('host.titleEmpty');
const body = /** @type {HTMLElement} */ (document.querySelector('#app'));
const gameId = gameIdOfPath(location.pathname);
on(globalThis, 'hashchange', () => location.hash.includes('token=') && location.reload());
if (gameId === null) refuse(t('host.noGame'));
else await begin(gameId);
document.documentElement.dataset.ready = '';

/**
 * Starts with the link's token. That may be worth nothing: what this browser has is good all the same.
 * @param {number} id
 */
async function begin(id) {
  const tokens = [fragmentOf(location).token ?? '', tokenOf(id, 'host')?.token ?? '', adminToken()].filter(Boolean);
  let refusal = null;
  for (const token of new Set(tokens.length > 0 ? tokens : [''])) {
    refusal = await start(id, token);
    if (refusal === null) return;
  }
  takeFragment(location, history);
  refuse(refusal ?? '');
}

/**
 * @param {number} id
 * @param {string} hostToken empty: the server may ask for none
 * @returns {Promise<string|null>} why the server does not take the token, in words
 */
async function start(id, hostToken) {
  const game = new Game({ gameId: id, token: hostToken, clientType: 'host', clientId: clientId('host') });
  const desk = new Desk(game);
  desk.follow();
  const waiting = el('p', { class: 'lead', role: 'status', text: t('common.loading') });
  body.replaceChildren(el('main', { class: 'page refused' }, waiting));
  // A server that is away is waited for: the page says so meanwhile.
  const off = game.on('connection', () => game.connection === 'away' && setText(waiting, t('host.unreachable')));
  try {
    await game.start();
  } catch (error) {
    game.stop();
    const status = /** @type {any} */ (error).status;
    if (status === 401 || status === 403) return t('host.notAllowed');
    if (status === 404) return t('host.noGame');
    refuse(t('host.unreachable'));
    problemToast(/** @type {any} */ (error), () => location.reload());
    return null;
  } finally {
    off();
  }
  // A board's or a player's token reads too, but without the answers: it is no host's.
  if (game.picture.joinCode === null) {
    game.stop();
    return t('host.notAllowed');
  }
  keep(game, hostToken);
  game.on('problem', (/** @type {any} */ problem) => problemToast(problem, problem.status === 0 ? undefined : () => location.reload()));
  body.replaceChildren();
  startApp(desk, body);
  return null;
}

/**
 * Keeps a token that the server has taken, in the address where nothing else does.
 * @param {Game} game
 * @param {string} token
 */
function keep({ gameId: id, picture: { name, joinCode } }, token) {
  const isAdmins = token !== '' && !claimsOf(token);
  const isKept = isAdmins ? keepAdminToken(token) : rememberToken(id, 'host', token, { name, joinCode: joinCode ?? undefined });
  if (isKept) takeFragment(location, history);
}

/**
 * Says in words why there is no desk, and where to go.
 * @param {string} words
 */
function refuse(words) {
  body.replaceChildren(
    el(
      'main',
      { class: 'page refused' },
      el('div', { class: 'card stack' }, el('h1', { text: t('host.titleEmpty') }), el('p', { class: 'lead', text: words }), el('a', { class: 'button primary', href: '/', text: t('host.toStart') })),
    ),
  );
}
