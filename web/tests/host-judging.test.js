import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createShow, reduce } from '../lib/show.js';
import { buzzers, buzzOrder, openQuestion } from '../lib/show-messages.js';
import { buzzersAfter, buzzersSwitched, customPlan, isOrderTold, orderToTell, readPoints, takesBack } from '../pages/host/judging.js';

/**
 * A show with question 5 open, and the buzzers as told.
 * @param {{armed?: boolean, round?: number, locked?: number[], order?: number[]}} [how]
 */
function showWith({ armed = true, round = 1, locked = [], order = [] } = {}) {
  const show = createShow();
  const question = { id: 5, points: 200, flags: [], text: 'Why?' };
  for (const message of openQuestion({ question, category: 'Rivers', opening: 3 })) reduce(show, message);
  if (round > 0) reduce(show, buzzers({ armed: true, opening: 3, round, locked }));
  for (const id of order) reduce(show, { type: 'buzzer_pressed', from: { player_id: id } });
  if (round > 0 && !armed) reduce(show, buzzers({ armed: false, opening: 3, round, locked }));
  return show;
}

test('wrong: who was asked is locked, and the others may press in a new round', () => {
  const after = buzzersAfter(showWith({ order: [7, 8] }), { playerId: 7, isCorrect: false, isTakenBack: false });
  assert.deepEqual(after, { armed: true, opening: 3, round: 2, locked: [7] });
});

test('wrong again: the locked ones add up', () => {
  const show = showWith({ round: 2, locked: [7], order: [8] });
  const after = buzzersAfter(show, { playerId: 8, isCorrect: false, isTakenBack: false });
  assert.deepEqual(after, { armed: true, opening: 3, round: 3, locked: [7, 8] });
});

test('wrong for a player who was not asked locks only that player, in the same round', () => {
  const after = buzzersAfter(showWith({ order: [7, 8] }), { playerId: 8, isCorrect: false, isTakenBack: false });
  assert.deepEqual(after, { armed: true, opening: 3, round: 1, locked: [8] });
});

test('right: nobody may press any more', () => {
  const after = buzzersAfter(showWith({ order: [7] }), { playerId: 7, isCorrect: true, isTakenBack: false });
  assert.deepEqual(after, { armed: false, opening: 3, round: 1, locked: [] });
});

test('a judgement taken back frees the player and disarms nothing', () => {
  const show = showWith({ round: 2, locked: [7] });
  const after = buzzersAfter(show, { playerId: 7, isCorrect: true, isTakenBack: true });
  assert.deepEqual(after, { armed: true, opening: 3, round: 2, locked: [] });
});

test('without buzzers a judgement leaves them alone', () => {
  const judgement = { playerId: 7, isCorrect: false, isTakenBack: false };
  assert.equal(buzzersAfter(showWith({ round: 0 }), judgement), null);
  assert.equal(buzzersAfter(createShow(), judgement), null);
});

test('the switch arms a new round with the same players locked, and disarms the present one', () => {
  assert.deepEqual(buzzersSwitched(showWith({ round: 0 })), { armed: true, opening: 3, round: 1, locked: [] });
  assert.deepEqual(buzzersSwitched(showWith({ locked: [7] })), { armed: false, opening: 3, round: 1, locked: [7] });
  const off = showWith({ armed: false, locked: [7] });
  assert.deepEqual(buzzersSwitched(off), { armed: true, opening: 3, round: 2, locked: [7] });
  assert.equal(buzzersSwitched(createShow()), null);
});

test('buzzers of an earlier opening count as never armed', () => {
  const show = showWith({ locked: [7] });
  const question = { id: 6, points: 400, flags: [], text: 'Who?' };
  for (const message of openQuestion({ question, category: 'Rivers', opening: 4 })) reduce(show, message);
  assert.deepEqual(buzzersSwitched(show), { armed: true, opening: 4, round: 1, locked: [] });
});

test('who pressed for the question before is not asked for this one, and the buzzers stay off', () => {
  const show = showWith({ order: [7], armed: false });
  const question = { id: 6, points: 400, flags: [], text: 'Who?' };
  for (const message of openQuestion({ question, category: 'Rivers', opening: 4 })) reduce(show, message);
  assert.equal(buzzersAfter(show, { playerId: 7, isCorrect: false, isTakenBack: false }), null);
});

test('the switch for a wanted state leaves it alone once it is there', () => {
  assert.equal(buzzersSwitched(showWith(), true), null);
  assert.equal(buzzersSwitched(showWith({ armed: false }), false), null);
  assert.deepEqual(buzzersSwitched(showWith(), false), { armed: false, opening: 3, round: 1, locked: [] });
});

test('only the opposite button takes an answer back', () => {
  assert.equal(takesBack({ is_correct: true, points: 200 }, false), true);
  assert.equal(takesBack({ is_correct: true, points: 200 }, true), false);
  assert.equal(takesBack(null, true), false);
  assert.equal(takesBack(undefined, true), false);
});

test('custom points replace an answer of their sign, and retract one of the other sign or unknown first', () => {
  assert.equal(customPlan(null, 50), 'record');
  assert.equal(customPlan({ is_correct: true, points: 200 }, 50), 'record');
  assert.equal(customPlan({ is_correct: true, points: 200 }, -50), 'retract-then-record');
  assert.equal(customPlan({ is_correct: false, points: -200 }, -50), 'record');
  assert.equal(customPlan(undefined, 50), 'retract-then-record');
});

test('an order is told when somebody has pressed; by a host that was away also when nobody has', () => {
  assert.deepEqual(orderToTell(showWith({ order: [7, 8] }), false), { opening: 3, round: 1, playerIds: [7, 8], isWhole: false });
  assert.equal(orderToTell(showWith(), false), null);
  assert.deepEqual(orderToTell(showWith(), true), { opening: 3, round: 1, playerIds: [], isWhole: true });
  assert.equal(orderToTell(showWith({ round: 0 }), true), null, 'no round has begun');
});

test('an order is told anew where another one was told, but not for places that are never told', () => {
  const many = Array.from({ length: 101 }, (_, index) => index + 1);
  const after = (/** @type {number[]} */ order, /** @type {number[]} */ told) => {
    const show = showWith({ order });
    reduce(show, buzzOrder({ opening: 3, round: 1, playerIds: told }));
    return isOrderTold(show);
  };
  assert.equal(isOrderTold(showWith({ order: [7] })), true, 'none was told yet: it is on its way');
  assert.equal(after([7], [7]), true);
  assert.equal(after([7, 8], [7]), false);
  assert.equal(after(many, many), true);
});

test('points are read as people write them', () => {
  assert.equal(readPoints(' +150 '), 150);
  assert.equal(readPoints('\u221250'), -50);
  assert.equal(readPoints('0'), 0);
  for (const text of ['', '1.5', '12a', '99999999999', '2147483648', '--5']) assert.equal(readPoints(text), null, text);
});
