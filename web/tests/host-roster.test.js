import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createShow } from '../lib/show.js';
import { fromSnapshot, ranking } from '../lib/structure.js';
import { awayCount, countClients, isSameLine, lineOf, playerOfDigit, rosterRows } from '../pages/host/roster.js';
import { cellState, currentBoard, gridRows, neighbourBoard, revealedWith, targetOf } from '../pages/host/targets.js';
import { fileName, joinLink, linkWith, readFlags, shorten } from '../pages/host/words.js';

const question = (/** @type {number} */ id, answered = false) => ({ id, text: 'Q', answer: 'A', points: id * 100, flags: [], order: id, answered, version: 0 });
const category = (/** @type {number} */ id, /** @type {any[]} */ questions) => ({ id, name: `C${id}`, description: '', order: id, questions });
const picture = fromSnapshot({
  game_id: 1,
  name: 'Quiz',
  points_term: 'points',
  revision: 9,
  join_code: 'ABC123',
  boards: [
    { id: 1, name: 'One', order: 0, categories: [category(2, [question(5), question(6, true)]), category(3, [question(7)])] },
    { id: 8, name: 'Two', order: 1, categories: [] },
  ],
  teams: [{ id: 4, name: 'Reds', color: '#f00' }, { id: 9, name: 'Blues', color: '' }],
  players: [
    { id: 10, team_id: null, name: 'Zoë', buzzer: null, score: 0, version: 0 },
    { id: 11, team_id: 4, name: 'Ada', buzzer: null, score: 300, version: 0 },
    { id: 12, team_id: 4, name: 'Ben', buzzer: null, score: 100, version: 0 },
  ],
});

test('players stand by team, in the order they came, whatever the scores', () => {
  const rows = rosterRows(picture, new Map([['player/12', {}]]), '');
  assert.deepEqual(rows.map((row) => row.key), ['team:4', 'player:11', 'player:12', 'team:9', 'team:null', 'player:10']);
  const ben = rows.find((row) => row.key === 'player:12');
  assert.ok(ben?.kind === 'player');
  assert.deepEqual([ben.rank, ben.digit, ben.isConnected], [2, 2, true]);
  assert.equal(rows[0]?.kind === 'team' && rows[0].score, 400);
  assert.equal(playerOfDigit(rows, 3), 10);
  assert.equal(playerOfDigit(rows, 9), null);
});

test('ranks are those of the ranking, also where scores are equal', () => {
  const scores = [300, 0, 300, -200, 0, 100];
  const players = new Map(scores.map((score, index) => [index + 1, { id: index + 1, teamId: null, name: 'A', buzzer: null, score, version: 0 }]));
  const many = { ...picture, teams: [], players };
  const ranks = new Map(ranking(many).map(({ player, rank }) => [player.id, rank]));
  for (const row of rosterRows(many, new Map(), '')) assert.ok(row.kind === 'player' && row.rank === ranks.get(row.player.id));
});

test('a line is drawn again only where what it shows has changed', () => {
  /** @type {import('../pages/host/roster.js').Around} */
  const around = { chosen: null, asked: null, locked: new Set(), points: 100, isPending: () => false, answerOf: () => null };
  const rowOf = (connected = new Map()) => {
    const row = rosterRows(picture, connected, '').find(({ key }) => key === 'player:12');
    assert.ok(row?.kind === 'player');
    return row;
  };
  const row = rowOf();
  const drawn = lineOf(row, around);
  assert.ok(isSameLine(drawn, lineOf(rowOf(), { ...around, chosen: 11, asked: 11, locked: new Set([11]) })), 'others’ matters');
  const changes = [
    { chosen: 12 }, { asked: 12 }, { locked: new Set([12]) }, { points: 200 }, { isPending: () => true },
    { answerOf: () => ({ points: 100, is_correct: true }) },
  ];
  for (const change of changes) assert.ok(!isSameLine(drawn, lineOf(row, { ...around, ...change })), JSON.stringify(change));
  const others = [
    rowOf(new Map([['player/12', {}]])), { ...row, rank: 7 }, { ...row, digit: null }, { ...row, team: null },
    { ...row, player: { ...row.player, name: 'Bea' } }, { ...row, player: { ...row.player, score: 7 } },
  ];
  for (const other of others) assert.ok(!isSameLine(drawn, lineOf(other, around)), JSON.stringify(other));
  const judged = (/** @type {boolean} */ isCorrect) => lineOf(row, { ...around, answerOf: () => ({ points: 0, is_correct: isCorrect }) });
  assert.ok(!isSameLine(judged(true), judged(false)));
});

