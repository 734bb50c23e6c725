// @ts-check
import { on } from '../../lib/dom.js';
import { forget, gameIdOfPath, rememberToken, takeFragment, tokenOf } from '../../lib/session.js';
import { loadTexts, t } from '../../lib/text.js';
import '../../lib/theme.js';
import { problemToast } from '../../lib/toast.js';
import { firstStep, normaliseCode } from './join.js';
import { keepParting, keptIntent, keptParting } from './kept.js';

/** The player's page: joins, or goes on as the player that this phone already is. */

/** @typedef {import('../../lib/session.js').Session} Session */

/** Joining and playing are loaded each when it is its turn; playing already while the name is being typed. */
const loadStage = () => import('./stage.js');

/** @param {HTMLElement} node */
function show(node) {
  document.querySelector('.play, .join')?.remove();
  document.body.prepend(node);
  document.documentElement.dataset.ready = '';
}

/** @param {number} gameId @param {string|null} linkCode */
async function begin(gameId, linkCode) {
  const session = tokenOf(gameId, 'player');
  const parting = keptParting(gameId);
  const code = linkCode ?? session?.joinCode ?? parting?.code ?? null;
  const intent = keptIntent(gameId);
  const step = firstStep({ hasPlayer: session?.playerId !== undefined, intent, code });
  if (step === 'play') return await playAs(/** @type {Session & {playerId: number}} */ (session));
  const join = () => joinAt(step, { gameId, code, name: parting?.name ?? '', intent });
  if (parting?.isGone && linkCode === null && intent === null) {
    const { goneView } = await import('./gone-view.js');
    show(goneView({
      onAgain: () => {
        keepParting(gameId, { ...parting, isGone: false });
        join().catch(failed);
      },
    }));
  } else {
    await join();
  }
}

/**
 * @param {'resume'|'name'|'code'} step
 * @param {{gameId: number, code: string|null, name: string, intent: import('./join.js').JoinIntent|null}} options
 */
async function joinAt(step, { gameId, code, name, intent }) {
  const { joinView } = await import('./join-view.js');
  const view = joinView({
    gameId,
    code,
    name,
    onJoined: () => {
      keepParting(gameId, null);
      begin(gameId, null).catch(failed);
    },
    onOtherGame: (other, otherCode) => location.replace(`/play/${other}#join=${otherCode}`),
  });
  show(view.node);
  on(view.node, 'input', () => void loadStage().catch(() => {}));
  if (step === 'resume' && intent) await view.resume(intent);
  else if (step === 'name' && code) await view.check(code);
  else view.askCode();
}

/** @param {Session & {playerId: number}} session */
async function playAs(session) {
  const { gameId } = session;
  // A fresh page forgets the game's whole state with the player.
  const part = (/** @type {boolean} */ isGone) => {
    keepParting(gameId, { isGone, code: session.joinCode ?? null, name: session.name ?? '' });
    forget(gameId, 'player');
    location.reload();
  };
  const { stage } = await loadStage();
  const view = stage({ session, onGone: () => part(true), onLeave: () => part(false) });
  show(view.node);
  await view.start();
}

/** @param {unknown} error also a part of the page that did not load */
function failed(error) {
  problemToast(error, () => location.reload());
}

/** @param {string} token a player's, from a link @param {number} gameId */
function takeToken(token, gameId) {
  const playerId = playerIn(token);
  if (playerId !== null) rememberToken(gameId, 'player', token, { playerId });
}

/**
 * The player that a token is for. The server checks the token; this only tells whose it is.
 * @param {string} token
 * @returns {number|null}
 */
function playerIn(token) {
  try {
    const claims = JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
    return Number.isSafeInteger(claims.player) ? claims.player : null;
  } catch {
    return null;
  }
}

const gameId = gameIdOfPath(location.pathname);
if (gameId !== null && tokenOf(gameId, 'player')) void loadStage().catch(() => {});
await loadTexts();
document.title = t('play.pageTitle');
if (gameId === null) {
  location.replace('/');
} else {
  const { token, join: code } = takeFragment(location, history);
  if (token) takeToken(token, gameId);
  on(globalThis, 'hashchange', () => location.hash.includes('=') && location.reload());
  await begin(gameId, code ? normaliseCode(code) : null).catch(failed);
}
