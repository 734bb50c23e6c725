// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { createShow, reduce } from '../lib/show.js';
import * as messages from '../lib/show-messages.js';
import { bigPicture } from '../pages/board/picture.js';
import { finalOf, scoresOf, standings, stripOf } from '../pages/board/standings.js';

/** @typedef {import('../lib/structure.js').Picture} Picture */

const ROOM = { people: 3, rows: 4 };

/** @param {number} id @param {number} score @param {number|null} [teamId] */
function player(id, score, teamId = null) {
  return { id, teamId, name: `Player ${id}`, buzzer: null, score, version: 1 };
}

/**
 * A game with one board of two categories.
 * @param {ReturnType<typeof player>[]} players
 * @param {{id: number, name: string, color: string}[]} [teams]
 * @returns {Picture}
 */
function game(players, teams = []) {
  const question = (/** @type {number} */ id, answered = false) => ({ id, points: id * 10, flags: [], order: id, answered, version: 0 });
  const category = (/** @type {number} */ id, /** @type {number[]} */ ids) => ({
    id,
    name: `Category ${id}`,
    description: '',
    order: id,
    questions: ids.map((questionId) => question(questionId, questionId === 12)),
  });
  return {
    gameId: 1,
    name: 'Friday quiz',
    pointsTerm: 'points',
    joinCode: null,
    revision: 1,
    boards: [
      { id: 5, name: 'Round 1', order: 0, categories: [category(1, [11, 12]), category(2, [21])] },
      { id: 6, name: '', order: 1, categories: [] },
    ],
    teams,
    players: new Map(players.map((one) => [one.id, one])),
  };
}

/** @param {import('../lib/show-values.js').Message[]} sent */
function showAfter(...sent) {
  const show = createShow();
  for (const message of sent) reduce(show, message);
  return show;
}

test('the lobby has the newest names that fit, and counts the rest', () => {
  const teams = [{ id: 9, name: 'Reds', color: '#f00' }];
  const picture = game([player(1, 0), player(2, 0, 9), player(3, 0), player(4, 0), player(5, 0, 77)], teams);
  const view = /** @type {any} */ (bigPicture(picture, showAfter(messages.showJoin({ code: 'ABCD', shown: true })), ROOM));
  assert.equal(view.view, 'lobby');
  assert.deepEqual(view.people.map((/** @type {any} */ { id }) => id), [5, 4, 3]);
  assert.deepEqual([view.count, view.more, view.join], [5, 2, { code: 'ABCD' }]);
});

test('the code is seen only while the host shows it', () => {
  const hidden = /** @type {any} */ (bigPicture(game([]), showAfter(messages.showJoin({ code: 'ABCD', shown: false })), ROOM));
  assert.equal(hidden.join, null);
  assert.equal(/** @type {any} */ (bigPicture(game([]), createShow(), ROOM)).join, null);
});

test('the board says which categories are revealed and which questions are played', () => {
  const show = showAfter(messages.selectBoard({ boardId: 5, view: 'board' }), messages.revealCategories([2]));
  const view = /** @type {any} */ (bigPicture(game([player(1, 0)]), show, ROOM));
  assert.equal(view.name, 'Round 1');
  assert.deepEqual(view.columns.map((/** @type {any} */ { id, isRevealed }) => [id, isRevealed]), [[1, false], [2, true]]);
  assert.deepEqual(view.columns[0].cells, [
    { id: 11, points: 110, isAnswered: false },
    { id: 12, points: 120, isAnswered: true },
  ]);
});

test('a round without a name has the name of the game; one that is gone gives way to the first', () => {
  const nameless = bigPicture(game([]), showAfter(messages.selectBoard({ boardId: 6, view: 'board' })), ROOM);
  assert.equal(/** @type {any} */ (nameless).name, 'Friday quiz');
  const gone = bigPicture(game([]), showAfter(messages.selectBoard({ boardId: 99, view: 'board' })), ROOM);
  assert.equal(/** @type {any} */ (gone).name, 'Round 1');
});

test('an open question covers lobby and board, but not the scores', () => {
  const open = messages.openQuestion({ question: { id: 11, points: 110, flags: [], text: ' A\r\n\r\n\r\n\r\nB ' }, category: 'Rivers', opening: 1 });
  const seen = (/** @type {any} */ view) => bigPicture(game([]), showAfter(...open, messages.selectBoard({ boardId: 5, view })), ROOM);
  assert.deepEqual(['lobby', 'board', 'scores', 'final'].map((view) => seen(view).view), ['question', 'question', 'scores', 'final']);
  const { text, category, points, term, isComplete } = /** @type {any} */ (seen('board'));
  assert.deepEqual({ text, category, points, term, isComplete }, {
    text: 'A\n\nB',
    category: 'Rivers',
    points: 110,
    term: 'points',
    isComplete: true,
  });
});

