import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VersionGate } from '../lib/state.js';
import { applyChange, findQuestion, fromSnapshot, ranking, teamScores } from '../lib/structure.js';

const quiet = () => new VersionGate(() => {});

/** @returns {any} */
const snapshot = () => ({
  game_id: 7,
  name: 'Quiz',
  points_term: 'points',
  revision: 10,
  boards: [
    { id: 2, name: 'Second', order: 1, categories: [] },
    {
      id: 1,
      name: 'First',
      order: 0,
      categories: [
        { id: 12, name: 'B', description: '', order: 5, questions: [] },
        {
          id: 11,
          name: 'A',
          description: 'all of it',
          order: 0,
          questions: [
            { id: 102, text: '', points: 200, flags: [], order: 1, answered: false, version: 0 },
            { id: 101, text: 'Q', answer: 'A', points: 100, flags: ['dd'], order: 0, answered: true, version: 3 },
          ],
        },
      ],
    },
  ],
  teams: [{ id: 21, name: 'Red', color: '#f00' }, { id: 22, name: 'Blue', color: '' }],
  players: [
    { id: 31, team_id: 21, name: 'Ada', buzzer: 1, score: 200, version: 2 },
    { id: 32, team_id: null, name: 'Bob', buzzer: null, score: 200, version: 1 },
    { id: 33, team_id: 21, name: 'Cy', buzzer: null, score: -100, version: 1 },
  ],
});

/** @param {any} member */
const changed = (member, revision = 11) => ({ type: 'game_changed', revision, ...member });

test('a snapshot becomes a picture in its order, without texts that are not shown', () => {
  const picture = fromSnapshot(snapshot());
  assert.equal(picture.gameId, 7);
  assert.equal(picture.pointsTerm, 'points');
  assert.equal(picture.joinCode, null);
  assert.equal(picture.revision, 10);
  assert.deepEqual(picture.boards.map(({ id }) => id), [1, 2]);
  assert.deepEqual(picture.boards[0].categories.map(({ id }) => id), [11, 12]);
  const [first, second] = picture.boards[0].categories[0].questions;
  assert.deepEqual(first, {
    id: 101, points: 100, flags: ['dd'], order: 0, answered: true, version: 3, text: 'Q', answer: 'A',
  });
  assert.equal('text' in second, false);
  assert.deepEqual(picture.players.get(32), { id: 32, teamId: null, name: 'Bob', buzzer: null, score: 200, version: 1 });
});

test('a snapshot does not let a score or a question go back, but brings names', () => {
  const gate = quiet();
  const picture = fromSnapshot(snapshot(), null, gate);
  applyChange(picture, { type: 'update_score', player_id: 31, score: 500, version: 5, revision: 11 }, gate);
  applyChange(picture, { type: 'toggle_question', question_id: 102, answered: true, version: 1, revision: 12 }, gate);
  const late = snapshot();
  late.players[0].name = 'Ada L.';
  const next = fromSnapshot(late, picture, gate);
  assert.deepEqual(next.players.get(31), { id: 31, teamId: 21, name: 'Ada L.', buzzer: 1, score: 500, version: 5 });
  assert.equal(findQuestion(next, 102)?.question.answered, true);
  assert.equal(findQuestion(next, 102)?.question.version, 1);
});

test('a snapshot feeds the gate: an older change after it is stale', () => {
  const gate = quiet();
  const picture = fromSnapshot(snapshot(), null, gate);
  const old = { type: 'update_score', player_id: 31, score: 1, version: 1, revision: 11 };
  assert.deepEqual(applyChange(picture, old, gate), { stale: true, needsSnapshot: false });
  assert.equal(picture.players.get(31)?.score, 200);
  assert.equal(picture.revision, 11);
});

test('a change applied twice changes nothing more', () => {
  const gate = quiet();
  const picture = fromSnapshot(snapshot(), null, gate);
  const score = { type: 'update_score', player_id: 31, score: 300, version: 3, revision: 11 };
  assert.deepEqual(applyChange(picture, score, gate), { stale: false, needsSnapshot: false });
  assert.deepEqual(applyChange(picture, score, gate), { stale: false, needsSnapshot: false });
  assert.equal(picture.players.get(31)?.score, 300);
  const name = changed({ kind: 'game_updated', name: 'New', points_term: 'euros' }, 12);
  assert.equal(applyChange(picture, name, gate).stale, false);
  assert.equal(applyChange(picture, name, gate).stale, true);
});

test('what has no version is stale by its revision', () => {
  const gate = quiet();
  const picture = fromSnapshot(snapshot(), null, gate);
  assert.deepEqual(applyChange(picture, changed({ kind: 'game_updated', name: 'Old', points_term: 'x' }, 10), gate), {
    stale: true,
    needsSnapshot: false,
  });
  assert.equal(picture.name, 'Quiz');
});

test('a hole in the revisions asks for a snapshot', () => {
  const gate = quiet();
  const picture = fromSnapshot(snapshot(), null, gate);
  const change = { type: 'update_score', player_id: 31, score: 300, version: 3, revision: 13 };
  assert.deepEqual(applyChange(picture, change, gate), { stale: false, needsSnapshot: true });
});

