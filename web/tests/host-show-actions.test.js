import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { Emitter } from '../lib/emitter.js';
import { asked } from '../lib/show.js';
import * as say from '../lib/show-messages.js';
import { fromSnapshot } from '../lib/structure.js';
import { useTexts } from '../lib/text.js';
import { buzzersAfter } from '../pages/host/judging.js';
import en from '../text/en.js';
import { FakeDocument } from './support/fake-dom.js';

/** The toasts' place. */
class Page extends FakeDocument {
  visibilityState = 'hidden';
  body = this.createElement('body');
  /**
   * @override
   * @param {string} tag
   */
  createElement(tag) {
    const node = super.createElement(tag);
    const append = node.append.bind(node);
    return Object.assign(node, { append: (/** @type {any[]} */ ...children) => children.forEach((child) => append(child)) });
  }
  /** @param {string} _ @param {string} tag */
  createElementNS(_, tag) {
    return this.createElement(tag);
  }
}
const page = new Page();
Object.assign(globalThis, { document: page, ResizeObserver: class { observe() {} } });
const { showActions } = await import('../pages/host/show-actions.js');
const { Desk } = await import('../pages/host/desk.js');
beforeEach(() => {
  useTexts('en', en);
  dismiss();
});
after(() => dismiss());

/** @typedef {import('./support/fake-dom.js').FakeNode} FakeNode */

/** @param {FakeNode} node @param {(node: FakeNode) => boolean} fits @returns {FakeNode[]} */
const all = (node, fits) => [...(fits(node) ? [node] : []), ...node.childNodes.flatMap((child) => all(child, fits))];

/** The messages over the page, and the button of the one that there is. */
const toasts = () => all(page.body, (one) => one.getAttribute('class') === 'toast-message').map((one) => one.textContent);
/** @param {string} className */
const click = (className) => buttons(className).forEach((button) => button.dispatchEvent(new Event('click')));
const buttons = (/** @type {string} */ className) => all(page.body, (one) => one.tag === 'button' && one.getAttribute('class') === className);
const dismiss = () => click('button quiet icon');
function tryAgain() {
  assert.equal(buttons('button compact').length, 1);
  click('button compact');
}

const question = (/** @type {number} */ id) => ({ id, text: `Q${id}`, answer: 'A', points: 100, flags: [], order: id, answered: false, version: 0 });
const category = (/** @type {number} */ id, /** @type {number[]} */ questions) => ({ id, name: `C${id}`, description: '', order: id, questions: questions.map(question) });
const snapshot = {
  game_id: 1,
  name: 'Quiz',
  points_term: 'points',
  revision: 1,
  join_code: 'ABC123',
  boards: [{ id: 1, name: 'One', order: 0, categories: [category(2, [5, 6]), category(3, [7]), category(4, [8])] }],
  teams: [],
  players: [],
};

/** A host's desk whose messages come back when the test says so. */
function madeDesk() {
  /** @type {any[]} */
  const onWay = [];
  /** @type {any[]} */
  const sent = [];
  /** @type {string[]} */
  const mutations = [];
  const socket = Object.assign(new Emitter(), { connectionId: 'me' });
  const game = Object.assign(new Emitter(), {
    gameId: 1,
    picture: fromSnapshot(snapshot),
    socket,
    isLive: true,
    send(/** @type {any} */ message) {
      if (game.isLive) {
        onWay.push(message);
        sent.push(message);
      }
      return game.isLive;
    },
    mutate: (/** @type {string} */ key) => Promise.resolve(void mutations.push(key)),
  });
  const desk = new Desk(/** @type {any} */ (game));
  desk.follow();
  const show = showActions(desk);
  const tell = (/** @type {any} */ message, connection_id = 'other') => game.emit('coordination', { ...message, from: { connection_id } }, { replayed: false });
  const echo = (count = onWay.length) => onWay.splice(0, count).forEach((message) => tell(message, 'me'));
  const lose = () => {
    onWay.length = 0;
    game.isLive = false;
    game.emit('connection', 'away');
    game.isLive = true;
  };
  const board = game.picture.boards[0];
  assert.ok(board);
  const place = (/** @type {number} */ id) => {
    const found = board.categories.flatMap((one) => one.questions.map((other) => ({ board, category: one, question: other }))).find((one) => one.question.id === id);
    assert.ok(found);
    return found;
  };
  const press = (/** @type {number} */ id) => game.emit('coordination', { type: 'buzzer_pressed', from: { connection_id: 'phone', player_id: id } }, { replayed: false });
  /** @param {number} playerId */
  const wrong = (playerId) => {
    const after = buzzersAfter(desk.planned, { playerId, isCorrect: false, isTakenBack: false });
    if (after) show.send([say.buzzers(after)], () => {});
  };
  return { desk, game, show, sent, mutations, echo, lose, tell, place, press, wrong };
}

test('opening a question over one whose buzzers are on turns them off', () => {
  const { desk, show, echo, place } = madeDesk();
  show.open(place(5));
  echo();
  show.switchBuzzers();
  echo();
  assert.equal(desk.show.buzzers.armed, true);
  show.open(place(6));
  echo();
  assert.equal(desk.show.question?.id, 6);
  assert.deepEqual(desk.show.buzzers, { armed: false, opening: 2, round: 0, locked: new Set() });
});