test('presses: the first with team and colour, five more, the rest counted; of another opening none', () => {
  const teams = [{ id: 9, name: 'Reds', color: '#f00' }];
  const picture = game([player(1, 0, 9), ...[2, 3, 4, 5, 6, 7, 8].map((id) => player(id, 0))], teams);
  const [open] = messages.openQuestion({ question: { id: 11, points: 110, flags: [], text: 'A' }, category: '', opening: 3 });
  const armed = messages.buzzers({ armed: true, opening: 3, round: 1, locked: [] });
  const before = /** @type {any} */ (bigPicture(picture, showAfter(open, armed), ROOM));
  assert.deepEqual([before.isArmed, before.presses], [true, []]);
  const pressed = showAfter(open, armed, ...[1, 2, 3, 4, 5, 6, 7, 99].map((id) => ({ type: 'buzzer_pressed', player_id: id })));
  const view = /** @type {any} */ (bigPicture(picture, pressed, ROOM));
  assert.equal(view.isArmed, false);
  assert.deepEqual(view.presses[0], { place: 1, id: 1, name: 'Player 1', team: 'Reds', color: '#f00' });
  assert.deepEqual([view.presses.length, view.morePresses], [6, 2]);
  reduce(pressed, { ...open, opening: 4 });
  assert.deepEqual(/** @type {any} */ (bigPicture(picture, pressed, ROOM)).presses, []);
});

test('the strip: teams if there are any, else the eight best, always in the order of joining', () => {
  const players = Array.from({ length: 10 }, (_, index) => player(index + 1, index * 100));
  const alone = stripOf(standings(game(players)));
  assert.deepEqual(alone.units.map(({ id }) => id), [3, 4, 5, 6, 7, 8, 9, 10]);
  assert.deepEqual([alone.units.at(-1)?.rank, alone.more], [1, 2]);
  const teams = [{ id: 8, name: 'Blues', color: '' }, { id: 7, name: 'Reds', color: '' }];
  const inTeams = stripOf(standings(game([player(1, 50, 8), player(2, 20, 7)], teams)));
  assert.deepEqual(inTeams.units.map(({ id, score, rank }) => [id, score, rank]), [[7, 20, 2], [8, 50, 1]]);
});

test('whoever plays alone among teams is ranked with them', () => {
  const all = standings(game([player(1, 50, 8), player(2, 20, 8), player(3, 70), player(4, 60)], [{ id: 8, name: 'Blues', color: '' }]));
  const ranks = [['team', 8, 1], ['player', 3, 1], ['player', 4, 3]];
  assert.deepEqual(all.rivals.map(({ kind, id, rank }) => [kind, id, rank]), ranks);
  assert.deepEqual(stripOf(all).units.map(({ kind, id }) => [kind, id]), [['team', 8], ['player', 3], ['player', 4]]);
});

test('the ranking: three large, as many others as fit, and a count of the rest', () => {
  const players = Array.from({ length: 10 }, (_, index) => player(index + 1, index * 100));
  const { leaders, rest, more, count } = scoresOf(standings(game(players)), 4);
  assert.deepEqual(leaders.map(({ id }) => id), [10, 9, 8]);
  assert.deepEqual(rest.map(({ id }) => id), [7, 6, 5, 4]);
  assert.deepEqual([more, count], [3, 10]);
});

test('the podium: ties share a step, and the step below stays empty', () => {
  const players = [player(1, 300), player(2, 300), player(3, 200), player(4, 100)];
  const { steps, rest, more } = finalOf(standings(game(players)), 4);
  assert.deepEqual(steps.map(({ rank, units }) => [rank, units.map(({ id }) => id)]), [[1, [1, 2]], [3, [3]]]);
  assert.deepEqual([rest.map(({ id }) => id), more], [[4], 0]);
  const all = finalOf(standings(game(Array.from({ length: 9 }, (_, index) => player(index + 1, 0)))), 4);
  assert.deepEqual(all.steps.map(({ units, more: tied }) => [units.length, tied]), [[3, 6]]);
  assert.deepEqual(finalOf(standings(game([])), 4), { steps: [], rest: [], more: 0, count: 0 });
});
