import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock, seeded, settled } from './support/clock.js';
import { FakeServer } from './support/fake-server.js';
import { gameOn, seen, truth } from './support/game.js';

/**
 * Random shows over a bad network: frames late, doubled, in a wrong order, cut off; requests that are lost on their
 * way there or back. In the end the picture is the truth, each click has happened once, and nothing ever went back.
 */

const SHOWS = 100;
const STEPS = 80;

/** A network that holds frames until it is told to deliver one. */
class BadNetwork {
  /** @type {{deliver: () => void, socket: object}[]} */
  flying = [];
  #random;

  /** @param {FakeServer} server @param {() => number} random */
  constructor(server, random) {
    this.#random = random;
    server.network = (deliver, socket) => void this.flying.push({ deliver, socket });
  }

  /** One of the next five frames arrives; now and then it will arrive again. */
  deliver() {
    const index = Math.floor(this.#random() * Math.min(5, this.flying.length));
    const frame = this.flying[index];
    if (!frame) return;
    if (this.#random() > 0.2) this.flying.splice(index, 1);
    frame.deliver();
  }

  /** All that is on its way to a socket is lost. @param {object} socket */
  lose(socket) {
    this.flying = this.flying.filter((frame) => frame.socket !== socket);
  }

  /** From now on it is a good one. @param {FakeServer} server */
  mend(server) {
    for (const { deliver } of this.flying.splice(0)) deliver();
    server.network = (deliver) => deliver();
  }
}

/** @param {number} seed */
async function show(seed) {
  const random = seeded(seed);
  const pick = (/** @type {any[]} */ things) => things[Math.floor(random() * things.length)];
  const server = new FakeServer();
  const clock = new Clock();
  const all = gameOn({ random, server, clock });
  const { game } = all;
  /** @type {any[]} */
  const uncaught = [];
  /** @type {Map<string, number>} */
  const newest = new Map();
  game.on('picture', () => {
    for (const { id, version } of [...game.picture.players.values(), ...seen(game.picture).questions]) {
      const before = newest.get(`${id}`) ?? 0;
      if (version < before) uncaught.push(`seed ${seed}: ${id} went back from ${before} to ${version}`);
      newest.set(`${id}`, version);
    }
  });
  const start = game.start();
  await clock.advance(1_000);
  await start;
  const network = new BadNetwork(server, random);
  let clicks = 0;
  let sum = server.players.reduce((total, { score }) => total + score, 0);
  /** @type {Promise<unknown>[]} */
  const intents = [];

  /** @type {(() => unknown)[]} */
  const steps = [
    () => server.score(pick(server.players.slice(0, 2)).id, 0),
    () => server.editQuestion(pick(server.questions).id, { answered: random() < 0.5 }),
    () => server.editQuestion(pick(server.questions).id, { text: `text ${random()}` }),
    () => server.rename(`name ${random()}`),
    () => server.renamePlayer(pick(server.players).id, `player ${random()}`),
    () => server.players.length < 6 && server.addPlayer('new'),
    () => server.players.length > 2 && server.removePlayer(server.players[2].id),
    () => server.questions.length < 6 && server.addQuestion('new?'),
    () => server.presence('player', pick(['1', '2', '3']), random() < 0.5),
    () => {
      const { id } = pick(server.players.slice(0, 2));
      clicks += 1;
      sum += 100;
      intents.push(game.mutate(`player:${id}`, (api) =>
        api.recordPlayerAnswer(1, { player_id: id, question_id: 1, is_correct: true, points: 100 })));
    },
    () => server.faults.push(pick(['lost', 'refused', 'hang'])),
    () => {
      const socket = pick(server.room.filter(({ readyState }) => readyState === 1));
      if (!socket) return;
      network.lose(socket);
      server.cut(socket);
    },
    () => server.refusing = random() < 0.3,
    () => void game.reload().catch(() => {}),
    () => all.page.wake(),
    () => clock.advance(Math.floor(random() * 2_000)),
  ];
  for (let step = 0; step < STEPS; step += 1) {
    if (random() < 0.5) network.deliver();
    else await pick(steps)();
    if (random() < 0.5) await settled();
  }

  server.faults = [];
  server.refusing = false;
  network.mend(server);
  await clock.advance(60_000);
  await Promise.all(intents);
  const where = `seed ${seed}`;
  assert.deepEqual(seen(game.picture), truth(server), where);
  assert.equal(server.players.reduce((total, { score }) => total + score, 0), sum, where);
  assert.deepEqual(uncaught, []);
  assert.equal(game.connection, 'live', where);
  assert.equal(game.isPending('player:101') || game.isPending('player:102'), false, where);
  // Who comes and goes has no revision: what a bad network made of it is mended by the next resume.
  for (const socket of server.room) server.cut(socket);
  await clock.advance(1_000);
  assert.deepEqual([...game.clients.keys()].sort(), [...server.clients.keys()].sort(), where);
  game.stop();
  return { clicks, revision: server.revision, sockets: server.sockets.length };
}

test(`${SHOWS} random shows over a bad network end in the truth`, async () => {
  const sums = { clicks: 0, revision: 0, sockets: 0 };
  for (let seed = 1; seed <= SHOWS; seed += 1) {
    const { clicks, revision, sockets } = await show(seed);
    sums.clicks += clicks;
    sums.revision += revision;
    sums.sockets += sockets;
  }
  // The shows are what they are meant to be: full of clicks, changes and new connections.
  assert.ok(sums.clicks > SHOWS && sums.revision > 10 * SHOWS && sums.sockets > 2 * SHOWS, JSON.stringify(sums));
});
