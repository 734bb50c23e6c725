import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled } from './support/clock.js';
import { problem } from './support/answers.js';
import { seen, started, truth } from './support/game.js';

test('an intent is pending until its broadcast has come, also when the answer is there before', async () => {
  const { game, server, ada, events } = await started();
  /** @type {(() => void)[]} */
  const frames = [];
  server.network = (deliver) => void frames.push(deliver);
  const result = await game.mutate('player:1', (api) => api.recordPlayerAnswer(1, { player_id: ada.id, question_id: 1, is_correct: true, points: 200 }));
  await settled();
  assert.deepEqual(result, { player_id: ada.id, score: 200, version: 1 });
  assert.equal(game.isPending('player:1'), true);
  assert.equal(game.picture.players.get(ada.id)?.score, 0, 'the screen changes with everybody\'s');
  frames.forEach((deliver) => deliver());
  await settled();
  assert.equal(game.picture.players.get(ada.id)?.score, 200);
  assert.equal(game.isPending('player:1'), false);
  assert.deepEqual(events('pending'), [['player:1'], ['player:1']]);
});

test('an intent whose broadcast came before the answer ends with the answer', async () => {
  const { game, ada } = await started();
  await game.mutate('a', (api) => api.recordPlayerAnswer(1, { player_id: ada.id, question_id: 1, is_correct: true, points: 200 }));
  await settled();
  assert.equal(game.isPending('a'), false);
});

test('where the socket is away, the answer itself is shown', async () => {
  const { game, server, ada, question, events, clock } = await started();
  server.refusing = true;
  server.cut(server.sockets[0]);
  await settled();
  assert.equal(game.connection, 'away');
  await game.mutate('a', (api) => api.recordPlayerAnswer(1, { player_id: ada.id, question_id: 1, is_correct: true, points: 200 }));
  await settled();
  assert.equal(game.picture.players.get(ada.id)?.score, 200);
  assert.equal(game.isPending('a'), false);
  assert.deepEqual(events('picture'), [[{ kind: 'response' }]]);
  await game.mutate('q', (api) => api.toggleQuestion(question.id, true));
  const made = game.mutate('p', (api) => api.createPlayer(1, { name: 'Cy' }));
  await made;
  await clock.advance(100);
  assert.equal(game.isPending('p'), false);
  assert.deepEqual(seen(game.picture), truth(server));
});

test('an answer that came by REST is not shown again as something new, nor set back, when the socket returns', async () => {
  const { game, server, ada, clock } = await started();
  server.refusing = true;
  server.cut(server.sockets[0]);
  await game.mutate('a', (api) => api.recordPlayerAnswer(1, { player_id: ada.id, question_id: 1, is_correct: true, points: 200 }));
  server.refusing = false;
  await clock.advance(3_000);
  assert.equal(game.connection, 'live');
  assert.deepEqual(seen(game.picture), truth(server));
});

test('an intent whose broadcast gets lost with the socket is resolved by its answer', async () => {
  const { game, server, ada } = await started();
  server.network = () => {};
  await game.mutate('a', (api) => api.recordPlayerAnswer(1, { player_id: ada.id, question_id: 1, is_correct: true, points: 200 }));
  await settled();
  assert.equal(game.isPending('a'), true);
  server.cut(server.sockets[0]);
  await settled();
  assert.equal(game.isPending('a'), false);
  assert.equal(game.picture.players.get(ada.id)?.score, 200);
});

test('an intent whose broadcast does not come for 3 s is resolved by its answer', async () => {
  const { game, server, ada, clock } = await started();
  server.network = () => {};
  await game.mutate('a', (api) => api.recordPlayerAnswer(1, { player_id: ada.id, question_id: 1, is_correct: true, points: 200 }));
  await clock.advance(2_999);
  assert.equal(game.isPending('a'), true);
  await clock.advance(1);
  assert.equal(game.isPending('a'), false);
  assert.equal(game.picture.players.get(ada.id)?.score, 200);
});

test('a rename is pending until a change of that sort has come', async () => {
  const { game, server, ada } = await started();
  /** @type {(() => void)[]} */
  const frames = [];
  server.network = (deliver) => void frames.push(deliver);
  server.score(ada.id, 1);
  await game.mutate('game', (api) => api.updateGame(1, { name: 'New' }));
  frames[0]();
  await settled();
  assert.equal(game.isPending('game'), true, 'a score is not it');
  frames[1]();
  await settled();
  assert.equal(game.isPending('game'), false);
  assert.equal(game.picture.name, 'New');
});

