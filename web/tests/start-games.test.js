// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gamesOf } from '../pages/start/games-list.js';

/** @param {any} parts */
const session = (parts) => ({ token: 't', at: '2026-05-01T18:00:00Z', ...parts });

test('one line a game, in the order of the newest', () => {
  const games = gamesOf([
    session({ gameId: 9, role: 'player', name: 'Ada', playerId: 3 }),
    session({ gameId: 7, role: 'host', name: 'Friday quiz', joinCode: 'K7QX3M', boardToken: 'B' }),
    session({ gameId: 9, role: 'board' }),
  ]);
  assert.deepEqual(games, [
    { gameId: 9, name: '', playsAs: 'Ada', roles: ['player', 'board'], host: null, board: '/board/9', play: '/play/9' },
    {
      gameId: 7, name: 'Friday quiz', playsAs: '', roles: ['host'], host: '/host/7', board: '/board/7#token=B', play: '/play/7#join=K7QX3M',
    },
  ]);
});

test('a host without the other links has the host page only', () => {
  const [game] = gamesOf([session({ gameId: 7, role: 'host' })]);
  assert.deepEqual([game.host, game.board, game.play], ['/host/7', null, null]);
});
