// @ts-check
import { on } from '../../lib/dom.js';
import { claimsOf, forget, fragmentOf, gameIdOfPath, rememberToken, takeFragment, tokenOf } from '../../lib/session.js';
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

/**
 * @param {Session & {playerId: number}} session
 * @param {boolean} [isLinked] whether a link brought it, and it is not this phone's before the server has taken it
 */
async function playAs(session, isLinked = false) {
  const { gameId, playerId, token } = session;
  let isOwn = !isLinked || tokenOf(gameId, 'player') === null;
  let isOver = false;
  // A fresh page forgets the game's whole state with the player.
  const part = (/** @type {boolean} */ isGone) => {
    isOver = true;
    if (isOwn) {
      keepParting(gameId, { isGone, code: session.joinCode ?? null, name: session.name ?? '' });
      forget(gameId, 'player');
    }
    takeFragment(location, history);
    location.reload();
  };
  const { stage } = await loadStage();
  const view = stage({ session, onGone: () => part(true), onLeave: () => part(false) });
  show(view.node);
  await view.start();
  if (!isLinked || isOver) return;
  isOwn = true;
  if (rememberToken(gameId, 'player', token, { playerId })) takeFragment(location, history);
}

/** @param {unknown} error also a part of the page that did not load */
function failed(error) {
  problemToast(error, () => location.reload());
}

/**
 * Plays as the player of a link, where that is one.
 * @param {number} gameId
 * @param {import('../../lib/session.js').Fragment} link
 */
async function beginBy(gameId, { token, join }) {
  const own = tokenOf(gameId, 'player');
  const playerId = token && token !== own?.token ? claimsOf(token)?.player : null;
  if (token && typeof playerId === 'number') return await playAs({ ...own, gameId, role: 'player', token, playerId, at: Date.now() }, true);
  takeFragment(location, history);
  await begin(gameId, join ? normaliseCode(join) : null);
}

const gameId = gameIdOfPath(location.pathname);
if (gameId !== null && tokenOf(gameId, 'player')) void loadStage().catch(() => {});
await loadTexts();
document.title = t('play.pageTitle');
if (gameId === null) {
  location.replace('/');
} else {
  on(globalThis, 'hashchange', () => location.hash.includes('=') && location.reload());
  await beginBy(gameId, fragmentOf(location)).catch(failed);
}
