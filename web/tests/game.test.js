import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled } from './support/clock.js';
import { problem } from './support/answers.js';
import { gameOn, seen, started, truth } from './support/game.js';

test('it reads REST first, and goes on after that by the socket', async () => {
  const { game, server, events } = gameOn();
  assert.equal(game.connection, 'connecting');
  await game.start();
  await settled();
  assert.equal(server.requests.length, 1);
  assert.equal(server.sockets[0].url.href, 'ws://h/ws/games/1?token=T&client_type=board&client_id=left&after=3');
  assert.equal(server.requests[0].headers.Authorization, 'Bearer T');
  assert.deepEqual(seen(game.picture), truth(server));
  assert.equal(game.picture.joinCode, 'ABC123');
  assert.equal(game.connection, 'live');
  assert.deepEqual(events('connection'), [['live']]);
  assert.deepEqual(events('picture'), [[{ kind: 'snapshot' }]]);
});

for (const status of [401, 403, 404, 400]) {
  test(`a start that is answered with ${status} rejects`, async () => {
    const { game, server } = gameOn();
    server.faults = [problem(status, 'code', 'Words.')];
    await assert.rejects(game.start(), { status, message: 'Words.' });
    assert.equal(server.sockets.length, 0);
  });
}

test('a start waits for a server that is away, and shows that', async () => {
  const { game, server, clock } = gameOn();
  server.faults = ['refused', problem(503, 'not_ready', 'Later.'), 'hang'];
  const start = game.start();
  await settled();
  assert.equal(game.connection, 'away');
  await clock.advance(20_000);
  await start;
  await settled();
  assert.equal(game.connection, 'live');
  assert.deepEqual(seen(game.picture), truth(server));
});

test('a start waits while a portal refuses in the server\'s place, and a game goes on', async () => {
  const { game, server, question, clock, events } = gameOn();
  const portal = { status: 403, body: '<html>Log in first</html>' };
  server.faults = [portal];
  const start = game.start();
  await settled();
  assert.equal(game.connection, 'away');
  await clock.advance(20_000);
  await start;
  await settled();
  server.faults = [portal];
  server.editQuestion(question.id, { text: 'x' });
  await clock.advance(20_000);
  assert.deepEqual(events('problem'), []);
  assert.equal(game.connection, 'live');
  assert.deepEqual(seen(game.picture), truth(server));
});

test('a start that waits tries at once when the page wakes', async () => {
  const { game, server, page } = gameOn({ random: () => 1 });
  server.faults = ['refused'];
  const start = game.start();
  await settled();
  page.wake();
  await start;
});

test('changes are shown, and told with their message', async () => {
  const { game, server, ada, events } = await started();
  server.score(ada.id, 200);
  assert.equal(game.picture.players.get(ada.id)?.score, 200);
  assert.deepEqual(events('picture'), [[{ kind: 'change', message: server.log.at(-1) }]]);
  assert.deepEqual(seen(game.picture), truth(server));
});

test('an edited question is read by REST, once for many edits', async () => {
  const { game, server, question, clock } = await started();
  for (const text of ['1', '2', '3']) {
    server.editQuestion(question.id, { text });
    await clock.advance(15);
  }
  await clock.advance(50);
  assert.equal(server.requests.length, 1);
  assert.deepEqual(seen(game.picture), truth(server));
});

test('phones do not all read at once', async () => {
  const { game, server, question, clock } = await started({ clientType: 'player' });
  server.editQuestion(question.id, { text: 'new' });
  await clock.advance(1_049);
  assert.equal(server.requests.length, 0);
  await clock.advance(1);
  assert.equal(server.requests.length, 1);
  assert.deepEqual(seen(game.picture), truth(server));
});

test('an edit that comes while a snapshot is on its way is read by another one', async () => {
  const { game, server, question, clock } = await started();
  server.faults = ['hang'];
  const first = game.reload();
  await clock.advance(50);
  server.editQuestion(question.id, { text: 'new' });
  await clock.advance(1_000);
  assert.equal(server.requests.length, 1, 'one at a time');
  await clock.advance(12_000);
  await first;
  assert.deepEqual(seen(game.picture), truth(server));
});

