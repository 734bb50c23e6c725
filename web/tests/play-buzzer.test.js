// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createShow, reduce } from '../lib/show.js';
import { buzzers, buzzOrder, closeQuestion, openQuestion, press as pressMessage, selectBoard } from '../lib/show-messages.js';
import { createBuzzer, earlyOver, faceOf, judgedAs, press, pressAgain, pressLost, scoreCame, stateOf } from '../pages/play/buzzer.js';

const ME = 3;
const QUESTION = { id: 5, points: 200, flags: [], text: 'It flows through Vienna' };

/** @param {...any} messages */
function showAfter(...messages) {
  const show = createShow();
  for (const message of messages.flat()) reduce(show, message);
  return show;
}

/** @param {number} opening */
const open = (opening) => openQuestion({ question: QUESTION, category: 'Rivers', opening });

/** @param {number} round @param {number[]} [locked] @param {boolean} [armed] */
const arm = (round, locked = [], armed = true) => buzzers({ armed, opening: 1, round, locked });

/** @param {number} id */
const pressOf = (id) => ({ ...pressMessage(), from: { player_id: id } });

/** @param {any} buzzer @param {any} show */
const face = (buzzer, show) => faceOf(buzzer, show, ME, true).face;

test('a phone waits, gets ready, is armed, presses, and is first', () => {
  const buzzer = createBuzzer();
  const show = showAfter();
  assert.equal(face(buzzer, show), 'waiting');
  for (const message of open(1)) reduce(show, message);
  assert.equal(face(buzzer, show), 'ready');
  reduce(show, arm(1));
  assert.equal(face(buzzer, show), 'armed');
  assert.equal(press(buzzer, show, ME, true), 'send');
  assert.equal(face(buzzer, show), 'pressed');
  reduce(show, pressOf(ME));
  assert.deepEqual(faceOf(buzzer, show, ME, true), { face: 'first', place: 1 });
});

test('a second and a third press in a round send nothing', () => {
  const buzzer = createBuzzer();
  const show = showAfter(open(1), arm(1));
  assert.equal(press(buzzer, show, ME, true), 'send');
  assert.equal(press(buzzer, show, ME, true), 'none');
  reduce(show, pressOf(ME));
  assert.equal(press(buzzer, show, ME, true), 'none');
});

test('others were faster: the place is told, also to who reloads', () => {
  const show = showAfter(open(1), arm(1), pressOf(8), pressOf(9), pressOf(ME));
  assert.deepEqual(faceOf(createBuzzer(), show, ME, true), { face: 'placed', place: 3 });
  const reloaded = showAfter(open(1), arm(1), buzzOrder({ opening: 1, round: 1, playerIds: [8, 9, ME] }));
  assert.deepEqual(faceOf(createBuzzer(), reloaded, ME, true), { face: 'placed', place: 3 });
});

test('too early: locked, until the lock is over, and nothing is sent', () => {
  const buzzer = createBuzzer();
  const show = showAfter(open(1));
  assert.equal(press(buzzer, show, ME, true), 'early');
  assert.equal(face(buzzer, show), 'early');
  reduce(show, arm(1));
  assert.equal(face(buzzer, show), 'early');
  assert.equal(press(buzzer, show, ME, true), 'none');
  earlyOver(buzzer);
  assert.equal(press(buzzer, show, ME, true), 'send');
});

test('wrong already: locked out in the next round of the question, free in the next question', () => {
  const buzzer = createBuzzer();
  const show = showAfter(open(1), arm(1), pressOf(ME), arm(2, [ME]));
  judgedAs(buzzer, { opening: 1, isCorrect: false, points: -200, version: 1 });
  assert.equal(face(buzzer, show), 'wrong');
  assert.equal(press(buzzer, show, ME, true), 'none');
  for (const message of [...closeQuestion({ opening: 1, round: 2 }), ...open(2)]) reduce(show, message);
  assert.equal(face(buzzer, show), 'ready');
});

test('a new round frees who pressed in the one before', () => {
  const buzzer = createBuzzer();
  const show = showAfter(open(1), arm(1));
  press(buzzer, show, ME, true);
  reduce(show, arm(2, [8]));
  assert.equal(face(buzzer, show), 'armed');
  assert.equal(press(buzzer, show, ME, true), 'send');
});

