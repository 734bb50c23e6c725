// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { asked, canPress, createShow, nextOpening, nextRound, placeOf, presses, reduce } from '../lib/show.js';
import * as messages from '../lib/show-messages.js';

/** @typedef {import('../lib/show-values.js').Show} Show */
/** @typedef {import('../lib/show-values.js').Message} Message */

const QUESTION = { id: 5, points: 200, flags: ['audio'], text: 'How deep is the harbour?' };

/** @param {Message[]} sent @param {Show} [show] */
function after(sent, show = createShow()) {
  for (const message of sent) reduce(show, message);
  return show;
}

/** @param {number} playerId @returns {Message} */
function pressOf(playerId) {
  return { type: 'buzzer_pressed', from: { connection_id: 'x', role: 'player', player_id: playerId } };
}

/** @param {number} opening */
const open = (opening) => messages.openQuestion({ question: QUESTION, category: 'Ships', opening });

/** @param {number} opening @param {number} [round] @param {number[]} [locked] */
const arm = (opening, round = 1, locked = []) => messages.buzzers({ armed: true, opening, round, locked });

/** What everybody must agree on. @param {Show} show */
function picture(show) {
  const { boardId, view, revealed, opening, question, buzzers, order, join } = show;
  return { boardId, view, revealed, opening, question, buzzers, order, join };
}

test('the view and the round follow the host, and a repeated message changes nothing', () => {
  const show = createShow();
  const message = messages.selectBoard({ boardId: 3, view: 'board' });
  assert.deepEqual(reduce(show, message), { changed: true, event: { kind: 'view', view: 'board' } });
  assert.deepEqual(reduce(show, message), { changed: false });
  assert.equal(show.boardId, 3);
});

test('revealed: the event names only the new categories, and a hidden one is hidden again', () => {
  const show = after([messages.revealCategories([1, 2])]);
  assert.deepEqual(reduce(show, messages.revealCategories([1, 2, 3])).event, { kind: 'revealed', categoryIds: [3] });
  assert.deepEqual(reduce(show, messages.revealCategories([1])), { changed: true });
  assert.deepEqual(show.revealed, new Set([1]));
});

test('a question is opened, edited while open, and closed', () => {
  const show = createShow();
  const [opened] = messages.openQuestion({ question: QUESTION, category: 'Ships', opening: nextOpening(show) });
  assert.deepEqual(reduce(show, opened).event, { kind: 'opened', questionId: 5 });
  assert.deepEqual(show.question, {
    id: 5,
    opening: 1,
    category: 'Ships',
    points: 200,
    flags: ['audio'],
    text: 'How deep is the harbour?',
    complete: true,
  });
  assert.deepEqual(reduce(show, opened), { changed: false });
  const [edited] = messages.openQuestion({ question: { ...QUESTION, text: 'How deep?' }, category: 'Ships', opening: 1 });
  assert.deepEqual(reduce(show, edited), { changed: true });
  assert.equal(show.question?.text, 'How deep?');
  const [closed] = messages.closeQuestion({ opening: 1 });
  assert.deepEqual(reduce(show, closed).event, { kind: 'closed', questionId: 5 });
  assert.equal(show.question, null);
  assert.equal(nextOpening(show), 2);
});

test('a long text is whole only when all of its parts are there, in whatever order they come', () => {
  const text = '🎭é"\n'.repeat(700);
  const sent = messages.openQuestion({ question: { ...QUESTION, text }, category: 'Ships', opening: 4 });
  assert.ok(sent.length > 2);
  const late = createShow();
  for (const message of [...sent].reverse()) {
    assert.equal(late.question?.complete ?? false, false);
    assert.equal(late.question?.text ?? '', '');
    reduce(late, message);
  }
  assert.equal(late.question?.text, text);
  assert.deepEqual(picture(after(sent)), picture(late));
});

test('the last part completes the question', () => {
  const sent = messages.openQuestion({ question: { ...QUESTION, text: 'x'.repeat(6000) }, category: 'Ships', opening: 4 });
  const show = createShow();
  const events = [...sent].reverse().map((message) => reduce(show, message).event?.kind);
  assert.deepEqual(events, ['opened', undefined, 'completed']);
});

test('parts of another opening or question are not mixed in', () => {
  const long = { ...QUESTION, text: 'x'.repeat(6000) };
  const [, part2] = messages.openQuestion({ question: long, category: '', opening: 1 });
  const show = after([part2, ...messages.openQuestion({ question: long, category: '', opening: 2 }).slice(1)]);
  assert.equal(show.question?.complete, false);
  reduce(show, { type: 'question_part_2', opening: 2, question_id: 99, text: 'of another' });
  assert.equal(show.question?.complete, false);
});

