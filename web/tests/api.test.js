import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Api } from '../lib/api.js';
import { ApiError } from '../lib/problem.js';
import { Clock, settled } from './support/clock.js';
import { problem } from './support/answers.js';
import { FakeServer } from './support/fake-server.js';

/** @param {any[]} faults @param {object} [more] */
function made(faults, more) {
  const server = new FakeServer();
  const player = server.addPlayer('Ada');
  const clock = new Clock();
  server.faults = faults;
  const api = new Api({ token: 'T', fetch: server.fetch, wait: clock.wait, random: () => 0.5, log: () => {}, ...more });
  const right = { player_id: player.id, question_id: 5, is_correct: true, points: 100 };
  return { server, player, clock, api, right, keys: () => server.requests.map(({ headers }) => headers['Idempotency-Key']) };
}

/** @param {number} status @param {Record<string, string>} [headers] */
const refusal = (status, headers) => ({ ...problem(status, 'database_unavailable', 'The database is away.'), headers });

test('a mutation resolves with the answer and carries token, media type and a key', async () => {
  const { api, server, right, player } = made([]);
  assert.deepEqual(await api.recordPlayerAnswer(1, right), { player_id: player.id, score: 100, version: 1 });
  const [{ method, path, headers, body }] = server.requests;
  assert.deepEqual([method, path], ['POST', '/api/games/1/answers']);
  assert.equal(headers.Authorization, 'Bearer T');
  assert.equal(headers['Content-Type'], 'application/json');
  assert.match(headers['Idempotency-Key'], /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual(JSON.parse(body), right);
});

test('each intent has a key of its own', async () => {
  const { api, right, keys } = made([]);
  await api.recordPlayerAnswer(1, right);
  await api.recordPlayerAnswer(1, right);
  assert.notEqual(keys()[0], keys()[1]);
});

for (const fault of /** @type {any[]} */ (['refused', refusal(503), refusal(429), refusal(502), refusal(504)])) {
  test(`after ${fault.status ?? fault} the same request goes again, under the same key`, async () => {
    const { api, right, clock, keys, server } = made([fault, fault]);
    const done = api.recordPlayerAnswer(1, right);
    await clock.advance(10_000);
    assert.equal((await done).score, 100);
    assert.equal(keys().length, 3);
    assert.equal(new Set(keys()).size, 1);
    assert.equal(new Set(server.requests.map(({ body }) => body)).size, 1);
  });
}

test('an answer that is lost on its way does not make the mutation happen twice', async () => {
  const { api, right, clock, server, player } = made(['lost', 'lost']);
  const done = api.recordPlayerAnswer(1, right);
  await clock.advance(10_000);
  assert.deepEqual(await done, { player_id: player.id, score: 100, version: 1 });
  assert.equal(server.players[0].score, 100);
  assert.equal(server.requests.length, 3);
});

test('a request that hangs is given up after 10 s, and repeated under the same key', async () => {
  const { api, right, clock, keys } = made(['hang']);
  const done = api.recordPlayerAnswer(1, right);
  await clock.advance(9_999);
  assert.equal(keys().length, 1);
  await clock.advance(1_000);
  assert.equal((await done).score, 100);
  assert.equal(new Set(keys()).size, 1);
  assert.deepEqual(clock.left, []);
});

test('it is tried for as long as it takes, with waits that grow to a limit and are jittered', async () => {
  const random = [0, 0.25, 0.999, 0.5];
  let number = 0;
  const { api, right, clock, server } = made(Array(30).fill('refused'), { random: () => random[number++ % 4] });
  let done = false;
  api.recordPlayerAnswer(1, right).then(() => done = true);
  const waits = [];
  for (let tries = 1; tries <= 30; tries += 1) {
    await settled();
    waits.push(clock.left.at(-1) ?? 0);
    await clock.advance(clock.left.at(-1) ?? 0);
  }
  assert.equal(done, true);
  assert.equal(server.requests.length, 31);
  assert.deepEqual(waits.slice(0, 4), [0, 125, 999, 1000]);
  assert.ok(waits.every((wait) => wait <= 4_000));
  assert.ok(waits.some((wait) => wait > 3_900));
});

test('Retry-After is honoured, and waking does not cut it short', async () => {
  const { api, right, clock, keys } = made([refusal(503, { 'Retry-After': '7' })]);
  const done = api.recordPlayerAnswer(1, right);
  await settled();
  api.retryNow();
  await clock.advance(6_999);
  assert.equal(keys().length, 1);
  await clock.advance(1_000);
  assert.equal((await done).score, 100);
});

test('retryNow ends a wait: the network seems to be back', async () => {
  const { api, right, keys } = made(['refused'], { random: () => 1 });
  const done = api.recordPlayerAnswer(1, right);
  await settled();
  assert.equal(keys().length, 1);
  api.retryNow();
  assert.equal((await done).score, 100);
});

for (const status of [400, 401, 403, 404, 409, 412, 422, 500]) {
  test(`${status} is final: rejected at once, in the problem's own words`, async () => {
    const { api, right, clock, server } = made([problem(status, 'some_code', 'Because of this.')]);
    await assert.rejects(api.recordPlayerAnswer(1, right), (error) => {
      assert.ok(error instanceof ApiError);
      assert.deepEqual([error.status, error.code, error.detail, error.message], [status, 'some_code', 'Because of this.', 'Because of this.']);
      return true;
    });
    assert.equal(server.requests.length, 1);
    assert.deepEqual(clock.left, []);
  });
}

test('faulty fields, the state of a 412 and the id of the request come along', async () => {
  const errors = [{ field: 'name', detail: 'must have 1 to 200 characters' }];
  const current = { player_id: 1, score: 400, version: 8 };
  const { api } = made([problem(400, 'invalid_request', 'Faulty.', { errors }), { ...problem(412, 'version_conflict', 'Moved.', { current }), headers: { 'X-Request-Id': 'abc' } }]);
  await assert.rejects(api.updatePlayer(1, { name: '' }), { errors, current: undefined });
  await assert.rejects(api.updatePlayer(1, { name: 'x' }, { ifMatch: 7 }), { status: 412, current, requestId: 'abc' });
});

test('If-Match is the version in quotes', async () => {
  const { api, server, right } = made([]);
  await api.recordPlayerAnswer(1, right, { ifMatch: 7 });
  assert.equal(server.requests[0].headers['If-Match'], '"7"');
});

test('a proxy that answers with a page gives an error without words, and is tried again if it is a passing one', async () => {
  const page = (/** @type {number} */ status) => ({ status, body: '<h1>No</h1>' });
  const { api, right, clock } = made([page(503), page(400)]);
  const done = assert.rejects(api.recordPlayerAnswer(1, right), { status: 400, code: 'http', detail: '' });
  await clock.advance(5_000);
  await done;
});

test('a signal gives a mutation up: while it waits, while it is on its way, and before', async () => {
  const { api, right, clock, server } = made(['refused', 'hang']);
  const waiting = new AbortController();
  const first = assert.rejects(api.recordPlayerAnswer(1, right, { signal: waiting.signal }), { code: 'aborted', status: 0 });
  await settled();
  waiting.abort();
  await first;
  const flying = new AbortController();
  const second = assert.rejects(api.recordPlayerAnswer(1, right, { signal: flying.signal }), { code: 'aborted' });
  await settled();
  flying.abort();
  await second;
  await assert.rejects(api.recordPlayerAnswer(1, right, { signal: AbortSignal.abort() }), { code: 'aborted' });
  assert.equal(server.requests.length, 2);
  assert.deepEqual(clock.left, []);
});

test('waiting counts mutations without an answer, and tells each step', async () => {
  /** @type {number[]} */
  const told = [];
  const { api, right, clock } = made(['refused', problem(400, 'x', 'X.')], { onWaiting: (/** @type {number} */ n) => told.push(n) });
  const first = api.recordPlayerAnswer(1, right);
  const second = assert.rejects(api.updateGame(1, { name: '' }));
  assert.equal(api.waiting, 2);
  await clock.advance(5_000);
  await Promise.all([first, second]);
  assert.equal(api.waiting, 0);
  assert.deepEqual(told, [1, 2, 1, 0]);
});

test('reads are tried once, time out, and do not count', async () => {
  const { api, server, clock } = made(['refused', 'hang', refusal(503, { 'Retry-After': '2' })]);
  await assert.rejects(api.snapshot(1), { code: 'network', status: 0, detail: '' });
  const hung = assert.rejects(api.changes(1), { code: 'timeout' });
  await clock.advance(10_000);
  await hung;
  await assert.rejects(api.snapshot(1), { status: 503, retryAfter: 2 });
  assert.equal(server.requests.length, 3);
  assert.equal(server.requests.some(({ headers }) => 'Idempotency-Key' in headers), false);
  assert.equal(api.waiting, 0);
});

test('a snapshot can be asked for only if it has changed', async () => {
  const { api } = made([]);
  assert.equal((await api.snapshot(1))?.revision, 1);
  assert.equal(await api.snapshot(1, { ifRevision: 1 }), null);
  assert.equal((await api.snapshot(1, { ifRevision: 0 }))?.revision, 1);
});

test('a mutation without an answer body resolves with null; without a token no header is sent', async () => {
  const { server, player } = made([]);
  const api = new Api({ token: '', fetch: server.fetch });
  assert.equal(await api.deletePlayer(player.id), null);
  const { headers, body } = server.requests[0];
  assert.equal('Authorization' in headers, false);
  assert.equal('Content-Type' in headers, false);
  assert.equal(body, undefined);
});
