import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { fromSnapshot } from '../lib/structure.js';
import { t, useTexts } from '../lib/text.js';
import { ChangeLog } from '../pages/host/change-log.js';
import { actorLine, changeLine, nameBook } from '../pages/host/history-lines.js';
import { questionLabel } from '../pages/host/targets.js';
import en from '../text/en.js';

const snapshot = {
  game_id: 1,
  name: 'Quiz',
  points_term: 'points',
  revision: 9,
  join_code: 'ABC123',
  boards: [{
    id: 1,
    name: 'One',
    order: 0,
    categories: [{
      id: 2,
      name: 'Rivers',
      description: '',
      order: 0,
      questions: [{ id: 5, text: 'Q', answer: 'A', points: 200, flags: [], order: 0, answered: false, version: 0 }],
    }],
  }],
  teams: [{ id: 4, name: 'Reds', color: '' }],
  players: [{ id: 3, team_id: 4, name: 'Ada', buzzer: null, score: 200, version: 1 }],
};

/** @param {number} revision @param {string} kind @param {object} rest */
const change = (revision, kind, rest) => ({ revision, kind, entity_id: 3, version: 1, actor: 'host', at: '2026-05-01T18:00:00Z', body: {}, ...rest });

/** The line of a change in English, without the marks that isolate names. @param {any} one */
function line(one, changes = [one]) {
  const picture = fromSnapshot(snapshot);
  const said = changeLine(one, nameBook(picture, changes), (id) => questionLabel(picture, id) ?? t('host.aQuestion'));
  return t(said.key, said.values).replace(/[\u2068\u2069]/g, '');
}

beforeEach(() => useTexts('en', en));

test('scores say who, for what, and the score after it', () => {
  const body = { type: 'update_score', player_id: 3, score: 200, version: 1 };
  const right = { question_id: 5, answer: { is_correct: true, points: 200 } };
  assert.equal(line(change(1, 'update_score', { body, detail: right })), 'Ada +200: right, Rivers · 200; now 200');
  const wrong = { question_id: 5, answer: { is_correct: false, points: -200 } };
  assert.equal(line(change(1, 'update_score', { body, detail: wrong })), 'Ada \u2212200: wrong, Rivers · 200; now 200');
  const none = { question_id: 5, answer: null };
  assert.equal(line(change(1, 'update_score', { body, detail: none })), 'Ada: answer taken back, Rivers · 200; now 200');
  assert.equal(line(change(1, 'update_score', { body })), 'Ada now has 200');
});

test('what is gone keeps its name, and a question that is gone says so', () => {
  const gone = change(2, 'player_deleted', { entity_id: 8, body: { player_id: 8 }, detail: { player: { id: 8, name: 'Bob' } } });
  assert.equal(line(gone), 'Bob removed');
  assert.equal(line(change(2, 'question_deleted', { entity_id: 77 })), 'Question deleted: a question that is gone');
});

test('renames and moves are told apart', () => {
  const body = { player: { id: 3, team_id: 4, name: 'Ada' } };
  const renamed = change(1, 'player_updated', { body, detail: { previous: { id: 3, team_id: 4, name: 'Adda' } } });
  assert.equal(line(renamed), 'Adda is now called Ada');
  const moved = change(1, 'player_updated', { body, detail: { previous: { id: 3, team_id: null, name: 'Ada' } } });
  assert.equal(line(moved), 'Ada moved to Reds');
});

test('every kind of change has words', () => {
  const things = { game: [], board: 1, category: 2, question: 5, team: 4, player: 3 };
  for (const thing of Object.keys(things)) {
    for (const verb of ['created', 'updated', 'deleted']) {
      if (thing === 'game' && verb !== 'updated') continue;
      const body = { name: 'New', [thing]: { id: 1, name: 'New', team_id: 4 } };
      assert.ok(!line(change(1, `${thing}_${verb}`, { body })).startsWith('host.'), `${thing}_${verb}`);
    }
  }
  assert.equal(line(change(1, 'toggle_question', { entity_id: 5, body: { answered: true } })), 'Rivers · 200 marked as played');
});

test('actors have names', () => {
  const names = nameBook(fromSnapshot(snapshot), []);
  assert.equal(actorLine('host', names).key, 'host.actorHost');
  assert.equal(actorLine('player:3', names).values.name, '\u2068Ada\u2069');
  assert.equal(actorLine('open', names).key, 'host.actorOpen');
});

test('the log is one stretch: newer ones join, older ones join, a page apart replaces', () => {
  const log = new ChangeLog();
  const page = (/** @type {number} */ from, /** @type {number} */ to) => Array.from({ length: to - from + 1 }, (_, index) => change(from + index, 'game_updated', {}));
  assert.equal(log.merge(page(101, 110)), true);
  assert.deepEqual(log.older(50), { after: 50, limit: 50 });
  assert.equal(log.merge(page(108, 112)), true);
  assert.equal(log.newest, 112);
  assert.equal(log.merge(page(51, 100)), true);
  assert.equal(log.oldest, 51);
  assert.equal(log.merge(page(60, 70)), false);
  assert.equal(log.changes.length, 62);
  assert.deepEqual(log.list(3).map(({ revision }) => revision), [112, 111, 110]);
  assert.equal(log.list().length, 62);
  assert.equal(log.merge(page(1, 50)), true);
  assert.equal(log.isComplete, true);
  assert.equal(log.older(50), null);
  log.merge(page(200, 201));
  assert.deepEqual([log.oldest, log.newest], [200, 201]);
});

test('the newest answer counts, whatever order pages come in', () => {
  const answer = (/** @type {number} */ revision, /** @type {number|null} */ points) =>
    change(revision, 'update_score', { detail: { question_id: 5, answer: points === null ? null : { is_correct: points > 0, points } } });
  const log = new ChangeLog();
  log.merge([answer(3, 200)]);
  log.merge([answer(1, -50), answer(2, null)]);
  assert.equal(log.answerOf(3, 5)?.points, 200);
  log.merge([answer(4, null)]);
  assert.equal(log.answerOf(3, 5), null);
  assert.equal(log.answerOf(3, 6), undefined);
  assert.equal(log.lastQuestion(), 5);
});
