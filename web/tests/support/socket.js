import { GameSocket } from '../../lib/websocket.js';
import { Clock, settled } from './clock.js';
import { fakeWebSocket } from './fake-socket.js';

export const welcome = (revision = 5, resumed = true) => ({ type: 'welcome', game_id: 7, client_id: 'x', connection_id: 'me', revision, resumed });
export const change = (/** @type {number} */ revision) => ({ type: 'update_score', player_id: 1, score: 1, version: 1, revision });
export const echo = { type: 'pong', from: { connection_id: 'me' } };

/**
 * A GameSocket for a page that has revision 5, and all that surrounds it.
 *
 * @param {Partial<import('../../lib/websocket.js').SocketSettings>} [settings]
 */
export function made(settings) {
  const clock = new Clock();
  const { WebSocket, sockets } = fakeWebSocket();
  /** @type {string[]} */
  const lines = [];
  /** @type {any[]} */
  const heard = [];
  const page = { revision: /** @type {number | null} */ (5), wake: () => {}, listening: false };
  const socket = new GameSocket({
    gameId: 7,
    origin: 'http://quiz.example:8080',
    WebSocket,
    wait: clock.wait,
    random: () => 0.5,
    log: (line) => lines.push(line),
    after: () => page.revision,
    onWake: (wake) => {
      Object.assign(page, { wake, listening: true });
      return () => page.listening = false;
    },
    ...settings,
  });
  for (const name of /** @type {const} */ (['welcome', 'snapshot', 'change', 'coordination', 'presence', 'refused', 'reset', 'settled', 'state', 'rejected'])) {
    socket.on(name, (...values) => {
      const value = /** @type {any} */ (values[0]);
      heard.push(value === undefined ? name : name === 'change' ? value.revision : [name, value]);
    });
  }
  socket.on('change', (message) => page.revision = message.revision);
  const last = () => /** @type {import('./fake-socket.js').FakeSocket} */ (sockets.at(-1));
  return { clock, sockets, socket, lines, heard, page, last };
}

/**
 * The same, connected, with nothing heard so far.
 *
 * @param {Partial<import('../../lib/websocket.js').SocketSettings>} [settings]
 */
export async function open(settings) {
  const all = made(settings);
  all.socket.connect();
  all.last().say(welcome());
  all.last().say(echo);
  await settled();
  all.heard.length = 0;
  return all;
}
