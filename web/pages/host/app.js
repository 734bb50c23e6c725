// @ts-check
/** Puts the desk together. Only what the first view shows is there at once; the rest is loaded when it is wanted. */

import { el } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { nextRound } from '../../lib/show.js';
import { t } from '../../lib/text.js';
import { gridView } from './grid.js';
import { loaded, warmUp } from './late-modules.js';
import { historySection, questionSection } from './late-sections.js';
import { mark } from './parts.js';
import { playersView } from './players-panel.js';
import { roundsView } from './rounds.js';
import { topBar } from './top-bar.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('./desk.js').Section} Section */
/** @typedef {import('./work.js').Work} Work */
/** @typedef {{desk: Desk, run: (fn: (work: Work) => unknown) => void, toggleAnswer: () => void, toggleHistory: () => void,
 *   focusGrid: () => void, focusFilter: () => void}} App */

/** @type {[Section, import('../../lib/icons.js').IconName][]} */
const SECTIONS = [['board', 'screen'], ['question', 'play'], ['players', 'people'], ['history', 'history']];

/**
 * Draws the desk and starts it.
 * @param {Desk} desk
 * @param {HTMLElement} body where it goes
 */
export function startApp(desk, body) {
  /** @type {App} */
  const app = { desk, run: runner(() => app), toggleAnswer, toggleHistory, focusGrid: () => grid.focus(), focusFilter: () => players.focusFilter() };
  const top = topBar(app);
  const rounds = roundsView(app);
  const grid = gridView(app);
  const question = questionSection(app);
  const players = playersView(app);
  const history = historySection(app);
  const tabs = SECTIONS.map(([section, name]) => ({
    section,
    node: el(
      'button',
      { type: 'button', class: 'desk-tab', on: { click: () => desk.set({ section }) } },
      icon(name),
      el('span', { text: t(`host.section_${section}`) }),
    ),
  }));
  const board = el('section', { class: 'card desk-board', 'aria-label': t('host.boardSection') }, rounds.node, grid.node);
  const main = el('main', { class: 'desk', id: 'desk', tabindex: '-1' }, board, question.node, players.node, history.node);
  const nav = el('nav', { class: 'desk-nav', 'aria-label': t('host.sections') }, ...tabs.map((tab) => tab.node));
  body.prepend(el('a', { class: 'skip-link', href: '#desk', text: t('common.skipToContent') }), top.node, main, nav);
  desk.views.push(() => {
    mark(main, 'data-section', desk.state.section);
    for (const tab of tabs) mark(tab.node, 'aria-current', tab.section === desk.state.section);
    document.title = t('host.title', { name: desk.picture.name });
  });
  desk.views.push(top.update, rounds.update, grid.update, players.update, question.update, history.update);
  listen(app);
  desk.history.catchUp(0);
  desk.views.forEach((view) => view());
  warmUp(desk.game);

  function toggleAnswer() {
    if (desk.shown) desk.set({ answerShownFor: desk.isAnswerShown ? '' : desk.answerKey });
  }

  function toggleHistory() {
    desk.set({ section: desk.state.section === 'history' ? 'players' : 'history' });
  }
}

/**
 * Gives actions their means, which are loaded once; what is asked for meanwhile is done in its order.
 * @param {() => App} app
 * @returns {App['run']}
 */
function runner(app) {
  /** @type {Work|null} */
  let work = null;
  /** @type {Promise<void>|null} */
  let loading = null;
  return (fn) => {
    if (work) return void fn(work);
    loading ??= loaded(() => import('./work.js')).then((module) => {
      loading = null;
      if (module) work = module.makeWork(app());
    });
    loading.then(() => work && fn(work));
  };
}

/**
 * Keys, and what is said aloud and sounded, from the first of them on.
 * @param {App} app
 */
function listen(app) {
  const { desk } = app;
  document.addEventListener('keydown', async (event) => {
    const { key, shiftKey, ctrlKey, altKey, metaKey, repeat, defaultPrevented } = event;
    if (key.length > 1 || ctrlKey || altKey || metaKey || defaultPrevented || isTyping(event.target)) return;
    // The browser's own search would open.
    if (key === '/') event.preventDefault();
    const bindings = await loaded(() => import('./key-bindings.js'));
    bindings?.pressKey(app, { key, shiftKey, repeat });
  });
  const speech = async () => (await loaded(() => import('./speech.js')))?.speechOf(desk);
  desk.listeners.push(async (event) => (await speech())?.event(event));
  desk.changeListeners.push(async (message) => message.type === 'update_score' && (await speech())?.score(message.player_id));
  desk.listeners.push((event) => {
    if (event.kind === 'pressed') app.run((work) => work.show.tellOrder());
  });
  onReturn(desk.game.socket, () => {
    if (nextRound(desk.show) > 1) app.run((work) => work.show.tellOrder(true));
  });
  addEventListener('beforeunload', (event) => {
    if (desk.game.waiting > 0) event.preventDefault();
  });
}

/**
 * Tells each time that the page may have missed what others said, once it has all that was kept for it.
 * @param {import('../../lib/websocket.js').GameSocket} socket
 * @param {() => void} then
 */
function onReturn(socket, then) {
  let isJoining = true;
  for (const name of /** @type {const} */ (['welcome', 'reset'])) {
    socket.on(name, () => {
      isJoining = true;
    });
  }
  socket.on('settled', () => {
    if (isJoining) then();
    isJoining = false;
  });
}

/** @param {EventTarget|null} target whether a key that goes there is a letter of a text, and no order */
function isTyping(target) {
  if (document.querySelector('dialog[open]')) return true;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}
