import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Api } from '../lib/api.js';
import { fromSnapshot } from '../lib/structure.js';
import { describe, inverse, supersededBy } from '../lib/undo.js';
import { answer, problem } from './support/answers.js';

/** @param {Partial<import('../lib/wire.js').Change>} change @returns {import('../lib/wire.js').Change} */
const made = (change) => ({ revision: 1, kind: '', entity_id: 1, version: 1, body: { type: 'game_changed' }, actor: 'host', at: '', ...change });

/** An Api whose server gives ids from 900, and notes what was called. @param {any[]} [faults] */
function recorder(faults = []) {
  /** @type {string[]} */
  const lines = [];
  /** @type {string[]} */
  const keys = [];
  let ids = 900;
  const fetch = /** @type {any} */ ((/** @type {string} */ url, /** @type {any} */ { method, body, headers }) => {
    lines.push(`${method} ${url}${body ? ` ${body}` : ''}`);
    keys.push(headers['Idempotency-Key']);
    const fault = faults.shift();
    if (fault) return Promise.resolve(answer(fault.status, fault.body));
    return Promise.resolve(method === 'DELETE' ? answer(204, null) : answer(200, { id: ids++ }));
  });
  return { api: new Api({ fetch }), lines, keys };
}

/** @param {Partial<import('../lib/wire.js').Change>} change */
async function undone(change) {
  const { api, lines } = recorder();
  const way = inverse(made(change));
  assert.ok(way, 'there is a way back');
  await way.steps(api, 7);
  return lines;
}

const right = { is_correct: true, points: 200 };
const wrong = { is_correct: false, points: -200 };
const half = { is_correct: true, points: 100 };
const score = (/** @type {any} */ answer, /** @type {any} */ previous, revision = 1) =>
  made({ revision, kind: 'update_score', entity_id: 3, body: { type: 'update_score', score: 0 }, detail: { question_id: 14, answer, ...(previous && { previous }) } });
const record = (/** @type {any} */ { is_correct, points }) =>
  `POST /api/games/7/answers {"player_id":3,"question_id":14,"is_correct":${is_correct},"points":${points}}`;
const takeBack = 'DELETE /api/games/7/answers/3/14';

/** @type {[string, any, any, string[]][]} */
const scores = [
  ['a first answer is taken back', right, null, [takeBack]],
  ['replaced points are recorded again', half, right, [record(right)]],
  ['an answer that was taken back is recorded', null, wrong, [record(wrong)]],
  ['the opposite is taken back first: recording it would only take back', right, wrong, [takeBack, record(wrong)]],
  ['nothing that became nothing needs nothing', null, null, []],
];
for (const [what, after, before, lines] of scores) {
  test(`undoing a score: ${what}`, async () => assert.deepEqual(await undone(score(after, before)), lines));
}

const question = { id: 101, text: 'Q', answer: 'A', points: 100, flags: ['f'], order: 2, answered: true, version: 9 };
const questionJSON = '{"text":"Q","answer":"A","points":100,"flags":["f"],"order":2,"answered":true}';

