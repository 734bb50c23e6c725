// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { createShow, reduce } from '../lib/show.js';
import * as messages from '../lib/show-messages.js';
import { useTexts } from '../lib/text.js';
import { eventText, scoresText } from '../pages/board/say.js';
import texts from '../text/en.js';

useTexts('en', texts);

/** @type {any} */
const picture = {
  pointsTerm: 'points',
  boards: [{ categories: [{ id: 1, name: 'Rivers' }, { id: 2, name: 'Ships' }] }],
  teams: [],
  players: new Map([1, 2, 3, 4].map((id) => [id, { id, teamId: null, name: `Player ${id}`, score: id * 100 }])),
};

test('a question, the first press and the verdict are read out; later presses are not', () => {
  const show = createShow();
  for (const message of messages.openQuestion({ question: { id: 5, points: 200, flags: [], text: 'How deep?' }, category: 'Ships', opening: 1 })) {
    reduce(show, message);
  }
  assert.equal(eventText({ kind: 'opened', questionId: 5 }, picture, show), 'Ships, 200 points. How deep?');
  assert.equal(eventText({ kind: 'pressed', playerId: 2, place: 1 }, picture, show), 'Player 2 buzzed first');
  assert.equal(eventText({ kind: 'pressed', playerId: 3, place: 2 }, picture, show), '');
  assert.equal(eventText({ kind: 'judged', playerId: 2, isCorrect: true, points: 200 }, picture, show), 'Right: Player 2, +200');
  assert.equal(eventText({ kind: 'revealed', categoryIds: [1, 2, 99] }, picture, show), 'Revealed: Rivers, Ships');
});

test('few scores are read out, many are counted', () => {
  assert.equal(scoresText(picture, new Set([1, 3, 99])), 'Player 1: 100, Player 3: 300');
  assert.equal(scoresText(picture, new Set([1, 2, 3, 4])), '4 scores have changed');
  assert.equal(scoresText(picture, new Set([99])), '');
});