test('a question opened over one that is armed: the phone is not armed, and nobody is locked', () => {
  const show = showAfter(open(1), arm(1, [ME]), open(2));
  assert.equal(face(createBuzzer(), show), 'ready');
  assert.equal(face(createBuzzer(), showAfter(open(1), arm(1), open(2))), 'ready');
  assert.equal(press(createBuzzer(), show, ME, true), 'early');
});

test('right: shown until the question is closed', () => {
  const buzzer = createBuzzer();
  const show = showAfter(open(1), arm(1), pressOf(ME), arm(1, [], false));
  judgedAs(buzzer, { opening: 1, isCorrect: true, points: 200, version: 1 });
  assert.equal(face(buzzer, show), 'right');
  for (const message of closeQuestion({ opening: 1, round: 1 })) reduce(show, message);
  assert.equal(face(buzzer, show), 'waiting');
});

test('right is not said any more once the score has gone past it, whichever of the two came first', () => {
  const buzzer = createBuzzer();
  const show = showAfter(open(1), arm(1), pressOf(ME), arm(1, [], false));
  judgedAs(buzzer, { opening: 1, isCorrect: true, points: 200, version: 4 });
  assert.equal(scoreCame(buzzer, { version: 3, score: 0 }), false, 'the score from before it');
  scoreCame(buzzer, { version: 4, score: 200 });
  assert.equal(face(buzzer, show), 'right', 'its own');
  scoreCame(buzzer, { version: 5, score: 200 });
  assert.equal(face(buzzer, show), 'right', 'the same once more');
  scoreCame(buzzer, { version: 6, score: 0 });
  assert.equal(face(buzzer, show), 'first');
  assert.equal(scoreCame(buzzer, { version: 7, score: 0 }), false, 'nothing is left to forget');
  judgedAs(buzzer, { opening: 1, isCorrect: false, points: -200, version: 8 });
  scoreCame(buzzer, { version: 9, score: 0 });
  assert.equal(face(buzzer, show), 'first', 'by a score that has gone past it at once');
});

test('offline nothing can be pressed', () => {
  const buzzer = createBuzzer();
  const show = showAfter(open(1), arm(1));
  assert.equal(faceOf(buzzer, show, ME, false).face, 'offline');
  assert.equal(press(buzzer, show, ME, false), 'none');
  assert.equal(face(buzzer, show), 'armed');
});

test('a press that the socket did not take can be made again', () => {
  const buzzer = createBuzzer();
  const show = showAfter(open(1), arm(1));
  press(buzzer, show, ME, true);
  pressLost(buzzer);
  assert.equal(press(buzzer, show, ME, true), 'send');
});

test('a press that is lost on a host is made again, once for each time that the host says so', () => {
  const buzzer = createBuzzer();
  const show = showAfter(open(1), arm(1));
  const told = (/** @type {number[]} */ playerIds, round = 1, isWhole = true) => buzzOrder({ opening: 1, round, playerIds, isWhole });
  const again = (/** @type {any} */ message) => pressAgain(buzzer, show, ME, message);
  assert.equal(again(told([8])), false, 'nothing was pressed');
  press(buzzer, show, ME, true);
  assert.equal(again(told([8])), true);
  assert.equal(again(told([8, ME])), false);
  assert.equal(again(told([8], 1, false)), false, 'the press may have been on its way');
  assert.equal(again(told([8], 2)), false, 'another round');
  pressLost(buzzer);
  reduce(show, pressOf(ME));
  assert.equal(again(told([])), true, 'a phone that was loaded anew knows it from the order');
  assert.deepEqual(buzzer.sent, { opening: 1, round: 1 });
  reduce(show, arm(1, [ME]));
  assert.equal(again(told([])), false, 'locked');
  reduce(show, arm(1, [], false));
  assert.equal(again(told([])), false, 'nobody may press any more');
});

test('buzzers can be tried out without a question', () => {
  const show = showAfter(buzzers({ armed: true, opening: 0, round: 1, locked: [] }));
  assert.equal(face(createBuzzer(), show), 'armed');
});

test('the show ends', () => {
  const show = showAfter(selectBoard({ boardId: null, view: 'final' }));
  assert.equal(face(createBuzzer(), show), 'final');
  assert.equal(press(createBuzzer(), show, ME, true), 'none');
});

test('each face has one of the five states', () => {
  assert.deepEqual(
    (/** @type {const} */ (['offline', 'armed', 'pressed', 'placed', 'first', 'wrong', 'early', 'right'])).map(stateOf),
    ['idle', 'armed', 'pressed', 'pressed', 'first', 'locked', 'locked', 'idle'],
  );
});
