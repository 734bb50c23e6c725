// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenOf } from '../lib/session.js';
import { openNewGame } from '../pages/start/open-game.js';

const MADE = { game_id: 7, join_code: 'K7QX3M', host_token: 'H', board_token: 'B' };

/** Opens it in a browser with this localStorage. @param {any} localStorage @returns {string[]} where it goes */
function open(localStorage) {
  /** @type {string[]} */
  const visited = [];
  Object.assign(globalThis, { location: { assign: (/** @type {string} */ address) => visited.push(address) } });
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, value: localStorage });
  openNewGame(/** @type {any} */ (MADE), 'Quiz');
  return visited;
}

test('a new game is remembered, and its address has no token', () => {
  const items = new Map();
  assert.deepEqual(open({ getItem: (/** @type {string} */ key) => items.get(key) ?? null, setItem: items.set.bind(items) }), ['/host/7']);
  assert.equal(tokenOf(7, 'host')?.token, 'H');
});

test('where nothing is stored, the address has the token: the game would be lost without it', () => {
  const full = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  assert.deepEqual(open({ getItem: () => null, setItem: full }), ['/host/7#token=H']);
});