test('who is away is counted', () => {
  assert.equal(awayCount(picture.players.keys(), [12, 99]), 2);
  assert.equal(awayCount([], [12]), 0);
});

test('the filter finds names without their accents, and teams', () => {
  const keys = (/** @type {string} */ text) => rosterRows(picture, new Map(), text).map((row) => row.key);
  assert.deepEqual(keys('zoe'), ['team:null', 'player:10']);
  assert.deepEqual(keys('RED'), ['team:4', 'player:11', 'player:12']);
  assert.deepEqual(keys('nobody'), []);
});

test('clients are counted by type', () => {
  const clients = [['host', 'a'], ['board', 'b'], ['player', '12'], ['buzzer', 'x']].map(([client_type, client_id]) => ({ client_type, client_id }));
  assert.deepEqual(countClients(clients), { hosts: 1, boards: 1, players: 1, others: 1, playerIds: [12] });
});

test('points are for the open question, else the picked one, else the last, else none', () => {
  const show = createShow();
  assert.equal(targetOf(picture, show, { chosen: null, last: null }), null);
  assert.deepEqual(targetOf(picture, show, { chosen: null, last: 6 }), { id: 6, why: 'last' });
  assert.deepEqual(targetOf(picture, show, { chosen: 7, last: 6 }), { id: 7, why: 'chosen' });
  assert.equal(targetOf(picture, show, { chosen: 99, last: 98 }), null);
  show.question = { id: 5, opening: 1, category: '', points: 0, flags: [], text: '', complete: true };
  assert.deepEqual(targetOf(picture, show, { chosen: 7, last: 6 }), { id: 5, why: 'open' });
});

test('rounds, rows and states of cells', () => {
  const show = createShow();
  const [one, two] = picture.boards;
  assert.equal(currentBoard(picture, show), one);
  assert.equal(neighbourBoard(picture, one, 1), two);
  assert.equal(neighbourBoard(picture, one, -1), null);
  assert.deepEqual(gridRows(one).map((row) => row.map((cell) => cell?.id ?? null)), [[5, 7], [6, null]]);
  const [first, second] = one.categories[0].questions;
  assert.equal(cellState(first, 2, show), 'hidden');
  show.revealed.add(2);
  assert.equal(cellState(first, 2, show), 'ready');
  assert.equal(cellState(second, 2, show), 'played');
});

test('categories are revealed one by one, all at once, or hidden again', () => {
  const [one] = picture.boards;
  assert.deepEqual(revealedWith(one, new Set(), 'next'), [2]);
  assert.deepEqual(revealedWith(one, new Set([2, 99]), 'next'), [2, 99, 3]);
  assert.deepEqual(revealedWith(one, new Set([99]), 'all'), [99, 2, 3]);
  assert.equal(revealedWith(one, new Set([2, 3]), 'all'), null);
  assert.deepEqual(revealedWith(one, new Set([2, 3]), 2), [3]);
});

test('links carry tokens in the fragment only', () => {
  assert.equal(linkWith('https://x', '/board/7', 'T'), 'https://x/board/7#token=T');
  assert.equal(linkWith('https://x', '/board/7', ''), 'https://x/board/7');
  assert.equal(joinLink('https://x', 7, 'ABC123'), 'https://x/play/7#join=ABC123');
});

test('file names are plain', () => {
  assert.equal(fileName('The Long/Table: été', 'full', 'json'), 'the-long-table-ete-full.json');
  assert.equal(fileName('///', 'csv', 'csv'), 'game-results.csv');
});

test('flags and short names', () => {
  assert.deepEqual(readFlags(' daily double, , audio,audio'), ['daily double', 'audio']);
  assert.equal(shorten('abcdef', 4), 'abc…');
  assert.equal(shorten('👍👍', 2), '👍👍');
});
