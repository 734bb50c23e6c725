import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionView } from '../lib/connection.js';
import { t, useTexts } from '../lib/text.js';
import english from '../text/en.js';

test('a banner is shown when the server or the network is away, and only then', () => {
  useTexts('en', english);
  for (const connection of /** @type {const} */ (['connecting', 'live', 'away'])) {
    for (const waiting of [0, 1, 3]) {
      for (const online of [true, false]) {
        const view = connectionView({ connection, waiting, online });
        assert.equal(view.banner, !online || connection === 'away');
        assert.equal(view.connection, online ? connection : 'away');
        assert.ok(t(view.key, { count: waiting }), view.key);
      }
    }
  }
});

test('changes under way show while all is well, but say nothing louder than that', () => {
  assert.equal(connectionView({ connection: 'live', waiting: 0, online: true }).level, 'live');
  assert.equal(connectionView({ connection: 'live', waiting: 2, online: true }).level, 'saving');
  assert.equal(connectionView({ connection: 'away', waiting: 2, online: true }).level, 'away');
});
