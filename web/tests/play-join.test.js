// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ranking } from '../lib/structure.js';
import { codeIn, firstStep, intentFor, isTaken, isWhole, normaliseCode, readIntent } from '../pages/play/join.js';
import { rankKey, standingOf } from '../pages/play/standing.js';

const BODY = { join_code: 'K7QX3M', name: 'Ada' };

test('codes are taken as people type them', () => {
  assert.equal(normaliseCode(' k7q-x3m '), 'K7QX3M');
  assert.equal(normaliseCode('K7QX3MZZZ'), 'K7QX3M');
  assert.equal(normaliseCode('K7Q X3M'), 'K7QX3M');
  assert.equal(normaliseCode('<b>'), 'B');
  assert.equal(isWhole('K7QX3'), false);
  assert.equal(isWhole('K7QX3M'), true);
});

test('a pasted link gives its code', () => {
  assert.equal(codeIn('https://quiz.example/play/7#join=k7qx3m'), 'K7QX3M');
  assert.equal(codeIn('k7qx3m'), 'K7QX3M');
});

test('a phone that has a player plays, whatever the link says', () => {
  assert.equal(firstStep({ hasPlayer: true, intent: null, code: 'K7QX3M' }), 'play');
});

test('a join without an answer is taken up again', () => {
  assert.equal(firstStep({ hasPlayer: false, intent: { key: 'a', body: BODY }, code: 'K7QX3M' }), 'resume');
});

test('with a whole code the name is next, else the code', () => {
  assert.equal(firstStep({ hasPlayer: false, intent: null, code: 'K7QX3M' }), 'name');
  assert.equal(firstStep({ hasPlayer: false, intent: null, code: 'K7' }), 'code');
  assert.equal(firstStep({ hasPlayer: false, intent: null, code: null }), 'code');
});

test('the same join has the same key, another one a new key', () => {
  const first = intentFor(null, BODY, () => 'one');
  assert.equal(intentFor(first, { ...BODY }, () => 'two'), first);
  assert.equal(intentFor(first, { ...BODY, name: 'Ben' }, () => 'two').key, 'two');
  assert.equal(intentFor(first, { ...BODY, team_id: 4 }, () => 'two').key, 'two');
});

test('what was kept is read back, damage is not', () => {
  const intent = intentFor(null, { ...BODY, team_id: 4 }, () => 'one');
  assert.deepEqual(readIntent(JSON.stringify(intent)), intent);
  for (const damaged of [null, '', 'null', '7', '{}', '{"key":"a","body":{}}']) assert.equal(readIntent(damaged), null);
});

test('a name that somebody has is noticed', () => {
  assert.equal(isTaken(' ada ', ['Ben', 'Ada']), true);
  assert.equal(isTaken('Adam', ['Ada']), false);
  assert.equal(isTaken(' ', [' ']), false);
});

test('a place among the others', () => {
  const players = new Map([300, 200, 200, -100].map((score, index) => (
    [index + 1, { id: index + 1, teamId: null, name: 'A', buzzer: null, score, version: 1 }]
  )));
  const picture = { gameId: 1, name: '', pointsTerm: '', joinCode: null, revision: 1, boards: [], teams: [], players };
  for (const { player, rank } of ranking(picture)) {
    assert.deepEqual(standingOf(picture, player.id), { score: player.score, rank, of: 4 });
  }
  assert.equal(standingOf(picture, 3)?.rank, 2);
  assert.equal(standingOf(picture, 9), null);
});

test('ordinals follow the language', () => {
  assert.deepEqual([1, 2, 3, 4, 11, 21, 22, 113].map((rank) => rankKey('en', rank).slice(10)), [
    'one', 'two', 'few', 'other', 'other', 'one', 'two', 'other',
  ]);
  assert.equal(rankKey('de', 2), 'play.rank_other');
  assert.equal(rankKey('es', 2), 'play.rank_other');
});
