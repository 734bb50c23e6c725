import assert from 'node:assert/strict';
import { test } from 'node:test';
import { change, echo, made, open, welcome } from './support/socket.js';

test('the address names game, token, client and the revision to go on after', () => {
  const { socket, last, page } = made({ token: 'T&T', clientType: 'board', clientId: 'left' });
  page.revision = 12;
  socket.connect();
  assert.equal(last().url.href, 'ws://quiz.example:8080/ws/games/7?token=T%26T&client_type=board&client_id=left&after=12');
});

test('https becomes wss, and what there is not is left out', () => {
  const { socket, last, page } = made({ origin: 'https://quiz.example' });
  page.revision = null;
  socket.connect();
  assert.equal(last().url.href, 'wss://quiz.example/ws/games/7');
});

test('it is open with the welcome, and probes the line at once', () => {
  const { socket, last, heard } = made();
  socket.connect();
  assert.equal(socket.state, 'connecting');
  last().say(welcome());
  assert.equal(socket.state, 'open');
  assert.equal(socket.connectionId, 'me');
  assert.deepEqual(last().sent, [{ type: 'pong', recipient: { connection_id: 'me' } }]);
  last().say(echo);
  assert.deepEqual(heard, [['state', 'connecting'], ['state', 'open'], ['welcome', welcome()], 'settled']);
});

test('changes come in order, each once, whatever the network does; what is ignored is logged', async () => {
  const { last, heard, lines, clock } = await open();
  for (const revision of [6, 6, 8, 9, 9, 7, 6, 10]) last().say(change(revision));
  assert.deepEqual(heard, [6, 7, 8, 9, 10]);
  assert.equal(lines.filter((line) => line.startsWith('podium: ignored stale')).length, 2);
  await clock.advance(1_000);
  assert.equal(heard.length, 5);
});

test('a hole leads to a new connection that goes on after the last change', async () => {
  const { last, sockets, heard, clock } = await open();
  const first = last();
  first.say(change(6));
  first.say(change(9));
  await clock.advance(249);
  assert.equal(sockets.length, 1);
  await clock.advance(1);
  assert.equal(sockets.length, 2);
  assert.equal(first.readyState, 3);
  assert.equal(last().url.searchParams.get('after'), '6');
  first.say(change(7));
  assert.deepEqual(heard, [6, ['state', 'waiting'], ['state', 'connecting']]);
});

test('frames of a connection that was given up are not heard', async () => {
  const { sockets, last, heard, clock } = await open();
  last().say(change(8));
  await clock.advance(250);
  const [first] = sockets;
  heard.length = 0;
  first.onmessage?.({ data: JSON.stringify(change(6)) });
  first.onclose?.({ code: 1006 });
  assert.deepEqual(heard, []);
});

test('sending works while it is open, and says so when it is not; nothing is kept for later', async () => {
  const { socket, last, sockets, clock } = made();
  assert.equal(socket.send({ type: 'hint' }), false);
  socket.connect();
  last().readyState = 1;
  assert.equal(socket.send({ type: 'hint' }), false, 'open, but not welcomed');
  last().say(welcome());
  assert.equal(socket.send({ type: 'hint' }), true);
  assert.deepEqual(sockets[0].sent[1], { type: 'hint' });
  last().readyState = 2;
  assert.equal(socket.send({ type: 'hint' }), false);
  last().end();
  await clock.advance(0);
  last().say(welcome());
  assert.equal(last().sent.some(({ type }) => type === 'hint'), false);
});

test('closing ends it for good', async () => {
  const { socket, sockets, clock, page, last } = await open();
  assert.equal(page.listening, true);
  socket.close();
  assert.equal(page.listening, false);
  assert.equal(last().readyState, 3);
  page.wake();
  await clock.advance(60_000);
  assert.equal(sockets.length, 1);
  assert.equal(socket.state, 'closed');
  assert.deepEqual(clock.left, []);
  socket.connect();
  assert.equal(sockets.length, 2);
});

test('closing between two tries ends it too', async () => {
  const { socket, sockets, clock, last } = await open();
  last().end();
  socket.close();
  await clock.advance(60_000);
  assert.equal(sockets.length, 1);
});

test('a frame that is no JSON is ignored and logged', async () => {
  const { last, lines, heard } = await open();
  last().say('{');
  assert.deepEqual(heard, []);
  assert.equal(lines.at(-1), 'podium: ignored a frame that is no message');
});

test('where no WebSocket can be made it is tried again', async () => {
  const broken = /** @type {any} */ (class {
    constructor() {
      throw new Error('insecure');
    }
  });
  const { socket, clock, lines } = made({ WebSocket: broken });
  socket.connect();
  await clock.advance(5_000);
  assert.ok(lines.length > 3);
  assert.match(lines[0], /insecure/);
  socket.close();
});

test('closing and connecting again at once makes one connection', async () => {
  const { socket, sockets, clock, last } = await open();
  last().end();
  socket.close();
  socket.connect();
  last().end();
  await clock.advance(0);
  assert.equal(sockets.length, 2, 'the wait of before does not count any more');
  await clock.advance(3_000);
  assert.equal(sockets.length, 3);
});

test('a hole is looked at once, however much is ahead', async () => {
  const { last, clock } = await open();
  const before = clock.left.length;
  for (const revision of [8, 9, 10]) last().say(change(revision));
  assert.equal(clock.left.length, before + 1);
});