/** @type {[Partial<import('../lib/wire.js').Change>, string[]][]} */
const inverses = [
  [{ kind: 'toggle_question', entity_id: 5, body: { type: 'toggle_question', answered: true } }, ['PATCH /api/questions/5 {"answered":false}']],
  [{ kind: 'toggle_question', entity_id: 5, body: { type: 'toggle_question', answered: false } }, ['PATCH /api/questions/5 {"answered":true}']],
  [{ kind: 'game_updated', detail: { previous: { name: 'N', points_term: 'T' } } }, ['PATCH /api/games/7 {"name":"N","points_term":"T"}']],
  [{ kind: 'board_created', entity_id: 5 }, ['DELETE /api/boards/5']],
  [{ kind: 'category_created', entity_id: 5 }, ['DELETE /api/categories/5']],
  [{ kind: 'question_created', entity_id: 5 }, ['DELETE /api/questions/5']],
  [{ kind: 'team_created', entity_id: 5 }, ['DELETE /api/teams/5']],
  [{ kind: 'player_created', entity_id: 5 }, ['DELETE /api/players/5']],
  [{ kind: 'board_updated', entity_id: 5, detail: { previous: { id: 5, name: 'N', order: 2 } } }, ['PATCH /api/boards/5 {"name":"N","order":2}']],
  [{ kind: 'category_updated', entity_id: 5, detail: { previous: { id: 5, name: 'N', description: '', order: 2 } } }, ['PATCH /api/categories/5 {"name":"N","description":"","order":2}']],
  [{ kind: 'question_updated', entity_id: 5, detail: { question: {}, previous: question } }, [`PATCH /api/questions/5 ${questionJSON}`]],
  [{ kind: 'team_updated', entity_id: 5, detail: { previous: { id: 5, name: 'N', color: '' } } }, ['PATCH /api/teams/5 {"name":"N","color":""}']],
  [{ kind: 'player_updated', entity_id: 5, detail: { previous: { id: 5, name: 'N', team_id: null, buzzer: 3, score: 9, version: 9 } } }, ['PATCH /api/players/5 {"name":"N","team_id":null,"buzzer":3}']],
  [{ kind: 'question_deleted', body: { type: '', category_id: 11 }, detail: { question } }, [`POST /api/categories/11/questions ${questionJSON}`]],
  [
    { kind: 'question_deleted', body: { type: '', category_id: 11 }, detail: { question: { ...question, slides: [{ n: 1 }] } } },
    [`POST /api/categories/11/questions ${questionJSON.replace('}', ',"slides":[{"n":1}]}')}`],
  ],
  [{ kind: 'category_deleted', detail: { board_id: 2, category: { id: 1, name: 'C', description: 'd', order: 1, questions: [question, question] } } }, [
    'POST /api/boards/2/categories {"name":"C","description":"d","order":1}',
    `POST /api/categories/900/questions ${questionJSON}`,
    `POST /api/categories/900/questions ${questionJSON}`,
  ]],
  [{ kind: 'board_deleted', detail: { board: { id: 1, name: 'B', order: 0, categories: [{ id: 1, name: 'C', description: '', order: 0, questions: [question] }, { id: 2, name: 'D', description: '', order: 1, questions: [question] }] } } }, [
    'POST /api/games/7/boards {"name":"B","order":0}',
    'POST /api/boards/900/categories {"name":"C","description":"","order":0}',
    `POST /api/categories/901/questions ${questionJSON}`,
    'POST /api/boards/900/categories {"name":"D","description":"","order":1}',
    `POST /api/categories/903/questions ${questionJSON}`,
  ]],
  [{ kind: 'team_deleted', detail: { team: { id: 5, name: 'R', color: '#f00' }, player_ids: [31, 33] } }, [
    'POST /api/games/7/teams {"name":"R","color":"#f00"}',
    'PATCH /api/players/31 {"team_id":900}',
    'PATCH /api/players/33 {"team_id":900}',
  ]],
  [{ kind: 'player_deleted', detail: { player: { id: 3, name: 'Ada', team_id: 2, buzzer: 1, score: 100, version: 4 }, answers: [{ question_id: 14, ...right }, { question_id: 15, is_correct: false, points: -100 }] } }, [
    'POST /api/games/7/players {"name":"Ada","team_id":2,"buzzer":1}',
    'POST /api/games/7/answers {"player_id":900,"question_id":14,"is_correct":true,"points":200}',
    'POST /api/games/7/answers {"player_id":900,"question_id":15,"is_correct":false,"points":-100}',
  ]],
];
for (const [change, lines] of inverses) {
  test(`undoing ${change.kind} ${JSON.stringify(change.body ?? {})}`, async () => assert.deepEqual(await undone(change), lines));
}

test('without the detail that it needs a change cannot be undone', () => {
  const enough = ['toggle_question', 'board_created', 'category_created', 'question_created', 'team_created', 'player_created'];
  const kinds = ['update_score', 'game_updated', ...['board', 'category', 'question', 'team', 'player'].flatMap((what) => ['created', 'updated', 'deleted'].map((how) => `${what}_${how}`)), 'of_next_year'];
  for (const kind of kinds) {
    for (const detail of [undefined, null]) assert.equal(inverse(made({ kind, detail })) !== null, enough.includes(kind), kind);
    if (kind !== 'update_score' && !enough.includes(kind)) assert.ok(!inverse(made({ kind, detail: {} })), kind);
  }
});

