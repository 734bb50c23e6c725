import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../lib/problem.js';
import { settled } from './support/clock.js';
import { change, echo, made, open, welcome } from './support/socket.js';

for (const code of [1001, 1006, 1013]) {
  test(`closed with ${code}, it connects again at once, with after`, async () => {
    const { last, sockets, clock } = await open();
    last().say(change(6));
    last().end(code);
    await clock.advance(0);
    assert.equal(sockets.length, 2);
    assert.equal(last().url.searchParams.get('after'), '6');
  });
}

test('tries that fail have jittered waits of at most 3 s between them; one that works starts anew', async () => {
  const { last, sockets, clock, socket } = await open({ random: () => 0.999 });
  const waits = [];
  for (let tries = 0; tries < 8; tries += 1) {
    last().end();
    await settled();
    const before = sockets.length;
    const wait = clock.left.at(-1) ?? 0;
    waits.push(wait);
    await clock.advance(wait);
    assert.equal(sockets.length, before + 1);
  }
  assert.deepEqual(waits.slice(0, 6), [0, 299, 599, 1198, 2397, 2997]);
  assert.ok(waits.every((wait) => wait <= 3_000));
  last().say(welcome());
  last().say(echo);
  last().end();
  await clock.advance(0);
  assert.equal(socket.state, 'connecting');
});

test('a server that welcomes and closes again is not asked without a pause', async () => {
  const { last, clock, socket } = await open();
  last().end();
  await clock.advance(0);
  last().say(welcome());
  last().end();
  await settled();
  assert.equal(socket.state, 'waiting');
  assert.ok((clock.left.at(-1) ?? 0) > 0);
});

test('waking ends a wait between tries', async () => {
  const { last, sockets, clock, page } = await open();
  last().end();
  await clock.advance(0);
  last().end();
  await settled();
  const before = sockets.length;
  page.wake();
  await settled();
  assert.equal(sockets.length, before + 1);
});

test('waking doubts an open line: silence for 2.5 s, and it connects again', async () => {
  const { last, sockets, clock, page } = await open();
  page.wake();
  await clock.advance(0);
  assert.equal(last().sent.length, 2);
  await clock.advance(2_499);
  assert.equal(sockets.length, 1);
  await clock.advance(1);
  assert.equal(sockets.length, 2);
});

test('a silent line is probed every 15 s; what answers stays, what does not in 5 s is left', async () => {
  const { last, sockets, clock } = await open();
  await clock.advance(15_000);
  assert.equal(last().sent.length, 2);
  last().say(echo);
  await clock.advance(15_000);
  assert.equal(last().sent.length, 3);
  await clock.advance(4_999);
  assert.equal(sockets.length, 1);
  await clock.advance(1);
  assert.equal(sockets.length, 2);
});

test('a line on which something comes is not probed', async () => {
  const { last, clock } = await open();
  await clock.advance(10_000);
  last().say({ type: 'hint' });
  await clock.advance(5_000);
  assert.equal(last().sent.length, 1);
  await clock.advance(15_000);
  assert.equal(last().sent.length, 2);
});

test('a handshake that hangs is given up after 5 s', async () => {
  const { socket, sockets, clock } = made();
  socket.connect();
  await clock.advance(4_999);
  assert.equal(sockets.length, 1);
  await clock.advance(1);
  assert.equal(sockets.length, 2);
});

for (const status of [401, 403, 404]) {
  test(`a refused handshake whose reason is ${status} ends it`, async () => {
    const problem = new ApiError({ status, code: 'its_code', detail: 'No.' });
    const { socket, last, heard, clock, sockets } = made({ check: () => Promise.resolve(problem) });
    socket.connect();
    last().end();
    await settled();
    assert.equal(socket.state, 'closed');
    assert.deepEqual(heard.at(-1), ['rejected', problem]);
    const tries = sockets.length;
    await clock.advance(60_000);
    assert.equal(sockets.length, tries);
  });
}

test('a refused handshake for a passing reason, or none, is tried again; REST is asked once at a time', async () => {
  let asked = 0;
  /** @type {(value: ApiError | null) => void} */
  let tell = () => {};
  const check = () => (asked += 1, new Promise((/** @type {(value: ApiError | null) => void} */ resolve) => tell = resolve));
  const { socket, last, sockets, clock } = made({ check });
  socket.connect();
  for (let tries = 0; tries < 3; tries += 1) {
    last().end();
    await clock.advance(3_000);
  }
  assert.equal(asked, 1);
  tell(new ApiError({ status: 503 }));
  await settled();
  assert.equal(socket.state, 'connecting');
  last().end();
  await settled();
  assert.equal(asked, 2);
  assert.equal(sockets.length > 3, true);
});

test('a connection that was open and is lost is no refused handshake', async () => {
  let asked = 0;
  const { last } = await open({ check: () => Promise.resolve((asked += 1, null)) });
  last().end();
  await settled();
  assert.equal(asked, 0);
});
