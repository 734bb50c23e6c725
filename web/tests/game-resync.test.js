import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seen, started, truth } from './support/game.js';

test('presence: who comes and goes', async () => {
  const { game, server, events } = await started();
  server.presence('host', 'desk', true);
  server.presence('player', '3', true);
  assert.deepEqual([...game.clients.keys()], ['host/desk', 'player/3']);
  assert.deepEqual(game.clients.get('host/desk'), { client_type: 'host', client_id: 'desk' });
  server.presence('player', '3', false);
  assert.deepEqual([...game.clients.keys()], ['host/desk']);
  server.sockets[0].say({ type: 'client_connection_status', client_type: 'host', client_id: 'desk', connected: true });
  assert.equal(events('clients').length, 3);
});

test('presence is rebuilt after a resume: who went meanwhile is gone', async () => {
  const { game, server, clock } = await started();
  server.presence('host', 'desk', true);
  server.presence('player', '3', true);
  server.cut(server.sockets[0]);
  server.presence('player', '3', false);
  server.presence('player', '4', true);
  await clock.advance(0);
  assert.equal(game.connection, 'live');
  assert.deepEqual([...game.clients.keys()].sort(), ['host/desk', 'player/4']);
});

test('a snapshot instead of a resume: scores at once, the rest by REST, clients as it says', async () => {
  const { game, server, ada, question, clock } = await started();
  server.presence('player', '3', true);
  server.cut(server.sockets[0]);
  server.clients.clear();
  server.presence('host', 'desk', true);
  server.renamePlayer(ada.id, 'Ada L.');
  server.score(ada.id, 700);
  server.editQuestion(question.id, { answered: true });
  const { log } = server;
  // A page that says more than the server has is sent a snapshot.
  game.picture.revision = 99;
  await clock.advance(0);
  assert.equal(game.picture.players.get(ada.id)?.score, 700);
  assert.equal(seen(game.picture).questions[0].answered, true);
  assert.deepEqual([...game.clients.keys()], ['host/desk']);
  await clock.advance(5_000);
  assert.equal(game.picture.players.get(ada.id)?.name, 'Ada L.');
  assert.equal(game.picture.revision, log.length);
});

test('a server whose data was set back is followed, when REST says so', async () => {
  const { game, server, ada, clock, lines } = await started();
  server.score(ada.id, 100);
  server.score(ada.id, 100);
  server.log.pop();
  Object.assign(server.players[0], { score: 100, version: 1 });
  server.cut(server.sockets[0]);
  await clock.advance(5_000);
  assert.deepEqual(seen(game.picture), truth(server));
  assert.ok(lines.some((line) => line.includes('went back')));
  server.score(ada.id, 50);
  assert.deepEqual(seen(game.picture), truth(server));
});

test('a snapshot of the revision that is shown needs no REST', async () => {
  const { game, server, clock, events } = await started();
  const { revision } = server;
  server.sockets[0].say({ type: 'reset' });
  server.sockets[0].say({ type: 'snapshot', revision, players: [], questions: [], retained: [], clients: [] });
  await clock.advance(5_000);
  assert.equal(server.requests.length, 0);
  assert.deepEqual(events('picture'), [[{ kind: 'snapshot' }]]);
  assert.equal(game.connection, 'live');
});

test('one answer of REST that is older than what is shown is not believed', async () => {
  const { game, server, ada, clock, api } = await started();
  const old = server.snapshot();
  server.score(ada.id, 200);
  const real = api.snapshot.bind(api);
  api.snapshot = () => {
    api.snapshot = real;
    return Promise.resolve(old);
  };
  const reloaded = game.reload();
  await clock.advance(50);
  assert.equal(game.picture.players.get(ada.id)?.score, 200);
  await clock.advance(5_000);
  await reloaded;
  assert.deepEqual(seen(game.picture), truth(server));
});