test('each step has a key of its own; going on after a failure repeats neither what was done nor changes the keys', async () => {
  const { api, lines, keys } = recorder([null, problem(409, 'has_answers', 'No.')]);
  const way = inverse(made({ kind: 'team_deleted', detail: { team: { name: 'R', color: '' }, player_ids: [31, 33] } }));
  await assert.rejects(way?.steps(api, 7) ?? Promise.resolve(), { status: 409 });
  await way?.steps(api, 7);
  assert.deepEqual(lines.map((line) => line.split(' ')[1]), ['/api/games/7/teams', '/api/players/31', '/api/players/31', '/api/players/33']);
  assert.equal(keys[1], keys[2]);
  assert.equal(new Set(keys).size, 3);
});

test('a team comes back with the members that there still are; who has gone since stops nothing', async () => {
  const gone = problem(404, 'not_found', 'There is no such player.');
  const { api, lines } = recorder([null, null, gone]);
  const way = inverse(made({ kind: 'team_deleted', detail: { team: { name: 'R', color: '' }, player_ids: [31, 32, 33] } }));
  assert.equal(way?.hasBegun(), false);
  await way?.steps(api, 7);
  assert.equal(way?.hasBegun(), true);
  assert.deepEqual(lines.slice(1), [31, 32, 33].map((id) => `PATCH /api/players/${id} {"team_id":900}`));
});

test('a player whose team or question is gone is brought back without it, and the error told', async () => {
  const gone = problem(404, 'not_found', 'There is no such team.');
  const { api, lines, keys } = recorder([gone, null, gone]);
  const detail = { player: { name: 'Ada', team_id: 2, buzzer: 1 }, answers: [{ question_id: 14, ...right }, { question_id: 15, ...half }] };
  const way = inverse(made({ kind: 'player_deleted', detail }));
  await assert.rejects(way?.steps(api, 7) ?? Promise.resolve(), { message: 'There is no such team.' });
  assert.deepEqual(lines, [
    'POST /api/games/7/players {"name":"Ada","team_id":2,"buzzer":1}',
    'POST /api/games/7/players {"name":"Ada","team_id":null,"buzzer":1}',
    'POST /api/games/7/answers {"player_id":900,"question_id":14,"is_correct":true,"points":200}',
    'POST /api/games/7/answers {"player_id":900,"question_id":15,"is_correct":true,"points":100}',
  ]);
  assert.equal(new Set(keys).size, 4);
  const refused = recorder([problem(403, 'forbidden', 'No.')]);
  await assert.rejects(inverse(made({ kind: 'player_deleted', detail }))?.steps(refused.api, 7) ?? Promise.resolve(), { status: 403 });
  assert.equal(refused.lines.length, 1);
});

/** @param {import('../lib/wire.js').Change[]} changes */
const superseded = (changes) => [...supersededBy(changes)].sort((a, b) => a - b);

test('an older change of the same thing is superseded, of another one not', () => {
  assert.deepEqual(superseded([score(right, null, 1), score(half, right, 2)]), [1]);
  assert.deepEqual(superseded([score(half, right, 2), score(right, null, 1)]), [1], 'in any order');
  const other = { ...score(right, null, 2), entity_id: 4 };
  assert.deepEqual(superseded([score(right, null, 1), other]), []);
});

test('after an undo both the undo and the change before the pair can be undone: so one gets back to the start', () => {
  const first = score(right, null, 1);
  const second = score(half, right, 2);
  const third = score({ is_correct: true, points: 50 }, half, 3);
  const log = [first, second, third];
  assert.deepEqual(superseded(log), [1, 2]);
  log.push(score(half, { is_correct: true, points: 50 }, 4));
  assert.deepEqual(superseded(log), [1, 3]);
  log.push(score(right, half, 5));
  assert.deepEqual(superseded(log), [2, 3, 4]);
  log.push(score(null, right, 6));
  assert.deepEqual(superseded(log), [1, 2, 3, 4, 5]);
});

