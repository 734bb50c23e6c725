// @ts-check
/** The host's page: who may, which game, and then the desk. */

import { el, setText } from '../../lib/dom.js';
import { Game } from '../../lib/game.js';
import { clientId, gameIdOfPath, rememberToken, takeFragment, tokenOf } from '../../lib/session.js';
import { loadTexts, t } from '../../lib/text.js';
import '../../lib/theme.js';
import { problemToast } from '../../lib/toast.js';
import { startApp } from './app.js';
import { Desk } from './desk.js';

await loadTexts();
document.title = t('host.titleEmpty');
const body = /** @type {HTMLElement} */ (document.querySelector('#app'));
const gameId = gameIdOfPath(location.pathname);
const { token } = takeFragment(location, history);
if (gameId === null) refuse(t('host.noGame'));
else {
  const kept = tokenOf(gameId, 'host');
  if (token && token !== kept?.token) rememberToken(gameId, 'host', token, extraOf(kept));
  await start(gameId, token ?? kept?.token ?? '');
}
document.documentElement.dataset.ready = '';

/**
 * @param {number} id
 * @param {string} hostToken empty: the server may ask for none
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
    const status = /** @type {any} */ (error).status;
    if (status === 401 || status === 403) return refuse(t('host.notAllowed'));
    if (status === 404) return refuse(t('host.noGame'));
    refuse(t('host.unreachable'));
    problemToast(/** @type {any} */ (error), () => location.reload());
    return;
  }
  off();
  // A board's or a player's token reads too, but without the answers: it is no host's.
  if (game.picture.joinCode === null) {
    game.stop();
    return refuse(t('host.notAllowed'));
  }
  rememberToken(id, 'host', hostToken, { ...extraOf(tokenOf(id, 'host')), name: game.picture.name, joinCode: game.picture.joinCode });
  game.on('problem', (/** @type {any} */ problem) => problemToast(problem, problem.status === 0 ? undefined : () => location.reload()));
  body.replaceChildren();
  startApp(desk, body);
}

/**
 * What the session knows besides its token.
 * @param {{boardToken?: string}|null} session
 */
function extraOf(session) {
  return session?.boardToken ? { boardToken: session.boardToken } : {};
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
