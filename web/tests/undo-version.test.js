import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inverse, scoreVersion, versionIn } from '../lib/undo.js';

/** @param {number} revision @param {string} kind @param {number} entity_id @param {number} version @param {object} [rest] */
const made = (revision, kind, entity_id, version, rest) =>
  ({ revision, kind, entity_id, version, body: { type: '' }, actor: 'host', at: '', ...rest });

const log = [
  made(4, 'player_created', 3, 4),
  made(5, 'question_created', 3, 0),
  made(6, 'question_updated', 5, 7),
  made(7, 'update_score', 8, 2),
  made(8, 'toggle_question', 5, 8),
  made(9, 'update_score', 8, 3),
  made(10, 'board_updated', 5, 10),
  made(11, 'question_deleted', 9, 2),
];

test('a score and a question have the version of their own newest change, all else the revision of the game', () => {
  const versions = [['update_score', 8], ['question_updated', 5], ['toggle_question', 5], ['question_created', 3], ['board_updated', 5], ['question_deleted', 9]];
  assert.deepEqual(versions.map(([kind, entity_id]) => versionIn(log, /** @type {any} */ ({ kind, entity_id }))), [3, 8, 8, 0, 11, 11]);
});

test('who came within the log has a score of version 0 until the first answer; of others nothing is known', () => {
  assert.equal(scoreVersion(log, 3), 0);
  assert.equal(scoreVersion([...log, made(12, 'update_score', 3, 1)], 3), 1);
  assert.equal(scoreVersion(log, 4), undefined);
});

test('only what is first asked for names the version; what follows is about what this way has made', async () => {
  /** @type {any[]} */
  const asked = [];
  const make = async (/** @type {any[]} */ ...call) => {
    asked.push(call.at(-1).ifMatch);
    return { id: 900 };
  };
  const detail = { team: { name: 'R', color: '' }, player_ids: [31] };
  const way = inverse(made(12, 'team_deleted', 2, 12, { detail }));
  await way?.steps(/** @type {any} */ ({ createTeam: make, updatePlayer: make }), 7, 12);
  assert.deepEqual(asked, [12, undefined]);
});
