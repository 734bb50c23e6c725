import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Api } from '../lib/api.js';
import { Clock, settled } from './support/clock.js';
import { answer } from './support/answers.js';

/** @type {[string, (api: Api) => Promise<any>, string, any?][]} */
const calls = [
  ['createGame', (api) => api.createGame({ name: 'N' }), 'POST /api/games', { name: 'N' }],
  ['join', (api) => api.join({ join_code: 'C' }), 'POST /api/join', { join_code: 'C' }],
  ['deletePlayerAnswer', (api) => api.deletePlayerAnswer(1, 2, 3), 'DELETE /api/games/1/answers/2/3'],
  ['toggleQuestion', (api) => api.toggleQuestion(5, true), 'PATCH /api/questions/5', { answered: true }],
  ['updateQuestion', (api) => api.updateQuestion(5, { text: 'T' }), 'PATCH /api/questions/5', { text: 'T' }],
  ['createQuestion', (api) => api.createQuestion(4, { text: 'T', points: 1 }), 'POST /api/categories/4/questions', { text: 'T', points: 1 }],
  ['deleteQuestion', (api) => api.deleteQuestion(5), 'DELETE /api/questions/5'],
  ['updateGame', (api) => api.updateGame(1, { name: 'N' }), 'PATCH /api/games/1', { name: 'N' }],
  ['createBoard', (api) => api.createBoard(1, { name: 'N' }), 'POST /api/games/1/boards', { name: 'N' }],
  ['updateBoard', (api) => api.updateBoard(3, { order: 1 }), 'PATCH /api/boards/3', { order: 1 }],
  ['deleteBoard', (api) => api.deleteBoard(3), 'DELETE /api/boards/3'],
  ['createCategory', (api) => api.createCategory(3, { name: 'N' }), 'POST /api/boards/3/categories', { name: 'N' }],
  ['updateCategory', (api) => api.updateCategory(4, { order: 1 }), 'PATCH /api/categories/4', { order: 1 }],
  ['deleteCategory', (api) => api.deleteCategory(4), 'DELETE /api/categories/4'],
  ['createTeam', (api) => api.createTeam(1, { name: 'N' }), 'POST /api/games/1/teams', { name: 'N' }],
  ['updateTeam', (api) => api.updateTeam(6, { color: '' }), 'PATCH /api/teams/6', { color: '' }],
  ['deleteTeam', (api) => api.deleteTeam(6), 'DELETE /api/teams/6'],
  ['createPlayer', (api) => api.createPlayer(1, { name: 'N' }), 'POST /api/games/1/players', { name: 'N' }],
  ['updatePlayer', (api) => api.updatePlayer(7, { team_id: null }), 'PATCH /api/players/7', { team_id: null }],
  ['deletePlayer', (api) => api.deletePlayer(7), 'DELETE /api/players/7'],
  ['listGames', (api) => api.listGames({ limit: 5, after: 9 }), 'GET /api/games?limit=5&after=9'],
  ['changes', (api) => api.changes(1, 4, 100), 'GET /api/games/1/changes?after=4&limit=100'],
  ['exportGame', (api) => api.exportGame(1, 'template'), 'GET /api/games/1/export?mode=template'],
  ['exportGame csv', (api) => api.exportGame(1, 'csv'), 'GET /api/games/1/export'],
  ['importGame', (api) => api.importGame('a,b', 'text/csv', { name: 'A & B+C' }), 'POST /api/games/import?name=A%20%26%20B%2BC'],
  ['importGame dry', (api) => api.importGame('{}', 'application/json', { dryRun: true }), 'POST /api/games/import?dry_run=true', {}],
];

for (const [name, call, line, body] of calls) {
  test(`${name} is ${line}`, async () => {
    /** @type {any} */
    let seen;
    const fetch = /** @type {any} */ ((/** @type {string} */ url, /** @type {any} */ init) => {
      seen = { url, ...init };
      return Promise.resolve(answer(200, {}));
    });
    await call(new Api({ fetch, baseUrl: 'http://h' }));
    assert.equal(`${seen.method} ${seen.url.replace('http://h', '')}`, line);
    if (body) assert.deepEqual(JSON.parse(seen.body), body);
    assert.equal('Idempotency-Key' in seen.headers, seen.method !== 'GET');
    if (name === 'exportGame csv') assert.equal(seen.headers.Accept, 'text/csv');
    if (name === 'importGame') assert.equal(seen.headers['Content-Type'], 'text/csv');
  });
}

test('an export is a Blob with the bytes as they came', async () => {
  const fetch = /** @type {any} */ (() => Promise.resolve(answer(200, 'player,team\r\n', { 'Content-Type': 'text/csv' })));
  const blob = await new Api({ fetch }).exportGame(1, 'csv');
  assert.equal(await blob.text(), 'player,team\r\n');
});

test('an import tells its progress, is repeated under its key, and has no time limit', async () => {
  const clock = new Clock();
  /** @type {any[]} */
  const tries = [];
  let breaks = () => {};
  const upload = (/** @type {any} */ call) => {
    tries.push(call);
    call.onProgress?.(0.5);
    if (tries.length === 1) return new Promise((_, reject) => breaks = () => reject(new TypeError('broken')));
    return Promise.resolve({ status: 201, headers: { get: () => null }, text: '{"game_id":9}' });
  };
  /** @type {number[]} */
  const progress = [];
  const api = new Api({ upload, wait: clock.wait, log: () => {} });
  const done = api.importGame('x', 'text/csv', { onProgress: (fraction) => progress.push(fraction) });
  await settled();
  assert.deepEqual(clock.left, [], 'no limit of a try runs');
  breaks();
  await clock.advance(5_000);
  assert.deepEqual(await done, { game_id: 9 });
  assert.deepEqual(progress, [0.5, 0.5]);
  assert.equal(tries[0].headers['Idempotency-Key'], tries[1].headers['Idempotency-Key']);
  tries.length = 0;
  const dry = assert.rejects(api.importGame('x', 'text/csv', { dryRun: true }), { code: 'network' });
  breaks();
  await dry;
});