test('an intent that the server refuses rejects and ends; the next one of its key goes on', async () => {
  const { game, server, ada } = await started();
  server.faults = [problem(422, 'score_out_of_range', 'The score would leave the 32-bit range.')];
  const answer = { player_id: ada.id, question_id: 1, is_correct: true, points: 5 };
  const refused = game.mutate('a', (api) => api.recordPlayerAnswer(1, answer));
  const next = game.mutate('a', (api) => api.recordPlayerAnswer(1, answer));
  await assert.rejects(refused, { code: 'score_out_of_range' });
  assert.equal((await next).score, 5);
  await settled();
  assert.equal(game.isPending('a'), false);
});

test('a 412 shows what is true now', async () => {
  const { game, server, ada } = await started();
  const current = { player_id: ada.id, score: 400, version: 8 };
  server.faults = [problem(412, 'version_conflict', 'Moved.', { current })];
  await assert.rejects(game.mutate('a', (api) => api.recordPlayerAnswer(1, { player_id: ada.id, question_id: 1, is_correct: true }, { ifMatch: 0 })), { status: 412 });
  await settled();
  assert.equal(game.picture.players.get(ada.id)?.score, 400);
});

test('clicks of one key go to the server in their order, one at a time', async () => {
  const { game, server, ada, clock } = await started();
  server.faults = ['lost', 'refused'];
  const clicks = [10, 20, 30].map((points) => game.mutate('a', (api) => api.recordPlayerAnswer(1, { player_id: ada.id, question_id: 1, is_correct: true, points })));
  await clock.advance(20_000);
  await Promise.all(clicks);
  assert.deepEqual(server.requests.map(({ body }) => JSON.parse(body).points), [10, 10, 10, 20, 30]);
  assert.equal(server.players[0].score, 60);
  assert.equal(game.picture.players.get(ada.id)?.score, 60);
});

test('a click while the network is off is kept, counted, and done once when it returns', async () => {
  const { game, server, ada, clock, page, api, events } = await started();
  server.refusing = true;
  server.cut(server.sockets[0]);
  server.faults = ['lost', 'refused', 'refused'];
  const click = game.mutate('a', (api) => api.recordPlayerAnswer(1, { player_id: ada.id, question_id: 1, is_correct: true, points: 200 }));
  await clock.advance(0);
  assert.equal(game.waiting, 1);
  assert.equal(api.waiting, 1);
  server.faults = [];
  server.refusing = false;
  page.wake();
  await click;
  await clock.advance(3_000);
  assert.equal(game.waiting, 0);
  assert.deepEqual(events('waiting'), [[1], [0]]);
  assert.equal(server.players[0].score, 200);
  assert.deepEqual(seen(game.picture), truth(server));
});

test('clicks that wait behind another one are counted too', async () => {
  const { game, server, ada, clock, page, events } = await started();
  server.faults = ['refused'];
  const points = [10, 20, 30];
  const clicks = points.map((one) => game.mutate('a', (api) => api.recordPlayerAnswer(1, { player_id: ada.id, question_id: 1, is_correct: true, points: one })));
  await clock.advance(0);
  assert.equal(game.waiting, 3);
  page.wake();
  await Promise.all(clicks);
  assert.deepEqual(events('waiting'), [[1], [2], [3], [2], [1], [0]]);
});

test('a broadcast that is older than what an answer has shown is not shown', async () => {
  const { game, server, ada, clock, events } = await started();
  /** @type {(() => void)[]} */
  const frames = [];
  server.network = (deliver) => void frames.push(deliver);
  server.score(ada.id, 100);
  await game.mutate('a', (api) => api.recordPlayerAnswer(1, { player_id: ada.id, question_id: 1, is_correct: true, points: 200 }));
  await clock.advance(3_000);
  assert.deepEqual(events('picture'), [[{ kind: 'response' }]]);
  frames[0]();
  assert.equal(events('picture').length, 1);
  assert.equal(game.picture.players.get(ada.id)?.score, 300);
  frames[1]();
  assert.deepEqual(seen(game.picture), truth(server));
});

test('a click that waits for its next try goes when the socket is back', async () => {
  const { game, server, ada, clock } = await started({ random: () => 0.99 });
  const tries = () => server.requests.filter(({ method }) => method === 'POST').length;
  server.cut(server.sockets[0]);
  server.refusing = true;
  server.faults = Array(1_000).fill('refused');
  let done = false;
  const click = game.mutate('a', (api) => api.recordPlayerAnswer(1, { player_id: ada.id, question_id: 1, is_correct: true, points: 200 }));
  click.then(() => done = true);
  await clock.advance(30_000);
  for (const before = tries(); tries() === before;) await clock.advance(10);
  // Its next try would be in 3.96 s, the socket's is in 2.97 s at most.
  server.faults = [];
  server.refusing = false;
  const began = clock.now;
  while (game.connection !== 'live') await clock.advance(10);
  await clock.advance(0);
  assert.ok(clock.now - began < 3_900);
  assert.equal(done, true);
});
