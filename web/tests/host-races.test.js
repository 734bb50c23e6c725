import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../lib/emitter.js';
import { IntentQueue } from '../lib/intents.js';
import { ApiError } from '../lib/problem.js';
import { reduce } from '../lib/show.js';
import { buzzers, openQuestion } from '../lib/show-messages.js';
import { fromSnapshot } from '../lib/structure.js';
import { useTexts } from '../lib/text.js';
import en from '../text/en.js';
import { settled } from './support/clock.js';
import { page } from './support/fake-page.js';
import { ScoreServer } from './support/score-server.js';

useTexts('en', en);
const { Desk } = await import('../pages/host/desk.js');
const { scoreActions } = await import('../pages/host/score-actions.js');

const [ADA, ZOE, QUESTION] = [1, 2, 14];
const right = { is_correct: true, points: 200 };
const questions = [QUESTION, 15].map((id) => ({ id, text: 'Q', answer: 'A', points: 200, flags: [], order: id, answered: false, version: 0 }));
const snapshot = {
  game_id: 1,
  name: 'Quiz',
  points_term: 'points',
  revision: 0,
  boards: [{ id: 1, name: 'R', order: 0, categories: [{ id: 2, name: 'C', description: '', order: 0, questions }] }],
  teams: [],
  players: [ADA, ZOE].map((id) => ({ id, team_id: null, name: `P${id}`, buzzer: null, score: 0, version: 0 })),
};

/** A desk with a question open and Ada asked. Zoe came with the quiz file, with 200 points for it. */
async function host() {
  const server = new ScoreServer();
  server.addPlayer(ADA);
  server.addPlayer(ZOE, { [QUESTION]: right });
  const queue = new IntentQueue();
  /** @type {any} */
  const game = Object.assign(new Emitter(), {
    gameId: 1,
    api: server.api,
    picture: fromSnapshot(snapshot),
    isPending: () => queue.size() > 0,
    mutate: (/** @type {string} */ key, /** @type {any} */ fn) => queue.run(key, () => fn(server.api)),
    get waiting() {
      return queue.size();
    },
  });
  const desk = new Desk(game);
  await desk.history.read();
  for (const message of openQuestion({ question: questions[0], category: 'C', opening: 1 })) reduce(desk.show, message);
  reduce(desk.show, buzzers({ armed: true, opening: 1, round: 1, locked: [] }));
  reduce(desk.show, { type: 'buzzer_pressed', from: { player_id: ADA } });
  /** @type {any[]} */
  const told = [];
  /** @type {any} */
  const show = { send: (/** @type {any[]} */ messages) => told.push(...messages) };
  const scores = scoreActions(desk, show);
  /** All that has been broadcast is in the picture and in the log. */
  const seen = async () => {
    for (const { player_id, score, version } of server.scores.values()) Object.assign(game.picture.players.get(player_id), { score, version });
    await desk.history.read();
  };
  const judgements = () => told.filter(({ type }) => type === 'judged').map(({ type: _, ...rest }) => rest);
  return { server, desk, scores, seen, judgements, told, newest: () => desk.history.log.changes.at(-1) ?? assert.fail() };
}

/** @param {ScoreServer} server */
const asked = ({ calls }) => calls.map(({ what, ifMatch }) => [what, ifMatch]);

/** What the last toast says. */
const toasted = () => page.body.textContent;

test('an undo on its way does nothing to what another host has done to the same answer', async () => {
  const { server, scores, seen, newest } = await host();
  server.answer(ADA, QUESTION, right);
  await seen();
  server.isHolding = true;
  const undone = scores.undo(newest());
  await settled();
  server.answer(ADA, QUESTION, { is_correct: true, points: 500 });
  await server.letGo();
  await undone;
  assert.equal(server.scores.get(ADA)?.score, 500);
  assert.deepEqual(asked(server), [['take back', 1]]);
  assert.match(toasted(), /undone or changed since/);
});

test('an undo tries again, under a new key, where only another answer of the player came between', async () => {
  const { server, scores, seen, newest } = await host();
  server.answer(ADA, QUESTION, right);
  await seen();
  server.isHolding = true;
  const undone = scores.undo(newest());
  await settled();
  server.answer(ADA, 15, { is_correct: true, points: 70 });
  await server.letGo();
  await undone;
  assert.equal(server.scores.get(ADA)?.score, 70);
  assert.deepEqual(asked(server), [['take back', 1], ['take back', 2]]);
  assert.notEqual(server.calls[0]?.idempotencyKey, server.calls[1]?.idempotencyKey);
});

test('the second half of an undo leaves alone what another host has recorded after the first', async () => {
  const { server, scores, seen, newest } = await host();
  server.answer(ADA, QUESTION, right);
  server.answer(ADA, QUESTION, null);
  server.answer(ADA, QUESTION, { is_correct: false, points: -200 });
  await seen();
  const change = newest();
  change.detail.previous = right;
  const { recordPlayerAnswer } = server.api;
  server.api.recordPlayerAnswer = (/** @type {any[]} */ ...call) => {
    server.answer(ADA, QUESTION, { is_correct: true, points: 30 });
    return recordPlayerAnswer(...call);
  };
  await scores.undo(change);
  assert.equal(server.scores.get(ADA)?.score, 30);
  assert.deepEqual(asked(server), [['take back', 3], ['record 200', 4]]);
});

