// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import * as messages from '../lib/show-messages.js';

const SOCKET_MESSAGE_LIMIT = 4096;

/** @param {unknown} message */
function bytes(message) {
  return new TextEncoder().encode(JSON.stringify(message)).length;
}

test('no message passes the limit of the socket, whatever is in the question', () => {
  for (const character of ['x', 'é', '漢', '🎭', '"', '\n', '\u0001', 'שׁ']) {
    const question = {
      id: Number.MAX_SAFE_INTEGER,
      points: 2_147_483_647,
      flags: Array.from({ length: 20 }, () => character.repeat(50)),
      text: character.repeat(2000),
    };
    const sent = messages.openQuestion({ question, category: character.repeat(200), opening: 1_000_000 });
    for (const message of sent) assert.ok(bytes(message) <= SOCKET_MESSAGE_LIMIT, `${character}: ${bytes(message)}`);
    assert.ok(sent.length <= 7);
    const select = /** @type {any} */ (sent.at(-1));
    assert.equal(select.parts, sent.length);
    assert.equal(select.text + sent.slice(0, -1).map(({ text }) => text).join(''), question.text);
  }
});

test('a text is cut between characters, never within one', () => {
  assert.deepEqual(messages.textParts('🎭🎭🎭', 10), ['🎭🎭', '🎭']);
  assert.deepEqual(messages.textParts('', 10), ['']);
});

test('long lists keep the newest, an order the first', () => {
  const ids = Array.from({ length: 5000 }, (_, index) => index + 1);
  const revealed = messages.revealCategories(ids);
  assert.ok(bytes(revealed) <= SOCKET_MESSAGE_LIMIT);
  assert.equal(revealed.category_ids.at(-1), 5000);
  const armed = messages.buzzers({ armed: true, opening: 1, round: 1, locked: new Set(ids) });
  assert.ok(bytes(armed) <= SOCKET_MESSAGE_LIMIT);
  assert.equal(armed.locked.at(-1), 5000);
  const order = messages.buzzOrder({ opening: 1, round: 1, playerIds: ids });
  assert.ok(bytes(order) <= SOCKET_MESSAGE_LIMIT);
  assert.deepEqual(order.player_ids.slice(0, 3), [1, 2, 3]);
});

test('an order with more places than are told is not said to be whole', () => {
  const whole = (/** @type {number} */ count) =>
    messages.buzzOrder({ opening: 1, round: 1, playerIds: Array.from({ length: count }, (_, index) => index), isWhole: true }).whole;
  assert.equal(whole(0), true);
  assert.equal(whole(100), true);
  assert.equal(whole(101), undefined);
});

test('all are retained but what is only for the moment', () => {
  const kept = [
    messages.selectBoard({ boardId: null, view: 'lobby' }),
    messages.revealCategories([]),
    ...messages.closeQuestion({ opening: 1 }),
    messages.showJoin({ code: null, shown: false }),
    messages.buzzOrder({ opening: 1, round: 1, playerIds: [] }),
  ];
  assert.ok(kept.every(({ retain }) => retain === true));
  assert.equal(messages.press().retain, undefined);
  assert.equal(messages.judged({ opening: 1, playerId: 1, isCorrect: true, points: 1 }).retain, undefined);
});
