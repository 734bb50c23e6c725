/** The state of the connection: a dot while all is well, a banner when it is not. */
import { el, on, setProps, setText } from './dom.js';
import { icon } from './icons.js';
import { addMessages, leaveRoom } from './overlay-home.js';
import { t } from './text.js';

/** @typedef {'live' | 'saving' | 'connecting' | 'away' | 'offline'} Level */

/**
 * What is read of a game; lib/game.js has it.
 *
 * @typedef {object} ConnectedGame
 * @property {'connecting' | 'live' | 'away'} connection
 * @property {number} waiting  changes that were asked for and not yet answered
 * @property {(name: 'connection' | 'waiting', handler: () => void) => unknown} on
 */

/**
 * Makes the dot for the top bar, and keeps it and the banner along the bottom
 * up to date. The page has room for the banner (`--connection-size`), so that
 * it covers nothing for good.
 *
 * @param {ConnectedGame} game
 * @returns {HTMLElement} the dot with its words
 */
export function connectionBar(game) {
  const words = el('span', { class: 'visually-hidden' });
  const dot = el('span', { class: 'connection-dot', 'aria-hidden': true });
  const bar = el('span', { class: 'connection' }, dot, words);
  // The banner's region is there before its first words, or they would not be read.
  const banner = el('div', { class: 'connection-banner', role: 'status' });
  const sentence = el('span');
  const strip = el('p', null, icon('wifi-off'), sentence);
  addMessages(banner);
  leaveRoom(banner, '--connection-size');

  const draw = () => {
    const view = connectionView({ connection: game.connection, waiting: game.waiting, online: navigator.onLine });
    const text = t(view.key, { count: game.waiting });
    setProps(bar, { 'data-level': view.level, 'data-connection': view.connection, 'data-waiting': game.waiting, title: text });
    setText(words, text);
    setText(sentence, text);
    if (view.banner !== strip.isConnected) banner.replaceChildren(...(view.banner ? [strip] : []));
  };
  game.on('connection', draw);
  game.on('waiting', draw);
  on(globalThis, 'online', draw);
  on(globalThis, 'offline', draw);
  draw();
  return bar;
}

/**
 * Puts the state of the socket, of the browser's network and of the changes
 * under way into one of five levels. A browser that says it is offline is
 * believed (the socket finds out later); one that says it is online is not.
 *
 * @param {{connection: 'connecting' | 'live' | 'away', waiting: number, online: boolean}} state
 * @returns {{level: Level, connection: 'connecting' | 'live' | 'away', key: string, banner: boolean}} key: of the text, which takes the count of waiting changes
 */
export function connectionView({ connection, waiting, online }) {
  if (!online) return { level: 'offline', connection: 'away', key: 'common.connection.offline', banner: true };
  if (connection === 'away') return { level: 'away', connection, key: 'common.connection.away', banner: true };
  if (connection === 'connecting') return { level: 'connecting', connection, key: 'common.connection.connecting', banner: false };
  if (waiting > 0) return { level: 'saving', connection, key: 'common.connection.saving', banner: false };
  return { level: 'live', connection, key: 'common.connection.live', banner: false };
}