test('what has no version of its own is undone only at the revision that was read', async () => {
  const { server, scores, seen, newest } = await host();
  server.rename('One');
  await seen();
  server.isHolding = true;
  const first = scores.undo(newest());
  await settled();
  server.answer(ADA, QUESTION, right);
  await server.letGo();
  await first;
  assert.equal(server.name, 'Quiz', 'a score in between is no hindrance');
  server.rename('Two');
  await seen();
  server.isHolding = true;
  const second = scores.undo(newest());
  await settled();
  server.rename('Three');
  await server.letGo();
  await second;
  assert.equal(server.name, 'Three');
});

test('custom points count although an earlier click on the same player was still on its way', async () => {
  const { server, scores, seen } = await host();
  server.answer(ADA, QUESTION, right);
  server.answer(ADA, QUESTION, null);
  await seen();
  server.isHolding = true;
  const clicks = [scores.judge(ADA, false), scores.custom(ADA, QUESTION, 50)];
  await server.letGo();
  await Promise.all(clicks);
  assert.equal(server.scores.get(ADA)?.score, 50);
});

test('custom points count where another host has judged meanwhile', async () => {
  const { server, scores, seen } = await host();
  await seen();
  server.isHolding = true;
  const click = scores.custom(ADA, QUESTION, 50);
  await settled();
  server.answer(ADA, QUESTION, { is_correct: false, points: -200 });
  await server.letGo();
  await click;
  assert.equal(server.scores.get(ADA)?.score, 50);
  assert.deepEqual(asked(server), [['record 50', 0], ['take back', undefined], ['record 50', 2]]);
});

test('wrong shortly after right takes it back, and nobody is told of a wrong answer', async () => {
  const { server, scores, judgements } = await host();
  server.isHolding = true;
  const clicks = [scores.judge(ADA, true), scores.judge(ADA, false)];
  await server.letGo();
  await Promise.all(clicks);
  await settled();
  assert.equal(server.scores.get(ADA)?.score, 0);
  assert.deepEqual(judgements(), [{ opening: 1, player_id: ADA, is_correct: true, points: 200, version: 1 }]);
});

test('the server has answered, but the log is not read yet: what is told is what the server has made of it', async () => {
  const { server, desk, scores, judgements } = await host();
  await scores.judge(ADA, true);
  Object.assign(desk.picture.players.get(ADA) ?? {}, server.scores.get(ADA));
  await scores.judge(ADA, false);
  await settled();
  assert.deepEqual(judgements().map(({ is_correct, points }) => [is_correct, points]), [[true, 200]]);
});

test('an answer that the log does not have: wrong takes it back, and locks nobody', async () => {
  const { server, scores, told } = await host();
  await scores.judge(ZOE, false);
  await settled();
  assert.equal(server.scores.get(ZOE)?.score, 0);
  assert.deepEqual(told, []);
});

test('what is not certain is told once it is: the points that were added, and once', async () => {
  const { server, scores, judgements, told } = await host();
  server.answer(ZOE, QUESTION, null);
  server.isHolding = true;
  const clicks = [scores.judge(ZOE, false), scores.judge(ZOE, false)];
  await settled();
  assert.equal(told.length, 0);
  await server.letGo();
  await Promise.all(clicks);
  await settled();
  assert.deepEqual(judgements(), [{ opening: 1, player_id: ZOE, is_correct: false, points: -200, version: 2 }]);
  assert.deepEqual(told.at(-1)?.locked, [ZOE]);
});

test('what the log tells is told though it could not be read at once', async (t) => {
  const { server, scores, judgements } = await host();
  server.answer(ZOE, QUESTION, null);
  const { changes } = server.api;
  server.api.changes = () => Promise.reject(new ApiError({ code: 'network' }));
  t.mock.timers.enable({ apis: ['setTimeout'] });
  await scores.judge(ZOE, false);
  await settled();
  assert.deepEqual(judgements(), []);
  server.api.changes = changes;
  t.mock.timers.tick(1000);
  await settled();
  assert.deepEqual(judgements().map(({ player_id, points }) => [player_id, points]), [[ZOE, -200]]);
});

test('nothing is told of an answer once another question is open', async () => {
  const { server, desk, scores, told } = await host();
  server.answer(ZOE, QUESTION, null);
  server.isHolding = true;
  const click = scores.judge(ZOE, true);
  await settled();
  for (const message of openQuestion({ question: questions[0], category: 'C', opening: 2 })) reduce(desk.show, message);
  await server.letGo();
  await click;
  await settled();
  assert.deepEqual(told, []);
});