test('a score or toggle of something that is not in the picture asks for a snapshot, unless it is old', () => {
  const gate = quiet();
  const picture = fromSnapshot(snapshot(), null, gate);
  const score = { type: 'update_score', player_id: 99, score: 1, version: 1 };
  const toggle = { type: 'toggle_question', question_id: 999, answered: true, version: 1 };
  assert.equal(applyChange(picture, { ...score, revision: 11 }, gate).needsSnapshot, true);
  assert.equal(applyChange(picture, { ...score, revision: 11 }, gate).needsSnapshot, false);
  assert.equal(applyChange(picture, { ...toggle, revision: 12 }, gate).needsSnapshot, true);
  assert.equal(applyChange(picture, { ...toggle, revision: 12 }, gate).needsSnapshot, false);
});

/** @type {[string, any, (picture: import('../lib/structure.js').Picture) => unknown, unknown, boolean?][]} */
const kinds = [
  ['game_updated', { name: 'N', points_term: 'T' }, (p) => [p.name, p.pointsTerm], ['N', 'T']],
  ['board_created', { board: { id: 3, name: 'Third', order: 0 } }, (p) => p.boards.map(({ id }) => id), [1, 3, 2]],
  ['board_updated', { board: { id: 1, name: 'F', order: 9 } }, (p) => p.boards.map(({ id, name, categories }) => [id, name, categories.length]), [[2, 'Second', 0], [1, 'F', 2]]],
  ['board_deleted', { board_id: 1 }, (p) => p.boards.map(({ id }) => id), [2]],
  ['category_created', { board_id: 2, category: { id: 13, name: 'C', description: '', order: 0 } }, (p) => p.boards[1].categories, [{ id: 13, name: 'C', description: '', order: 0, questions: [] }]],
  ['category_created', { board_id: 99, category: { id: 13, name: 'C', description: '', order: 0 } }, () => 0, 0, true],
  ['category_updated', { board_id: 1, category: { id: 11, name: 'Z', description: 'd', order: 8 } }, (p) => p.boards[0].categories.map(({ id, name, questions }) => [id, name, questions.length]), [[12, 'B', 0], [11, 'Z', 2]]],
  ['category_deleted', { category_id: 11 }, (p) => p.boards[0].categories.map(({ id }) => id), [12]],
  ['question_created', { question_id: 103, category_id: 11, answered: false, version: 0 }, () => 0, 0, true],
  ['question_updated', { question_id: 101, category_id: 11, answered: false, version: 4 }, (p) => findQuestion(p, 101)?.question.answered, false, true],
  ['question_deleted', { question_id: 101, category_id: 11 }, (p) => findQuestion(p, 101), null],
  ['team_created', { team: { id: 23, name: 'G', color: '#0f0' } }, (p) => p.teams.at(-1), { id: 23, name: 'G', color: '#0f0' }],
  ['team_updated', { team: { id: 21, name: 'R', color: '' } }, (p) => p.teams[0], { id: 21, name: 'R', color: '' }],
  ['team_deleted', { team_id: 21 }, (p) => [p.teams.length, p.players.get(31)?.teamId, p.players.get(33)?.teamId], [1, null, null]],
  ['player_created', { player: { id: 34, team_id: 22, name: 'D', buzzer: 4, score: 0, version: 0 } }, (p) => p.players.get(34), { id: 34, teamId: 22, name: 'D', buzzer: 4, score: 0, version: 0 }],
  ['player_updated', { player: { id: 31, team_id: null, name: 'Ad', buzzer: null, score: 250, version: 3 } }, (p) => p.players.get(31), { id: 31, teamId: null, name: 'Ad', buzzer: null, score: 250, version: 3 }],
  ['player_updated', { player: { id: 31, team_id: 22, name: 'Ad', buzzer: 5, score: 9, version: 1 } }, (p) => p.players.get(31), { id: 31, teamId: 22, name: 'Ad', buzzer: 5, score: 200, version: 2 }],
  ['player_deleted', { player_id: 31 }, (p) => p.players.has(31), false],
  ['of_next_year', {}, () => 0, 0, true],
];

for (const [kind, members, look, expected, needsSnapshot = false] of kinds) {
  test(`${kind} ${JSON.stringify(members)} is applied`, () => {
    const gate = quiet();
    const picture = fromSnapshot(snapshot(), null, gate);
    assert.deepEqual(applyChange(picture, changed({ kind, ...members }), gate), { stale: false, needsSnapshot });
    assert.deepEqual(look(picture), expected);
    assert.equal(picture.revision, 11);
  });
}

test('equal scores share a rank, and the next one counts them all', () => {
  const picture = fromSnapshot(snapshot());
  assert.deepEqual(ranking(picture).map(({ player, rank }) => [player.name, rank]), [['Ada', 1], ['Bob', 1], ['Cy', 3]]);
});

test('a team has the sum of its players', () => {
  const picture = fromSnapshot(snapshot());
  const scores = teamScores(picture).map(({ team, score, rank, players }) => [team.name, score, rank, players.length]);
  assert.deepEqual(scores, [['Red', 100, 1, 2], ['Blue', 0, 2, 0]]);
});

test('findQuestion tells where a question is', () => {
  const found = findQuestion(fromSnapshot(snapshot()), 102);
  assert.deepEqual([found?.board.id, found?.category.id, found?.question.points], [1, 11, 200]);
});

test('a change of an older revision does not set the revision back', () => {
  const gate = quiet();
  const picture = fromSnapshot(snapshot(), null, gate);
  applyChange(picture, { type: 'update_score', player_id: 31, score: 300, version: 3, revision: 4 }, gate);
  assert.equal(picture.revision, 10);
});