test('the first press is asked, each counts once, and none before the buzzers are armed', () => {
  const show = after([pressOf(1)]);
  assert.equal(asked(show), null);
  const armed = messages.buzzers({ armed: true, opening: 0, round: nextRound(show), locked: [9] });
  assert.deepEqual(reduce(show, armed).event, { kind: 'armed', round: 1 });
  assert.deepEqual(reduce(show, pressOf(9)), { changed: false });
  assert.deepEqual(reduce(show, pressOf(3)).event, { kind: 'pressed', playerId: 3, place: 1 });
  assert.deepEqual(reduce(show, pressOf(2)).event, { kind: 'pressed', playerId: 2, place: 2 });
  assert.deepEqual(reduce(show, pressOf(3)), { changed: false });
  assert.equal(asked(show), 3);
  assert.deepEqual([placeOf(show, 3), placeOf(show, 2), placeOf(show, 9)], [1, 2, 0]);
  assert.deepEqual([canPress(show, 3), canPress(show, 9), canPress(show, 4)], [false, false, true]);
});

test('after a wrong answer the next round begins without the one who was wrong; disarming keeps the order', () => {
  const show = after([...open(1), arm(1), pressOf(3), pressOf(2)]);
  reduce(show, messages.buzzers({ armed: true, opening: 1, round: 2, locked: [3] }));
  assert.deepEqual(show.order, []);
  reduce(show, pressOf(3));
  reduce(show, pressOf(2));
  const off = reduce(show, messages.buzzers({ armed: false, opening: 1, round: 2, locked: [3] }));
  assert.deepEqual(off.event, { kind: 'disarmed' });
  assert.deepEqual(show.order, [2]);
});

test('a question starts without the presses of the one before, however that was left', () => {
  const right = messages.buzzers({ armed: false, opening: 1, round: 1, locked: [] });
  const show = after([...open(1), arm(1), pressOf(7), right, ...messages.closeQuestion({ opening: 1, round: 1 }), ...open(2)]);
  assert.deepEqual([asked(show), presses(show), placeOf(show, 7)], [null, [], 0]);
  reduce(show, arm(2));
  reduce(show, pressOf(8));
  assert.deepEqual([asked(show), presses(show), placeOf(show, 7)], [8, [8], 0]);
});

test('buzzers that were armed for a question take no press for the one that is opened over it', () => {
  const show = after([...open(1), arm(1, 1, [9]), ...open(2)]);
  assert.equal(canPress(show, 7), false);
  assert.deepEqual(reduce(show, pressOf(7)), { changed: false });
  assert.equal(nextRound(show), 1);
});

test('the close of an earlier question, coming after the next was opened, closes nothing and leaves its buzzers', () => {
  const show = after([...open(1), ...messages.closeQuestion({ opening: 1 }), ...open(2), arm(2), pressOf(7)]);
  const before = picture(structuredClone(show));
  for (const late of messages.closeQuestion({ opening: 1 })) assert.deepEqual(reduce(show, late), { changed: false });
  assert.deepEqual(picture(show), before);
  assert.equal(nextOpening(show), 3);
});

test('buzzers of an earlier question are no event, and the order of two retained messages does not matter', () => {
  const show = after(open(2));
  assert.deepEqual(reduce(show, arm(1)), { changed: true });
  assert.deepEqual(picture(show), picture(after([arm(1), ...open(2)])));
});

test('whose press it is: the token, else the sender, else the number of the buzzer', () => {
  const show = after([messages.buzzers({ armed: true, opening: 0, round: 1, locked: [] })]);
  const byBuzzer = (/** @type {number} */ buzzer) => (buzzer === 7 ? 70 : null);
  reduce(show, { type: 'buzzer_pressed', player_id: 11, from: { player_id: 10 } }, byBuzzer);
  reduce(show, { type: 'buzzer_pressed', playerId: 12, from: { role: 'open' } }, byBuzzer);
  reduce(show, { type: 'buzzer_pressed', buzzerId: 7, from: { role: 'host' } }, byBuzzer);
  reduce(show, { type: 'buzzer_pressed', buzzer_id: 8, from: { role: 'host' } }, byBuzzer);
  assert.deepEqual(show.order, [10, 12, 70]);
});