test('nothing changes before it comes back, but the next decision reckons with it', () => {
  const { desk, show, echo, place, sent } = madeDesk();
  show.open(place(5));
  show.switchBuzzers();
  show.switchBuzzers();
  assert.equal(desk.show.question?.id, undefined);
  assert.deepEqual(sent.filter(({ type }) => type === 'buzzers').map(({ armed, opening, round }) => [armed, opening, round]), [[true, 1, 1], [false, 1, 1]]);
  echo();
  assert.equal(desk.planned, desk.show);
  assert.deepEqual([desk.show.question?.id, desk.show.buzzers.armed], [5, false]);
});

test('two quick clicks on a tile open it once; a second close closes nothing', () => {
  const { show, place, sent, echo, mutations } = madeDesk();
  show.open(place(5));
  show.open(place(5));
  assert.equal(sent.filter(({ type }) => type === 'select_question').length, 1);
  echo();
  show.close({ isPlayed: true });
  show.close({ isPlayed: true });
  assert.equal(sent.filter(({ type }) => type === 'select_question').length, 2);
  assert.deepEqual(mutations, ['question:5']);
});

test('two quick reveals reveal two', () => {
  const { desk, show, echo } = madeDesk();
  show.reveal('next');
  show.reveal('next');
  echo();
  assert.deepEqual(desk.show.revealed, new Set([2, 3]));
});

test('wrong for the first and the second within one round trip: one new round, both locked', () => {
  const { desk, show, echo, place, press, wrong } = madeDesk();
  show.open(place(5));
  show.switchBuzzers();
  echo();
  press(7);
  press(8);
  wrong(7);
  wrong(8);
  echo();
  assert.deepEqual(desk.show.buzzers, { armed: true, opening: 1, round: 2, locked: new Set([7, 8]) });
  assert.equal(asked(desk.show), null);
});

test("what others send meanwhile counts too, and a press of the old round does not", () => {
  const { desk, show, echo, tell, place, press } = madeDesk();
  show.open(place(5));
  show.switchBuzzers();
  echo();
  show.switchBuzzers(false);
  tell(say.revealCategories([2, 4]));
  press(7);
  assert.deepEqual([desk.planned.revealed, desk.planned.buzzers.armed], [new Set([2, 4]), false]);
  echo();
  assert.equal(desk.planned, desk.show);
});

test('what has not come back when the connection goes is told, and can be tried again', () => {
  const { desk, show, echo, lose, place } = madeDesk();
  show.open(place(5));
  lose();
  assert.deepEqual(toasts(), [en.host.maybeNotSent]);
  assert.equal(desk.planned, desk.show);
  tryAgain();
  echo();
  assert.equal(desk.show.question?.id, 5);
  lose();
  assert.deepEqual(toasts(), [], 'all of it has come back');
});

test('only what has not come back is tried again, once for each click', () => {
  const { show, echo, lose, place, sent } = madeDesk();
  show.view('board');
  show.open(place(5));
  echo(1);
  lose();
  assert.equal(toasts().length, 1);
  sent.length = 0;
  tryAgain();
  assert.deepEqual(sent.map(({ type }) => type).filter((type) => type !== 'select_board'), ['reveal_categories', 'select_question']);
});

test('trying an old close again closes no other question', () => {
  const { desk, show, tell, echo, lose, place, mutations } = madeDesk();
  show.open(place(5));
  echo();
  show.close({ isPlayed: true });
  lose();
  for (const message of say.closeQuestion({ opening: 1 })) tell(message);
  for (const message of say.openQuestion({ question: question(6), category: 'C2', opening: 2 })) tell(message);
  tryAgain();
  echo();
  assert.equal(desk.show.question?.id, 6);
  assert.deepEqual(mutations, ['question:5']);
  assert.deepEqual(toasts(), [en.host.movedOn]);
});

test('trying the switch again asks for the same state, not for the other one', () => {
  const { desk, show, tell, echo, lose, place } = madeDesk();
  show.open(place(5));
  echo();
  show.switchBuzzers();
  lose();
  tell(say.buzzers({ armed: true, opening: 1, round: 1, locked: [] }), 'an earlier connection');
  tryAgain();
  echo();
  assert.equal(desk.show.buzzers.armed, true);
});

test('with the connection away nothing goes out, and it is told at once', () => {
  const { desk, game, show, place, mutations } = madeDesk();
  game.isLive = false;
  show.open(place(5));
  assert.deepEqual(toasts(), [en.host.notSent]);
  assert.deepEqual([desk.sent, mutations], [[], []]);
});

test('a message that the server refuses is no part of what is to come', () => {
  const { desk, game, show, lose } = madeDesk();
  show.view('scores');
  assert.equal(desk.planned.view, 'scores');
  game.socket.emit('refused', { type: 'error', code: 'rate_limited', detail: '' });
  assert.equal(desk.planned.view, 'lobby');
  lose();
  assert.deepEqual(toasts(), []);
});

test('after a close that came too late the present question is told anew, for those who come later', () => {
  const { desk, show, tell, echo, place, sent } = madeDesk();
  show.open(place(5));
  show.open(place(6));
  show.switchBuzzers();
  echo();
  sent.length = 0;
  for (const message of say.closeQuestion({ opening: 1 })) tell(message);
  assert.deepEqual(sent.map(({ type, opening }) => [type, opening]), [['select_question', 2], ['buzzers', 2]]);
  assert.deepEqual([sent[0].question_id, sent[1].armed], [6, true]);
  echo();
  assert.deepEqual([desk.show.question?.id, desk.show.buzzers.armed], [6, true]);
  show.close({ isPlayed: false });
  echo();
  sent.length = 0;
  for (const message of say.closeQuestion({ opening: 1 })) tell(message);
  assert.deepEqual([sent[0].question_id, sent[0].opening], [null, 2]);
});