test('toggles of a question undo each other; an edit of it comes in between', () => {
  const toggle = (/** @type {number} */ revision, /** @type {boolean} */ answered) => made({ revision, kind: 'toggle_question', entity_id: 5, body: { type: 'toggle_question', answered } });
  const edit = made({ revision: 2, kind: 'question_updated', entity_id: 5, detail: { question, previous: { ...question, text: 'Old' } } });
  assert.deepEqual(superseded([toggle(1, true), edit, toggle(3, false)]), [1, 2]);
  assert.deepEqual(superseded([toggle(1, true), toggle(2, false)]), [1]);
});

test('the answers of a player who was deleted cannot be undone, the deletion can, once', () => {
  const gone = made({ revision: 2, kind: 'player_deleted', entity_id: 3, detail: { player: { id: 3, name: 'Ada', team_id: null, buzzer: null, score: 9, version: 9 }, answers: [] } });
  assert.deepEqual(superseded([score(right, null, 1), gone]), [1]);
  const again = made({ revision: 3, kind: 'player_created', entity_id: 9, body: { type: '', player: { id: 9, name: 'Ada', team_id: null, buzzer: null, score: 0, version: 0 } } });
  assert.deepEqual(superseded([score(right, null, 1), gone, again]), [1, 2]);
  const somebody = made({ revision: 3, kind: 'player_created', entity_id: 9, body: { type: '', player: { id: 9, name: 'Bob', team_id: null, buzzer: null } } });
  assert.deepEqual(superseded([gone, somebody]), []);
});

test('of two equal things that were deleted, one that was made again stands for one', () => {
  const deleted = (/** @type {number} */ revision) => made({ revision, kind: 'team_deleted', entity_id: revision, detail: { team: { id: revision, name: 'R', color: '' }, player_ids: [] } });
  const created = (/** @type {number} */ revision) => made({ revision, kind: 'team_created', entity_id: revision, body: { type: '', team: { id: revision, name: 'R', color: '' } } });
  assert.deepEqual(superseded([deleted(1), deleted(2), created(3)]), [2]);
  assert.deepEqual(superseded([deleted(1), deleted(2), created(3), created(4)]), [1, 2]);
});

test('a hall full of players who came and went is gone through once, not once for each of them', () => {
  let looks = 0;
  const count = 2000;
  /** @param {number} revision @param {object} change */
  const watched = (revision, change) => {
    const one = made({ revision, ...change });
    const { kind } = one;
    return Object.defineProperty(one, 'kind', { get: () => (looks += 1, kind) });
  };
  const player = (/** @type {number} */ id) => ({ id, name: `P${id}`, team_id: null, buzzer: null, score: 0, version: 0 });
  const changes = Array.from({ length: count }, (_, n) => [
    watched(n + 1, { kind: 'player_created', entity_id: n, body: { type: '', player: player(n) } }),
    watched(count + n + 1, { kind: 'update_score', entity_id: n, detail: { question_id: 14, answer: right } }),
    watched(2 * count + n + 1, { kind: 'player_deleted', entity_id: n, detail: { player: player(n), answers: [] } }),
    watched(3 * count + n + 1, { kind: 'player_created', entity_id: count + n, body: { type: '', player: player(n) } }),
  ]).flat();
  assert.equal(supersededBy(changes).size, 3 * count);
  assert.ok(looks < 30 * changes.length, `${looks} looks at ${changes.length} changes`);
});

test('names that went back and forth', () => {
  const name = (/** @type {number} */ revision, /** @type {string} */ now, /** @type {string} */ before) =>
    made({ revision, kind: 'team_updated', entity_id: 5, body: { type: '', team: { id: 5, name: now, color: '' } }, detail: { previous: { id: 5, name: before, color: '' } } });
  assert.deepEqual(superseded([name(1, 'B', 'A'), name(2, 'C', 'B'), name(3, 'B', 'C')]), [2]);
});

