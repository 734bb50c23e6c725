import { Game } from '../../lib/game.js';
import { VersionGate } from '../../lib/state.js';
import { Clock, settled } from './clock.js';
import { FakeServer } from './fake-server.js';

/**
 * A game on a server that is not there: with two players and a question.
 *
 * @param {{random?: () => number, server?: FakeServer, clock?: Clock, clientType?: string}} [parts]
 */
export function gameOn({ random = () => 0.5, server = new FakeServer(), clock = new Clock(), clientType = 'board' } = {}) {
  const [ada, bob] = server.players.length ? server.players : [server.addPlayer('Ada'), server.addPlayer('Bob')];
  const question = server.questions[0] ?? server.addQuestion('Which river?');
  /** @type {string[]} */
  const lines = [];
  const log = (/** @type {string} */ line) => void lines.push(line);
  const page = { wake: () => {} };
  /** @type {Set<() => void>} */
  const wakes = new Set();
  const onWake = (/** @type {() => void} */ wake) => {
    wakes.add(wake);
    return () => wakes.delete(wake);
  };
  page.wake = () => [...wakes].forEach((wake) => wake());
  const { wait } = clock;
  const gate = new VersionGate(log);
  const { fetch, WebSocket } = server;
  const client = { gameId: 1, token: 'T', clientType, clientId: 'left' };
  const game = new Game({ ...client, fetch, WebSocket, origin: 'http://h', gate, wait, random, onWake, log });
  /** @type {any[]} */
  const heard = [];
  for (const name of /** @type {const} */ (['picture', 'coordination', 'clients', 'connection', 'pending', 'waiting', 'problem'])) {
    game.on(name, (...values) => heard.push([name, ...values]));
  }
  const events = (/** @type {string} */ name) => heard.filter(([one]) => one === name).map(([, ...values]) => values);
  return { server, clock, game, api: game.api, socket: game.socket, gate, lines, heard, events, page, ada, bob, question };
}

/**
 * What a picture and the server's truth have in common, to be compared.
 *
 * @param {import('../../lib/structure.js').Picture} picture
 */
export function seen({ name, revision, boards, players }) {
  return {
    name,
    revision,
    questions: boards.flatMap((board) => board.categories).flatMap((category) => category.questions)
      .map(({ id, text, answered, version }) => ({ id, text, answered, version })),
    players: [...players.values()].map(({ id, name, score, version }) => ({ id, name, score, version }))
      .sort((a, b) => a.id - b.id),
  };
}

/** The server's truth, as `seen` has it. @param {FakeServer} server */
export function truth(server) {
  return {
    name: server.name,
    revision: server.revision,
    questions: server.questions.map(({ id, text, answered, version }) => ({ id, text, answered, version })),
    players: server.players.map(({ id, name, score, version }) => ({ id, name, score, version })),
  };
}

/**
 * A game that has started, with nothing heard or asked so far.
 *
 * @param {Parameters<typeof gameOn>[0]} [parts]
 */
export async function started(parts) {
  const all = gameOn(parts);
  await all.game.start();
  await settled();
  all.heard.length = 0;
  all.server.requests.length = 0;
  return all;
}
