import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SocketRules } from '../lib/socket-rules.js';

/** @param {number} revision */
const change = (revision) => ({ type: 'update_score', player_id: 1, score: 1, version: 1, revision });
const welcome = (revision = 5, resumed = true, connection_id = 'me') => ({ type: 'welcome', game_id: 1, client_id: 'x', connection_id, revision, resumed });
const snapshot = (revision = 5) => ({ type: 'snapshot', revision, players: [], questions: [], retained: [], clients: [] });
const echo = { type: 'pong', from: { connection_id: 'me' } };

/** In short: what is done, and with which revision. @param {import('../lib/socket-rules.js').Decision[]} decisions */
const brief = (decisions) => decisions.map((one) => 'message' in one && one.do === 'change' ? one.message.revision : one.do);

function welcomed(revision = 5, resumed = true) {
  const rules = new SocketRules();
  rules.receive(welcome(revision, resumed), revision);
  return rules;
}

test('the next revision is delivered', () => {
  assert.deepEqual(brief(welcomed().receive(change(6), 5)), [6]);
});

test('a doubled or older revision is ignored, with a reason for the log', () => {
  const rules = welcomed();
  for (const revision of [5, 4, 1]) {
    assert.deepEqual(rules.receive(change(revision), 5), [{ do: 'ignore', reason: `stale update_score: revision ${revision} after 5` }]);
  }
});

test('frames in a wrong order are delivered in the right one', () => {
  const rules = welcomed();
  assert.deepEqual(brief(rules.receive(change(8), 5)), ['hold']);
  assert.deepEqual(brief(rules.receive(change(7), 5)), ['hold']);
  assert.deepEqual(brief(rules.receive(change(6), 5)), [6, 7, 8]);
  assert.deepEqual(brief(rules.late(8)), []);
});

test('a hole that stays asks for a resume, after what fits', () => {
  const rules = welcomed();
  rules.receive(change(9), 5);
  rules.receive(change(7), 5);
  assert.deepEqual(rules.late(5), [{ do: 'resume', reason: 'a hole after revision 5' }]);
  // The page has read revision 6 by REST meanwhile.
  assert.deepEqual(rules.late(6), [{ do: 'change', message: change(7) }, { do: 'resume', reason: 'a hole after revision 7' }]);
});

test('held changes that were overtaken by a snapshot of REST are dropped', () => {
  const rules = welcomed();
  rules.receive(change(7), 5);
  assert.deepEqual(brief(rules.late(9)), []);
  assert.deepEqual(brief(rules.receive(change(10), 9)), [10]);
});

test('no more than 256 changes are held', () => {
  const rules = welcomed();
  for (let revision = 10; revision < 266; revision += 1) assert.deepEqual(brief(rules.receive(change(revision), 5)), ['hold']);
  assert.deepEqual(brief(rules.receive(change(999), 5)), ['resume']);
});

test('a change of any type counts; one without a revision is ignored', () => {
  const rules = welcomed();
  assert.deepEqual(brief(rules.receive({ type: 'toggle_question', revision: 6 }, 5)), [6]);
  assert.deepEqual(brief(rules.receive({ type: 'game_changed', revision: 7 }, 6)), [7]);
  for (const revision of [undefined, null, '8', 8.5, NaN]) {
    assert.deepEqual(brief(rules.receive({ ...change(8), revision }, 7)), ['ignore']);
  }
});

test('without a revision of its own the page waits for the snapshot, and what came before it follows', () => {
  const rules = new SocketRules();
  rules.receive(welcome(5, false), null);
  assert.deepEqual(brief(rules.receive(change(6), null)), ['hold']);
  assert.deepEqual(brief(rules.receive(change(5), null)), ['hold']);
  assert.deepEqual(brief(rules.receive(snapshot(5), null)), ['snapshot', 6]);
});

test('a snapshot that nobody waits for is ignored: it would be a doubled one', () => {
  const rules = welcomed(5, false);
  assert.deepEqual(brief(rules.receive(snapshot(5), 3)), ['snapshot']);
  assert.deepEqual(brief(rules.receive(snapshot(5), 9)), ['ignore']);
});

test('an older snapshot does not bring back what it is behind of', () => {
  const rules = welcomed(5, false);
  rules.receive(change(9), 7);
  assert.deepEqual(brief(rules.receive(snapshot(5), 7)), ['snapshot']);
  assert.deepEqual(brief(rules.receive(change(8), 7)), [8, 9]);
  const other = welcomed(5, false);
  other.receive(change(7), 5);
  assert.deepEqual(brief(other.receive(snapshot(6), 8)), ['snapshot'], 'REST had 7 and 8 meanwhile');
});

test('after a reset a snapshot is taken', () => {
  const rules = welcomed();
  assert.deepEqual(brief(rules.receive({ type: 'reset' }, 5)), ['reset']);
  assert.deepEqual(brief(rules.receive(snapshot(40), 5)), ['snapshot']);
  assert.deepEqual(brief(rules.receive(change(41), 40)), [41]);
});

test('the first welcome tells who one is; another one is ignored', () => {
  const rules = new SocketRules();
  assert.deepEqual(brief(rules.receive(welcome(5, true, 'a'), 5)), ['welcome']);
  assert.deepEqual(brief(rules.receive(welcome(5, false, 'a'), 5)), ['ignore']);
  assert.deepEqual(brief(rules.receive(welcome(5, false, 'b'), 5)), ['ignore']);
  assert.equal(rules.connectionId, 'a');
  assert.deepEqual(brief(rules.receive(snapshot(), 5)), ['ignore']);
});

test('the own echo says that the line is alive; another one\'s is coordination', () => {
  const rules = welcomed();
  assert.deepEqual(brief(rules.receive(echo, 5)), ['alive']);
  assert.deepEqual(brief(rules.receive({ type: 'pong', from: { connection_id: 'you' } }, 5)), ['coordination']);
  assert.deepEqual(brief(rules.receive({ type: 'pong' }, 5)), ['coordination']);
  assert.deepEqual(brief(new SocketRules().receive({ type: 'pong' }, 5)), ['coordination']);
});

test('if the echo comes before what the joining should bring, a resume is asked for', () => {
  assert.deepEqual(brief(welcomed(8).receive(echo, 5)), ['alive', 'resume']);
  assert.deepEqual(brief(welcomed(8).receive(echo, 8)), ['alive']);
  assert.deepEqual(brief(welcomed(8, false).receive(echo, 8)), ['alive', 'resume']);
});

test('all else is handed on by its type', () => {
  const rules = welcomed();
  assert.deepEqual(brief(rules.receive({ type: 'select_board' }, 5)), ['coordination']);
  assert.deepEqual(brief(rules.receive({ type: 'client_connection_status' }, 5)), ['presence']);
  assert.deepEqual(brief(rules.receive({ type: 'error', code: 'forbidden' }, 5)), ['refused']);
});

test('what is no message is ignored', () => {
  const rules = welcomed();
  for (const wrong of [null, 3, 'x', [], {}, { type: 4 }]) assert.deepEqual(brief(rules.receive(wrong, 5)), ['ignore']);
});