test('a snapshot that is older than the structure is not taken; one that is only behind in scores is, and sets none back', async () => {
  const { game, server, ada, clock, api, lines } = await started();
  let held = server.snapshot();
  const real = api.snapshot.bind(api);
  api.snapshot = () => {
    api.snapshot = real;
    server.renamePlayer(ada.id, 'Ada L.'); // while the answer is on its way
    return Promise.resolve(held);
  };
  const stale = game.reload();
  await clock.advance(50);
  assert.equal(game.picture.players.get(ada.id)?.name, 'Ada L.');
  await clock.advance(5_000);
  await stale;
  assert.deepEqual(seen(game.picture), truth(server));
  held = server.snapshot();
  api.snapshot = () => {
    api.snapshot = real;
    server.score(ada.id, 300);
    return Promise.resolve(held);
  };
  const behind = game.reload();
  await clock.advance(50);
  await behind;
  assert.deepEqual(seen(game.picture), truth(server));
  assert.ok(lines.some((line) => line.includes('ignored stale player')));
});

test('coordination is handed on; what is retained too, when the page comes later', async () => {
  const { game, server, events } = await started();
  server.coordinate({ type: 'select_board', board_id: 1, retain: true });
  server.coordinate({ type: 'judged' });
  assert.deepEqual(events('coordination').map(([message, { replayed }]) => [message.type, replayed]), [['select_board', false], ['judged', false]]);
  const late = gameOn({ server });
  late.socket.connect();
  await settled();
  assert.deepEqual(late.events('coordination'), [[{ type: 'select_board', board_id: 1, retain: true }, { replayed: true }]]);
  game.stop();
});

test('send says whether it went', async () => {
  const { game, server } = await started();
  assert.equal(game.send({ type: 'hint' }), true);
  server.refusing = true;
  server.cut(server.sockets[0]);
  assert.equal(game.send({ type: 'hint' }), false);
});

test('a game that is deleted while it is shown ends it, in the server\'s words', async () => {
  const { game, server, clock, events } = await started();
  server.refusing = true;
  server.cut(server.sockets[0], 1001);
  server.faults = Array(9).fill(problem(404, 'not_found', 'There is no such game.'));
  await clock.advance(60_000);
  assert.equal(game.connection, 'away');
  assert.deepEqual(events('problem').map(([error]) => [error.status, error.message]), [[404, 'There is no such game.']]);
  assert.deepEqual(clock.left, []);
});

test('a refused message is a problem with the socket\'s words', async () => {
  const { server, events } = await started();
  server.sockets[0].say({ type: 'error', code: 'forbidden', detail: 'A board says nothing.' });
  assert.deepEqual(events('problem').map(([{ code, detail, status }]) => [code, detail, status]), [['forbidden', 'A board says nothing.', 0]]);
});

test('a reload that fails for good is a problem, and the page goes on', async () => {
  const { game, server, question, clock, events } = await started();
  server.faults = [problem(500, 'internal', 'A bug.')];
  server.editQuestion(question.id, { text: 'x' });
  await clock.advance(50);
  assert.deepEqual(events('problem').map(([error]) => error.code), ['internal']);
  assert.equal(game.connection, 'live');
});

test('stopping leaves nothing behind', async () => {
  const { game, server, clock, page } = await started();
  game.reload().catch(() => {});
  game.stop();
  page.wake();
  await clock.advance(60_000);
  assert.deepEqual(clock.left, []);
  assert.equal(server.sockets.length, 1);
  assert.equal(server.requests.length, 0);
});

test('a reload that is refused for good ends it', async () => {
  const { game, server, question, clock, events } = await started();
  server.faults = [problem(403, 'forbidden', 'Not any more.')];
  server.editQuestion(question.id, { text: 'x' });
  await clock.advance(50);
  assert.deepEqual(events('problem').map(([error]) => error.message), ['Not any more.']);
  assert.deepEqual([game.connection, game.socket.state], ['away', 'closed']);
});