const picture = fromSnapshot(/** @type {any} */ ({
  game_id: 7, name: 'Quiz', points_term: 'p', revision: 1,
  boards: [{ id: 1, name: 'R1', order: 0, categories: [{ id: 11, name: 'Rivers', description: '', order: 0, questions: [{ ...question, id: 14 }] }] }],
  teams: [{ id: 2, name: 'Red', color: '' }],
  players: [{ id: 3, team_id: 2, name: 'Ada', buzzer: 1, score: 0, version: 1 }],
}));

test('a score is described by player, points and place', () => {
  const { key, kind, values } = describe(score(right, null, 8), picture);
  assert.deepEqual([key, kind], ['score_right', 'update_score']);
  assert.deepEqual(values, { revision: 8, player: 'Ada', points: 200, score: 0, board: 'R1', category: 'Rivers', questionPoints: 100, question: 'Q' });
  assert.equal(describe(score(wrong, null), picture).key, 'score_wrong');
  assert.deepEqual([describe(score(null, wrong), picture).key, describe(score(null, wrong), picture).values.points], ['score_taken_back', -200]);
  assert.equal(describe(made({ kind: 'update_score', entity_id: 3, detail: null }), picture).key, 'score_changed');
  assert.equal(describe(made({ kind: 'update_score', entity_id: 99 }), picture).values.player, '');
});

test('each kind has a description, also without detail and for things that are gone', () => {
  /** @type {[Partial<import('../lib/wire.js').Change>, string, Record<string, any>][]} */
  const cases = [
    [{ kind: 'toggle_question', entity_id: 14, body: { type: '', answered: true } }, 'question_played', { category: 'Rivers', questionPoints: 100 }],
    [{ kind: 'toggle_question', entity_id: 99, body: { type: '', answered: false } }, 'question_reopened', { category: '', questionPoints: '' }],
    [{ kind: 'game_updated', body: { type: '', name: 'New' }, detail: { previous: { name: 'Old' } } }, 'game_updated', { name: 'New', previousName: 'Old' }],
    [{ kind: 'board_deleted', body: { type: '' }, detail: { board: { name: 'Gone' } } }, 'board_deleted', { name: 'Gone', board: 'Gone' }],
    [{ kind: 'board_deleted', entity_id: 99, body: { type: '' } }, 'board_deleted', { name: '' }],
    [{ kind: 'category_created', body: { type: '', board_id: 1, category: { name: 'C' } } }, 'category_created', { name: 'C', board: 'R1' }],
    [{ kind: 'category_deleted', body: { type: '' }, detail: { board_id: 1, category: { name: 'C' } } }, 'category_deleted', { name: 'C', board: 'R1' }],
    [{ kind: 'question_updated', entity_id: 14, body: { type: '', category_id: 11 }, detail: { question: { text: 'New', points: 5 } } }, 'question_updated', { question: 'New', questionPoints: 5, category: 'Rivers' }],
    [{ kind: 'question_deleted', entity_id: 99, body: { type: '', category_id: 11 } }, 'question_deleted', { category: 'Rivers', question: '' }],
    [{ kind: 'team_updated', body: { type: '', team: { name: 'B' } }, detail: { previous: { name: 'A' } } }, 'team_updated', { team: 'B', previousName: 'A' }],
    [{ kind: 'player_created', body: { type: '', player: { name: 'Ada', team_id: 2 } } }, 'player_created', { player: 'Ada', team: 'Red' }],
    [{ kind: 'player_deleted', body: { type: '' } }, 'player_deleted', { player: '', team: '' }],
    [{ kind: 'of_next_year', body: { type: '' } }, 'of_next_year', {}],
  ];
  for (const [change, key, values] of cases) {
    const described = describe(made(change), picture);
    assert.equal(described.key, key);
    for (const [name, value] of Object.entries(values)) assert.equal(described.values[name], value, `${key} ${name}`);
    for (const value of Object.values(described.values)) assert.ok(['string', 'number'].includes(typeof value));
  }
});