test('a press that was meant for an earlier round does not count for the next', () => {
  const show = after([...open(2), arm(2, 3)]);
  assert.equal(reduce(show, { ...pressOf(1), opening: 2, round: 2 }).changed, false);
  assert.equal(reduce(show, { ...pressOf(1), opening: 1, round: 3 }).changed, false);
  assert.equal(reduce(show, { ...pressOf(1), opening: 2, round: 3 }).changed, true);
  assert.equal(reduce(show, pressOf(2)).changed, true, 'hardware names no round');
});

test("a host's order goes before one's own, another round's does not", () => {
  const show = after([...open(1), arm(1), pressOf(2)]);
  assert.equal(reduce(show, messages.buzzOrder({ opening: 1, round: 2, playerIds: [5, 6, 7] })).changed, false);
  assert.deepEqual(show.order, [2]);
  assert.equal(reduce(show, messages.buzzOrder({ opening: 1, round: 1, playerIds: [5] })).changed, true);
  assert.deepEqual(show.order, [5, 2], 'a press that was on its way is not lost');
  assert.equal(reduce(show, messages.buzzOrder({ opening: 1, round: 1, playerIds: [5, 2] })).changed, false);
  reduce(show, pressOf(8));
  assert.deepEqual(show.order, [5, 2, 8]);
});

test('the whole order of a host that was away stands in the place of one\'s own', () => {
  const show = after([...open(1), arm(1), pressOf(2), pressOf(3)]);
  reduce(show, messages.buzzOrder({ opening: 1, round: 1, playerIds: [3], isWhole: true }));
  assert.deepEqual(show.order, [3]);
  reduce(show, messages.buzzOrder({ opening: 1, round: 1, playerIds: [], isWhole: true }));
  assert.equal(asked(show), null);
});

test('whoever comes late gets the same picture, in whatever order the retained messages are', () => {
  const live = [
    messages.showJoin({ code: 'ABCD', shown: true }),
    messages.selectBoard({ boardId: 1, view: 'board' }),
    messages.revealCategories([4, 5]),
    ...messages.openQuestion({ question: { ...QUESTION, text: 'y'.repeat(5000) }, category: 'Ships', opening: 1 }),
    messages.buzzers({ armed: true, opening: 1, round: 1, locked: [] }),
    pressOf(3),
    messages.buzzOrder({ opening: 1, round: 1, playerIds: [3] }),
    messages.judged({ opening: 1, playerId: 3, isCorrect: false, points: -200 }),
    messages.buzzers({ armed: true, opening: 1, round: 2, locked: [3] }),
    pressOf(4),
    messages.buzzOrder({ opening: 1, round: 2, playerIds: [4] }),
  ];
  for (let length = 1; length <= live.length; length += 1) {
    const seen = live.slice(0, length);
    if (seen.at(-1)?.type === 'buzzer_pressed') continue; // known to all once the host has sent the order
    const newest = [...new Map(seen.filter(({ retain }) => retain).map((message) => [message.type, message])).values()];
    const expected = picture(after(seen));
    assert.deepEqual(picture(after(newest)), expected);
    assert.deepEqual(picture(after([...newest].reverse())), expected);
    assert.deepEqual(picture(after(newest, after(seen))), expected, 'retained messages may come twice');
  }
});

test('judged is for the moment, and changes no state', () => {
  const event = { kind: 'judged', playerId: 3, isCorrect: true, points: 200 };
  const message = messages.judged({ opening: 1, playerId: 3, isCorrect: true, points: 200 });
  assert.deepEqual(reduce(createShow(), message), { changed: false, event });
});

test('malformed and foreign messages change nothing', () => {
  const show = createShow();
  for (const message of [
    { type: 'pong' },
    { type: 'select_board' },
    { type: 'select_board', view: 'nonsense', board_id: 1 },
    { type: 'select_question', question_id: 1 },
    { type: 'select_question', opening: 3 },
    { type: 'select_question', opening: 3, question_id: '1' },
    { type: 'question_part_1', opening: 1, text: 'x' },
    { type: 'question_part_x', opening: 1, text: 'x' },
    { type: 'question_part_2', opening: 1 },
    { type: 'reveal_categories', category_ids: [1, null] },
    { type: 'buzzers', armed: 'yes', opening: 1, round: 1 },
    { type: 'buzz_order', opening: 1, round: 1 },
    { type: 'buzzer_pressed' },
    { type: 'judged', player_id: 1 },
  ]) {
    assert.deepEqual(reduce(show, message), { changed: false }, JSON.stringify(message));
  }
  assert.deepEqual(show, createShow());
});
