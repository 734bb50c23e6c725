import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Emitter } from '../lib/emitter.js';
import { useTexts } from '../lib/text.js';
import en from '../text/en.js';
import { settled } from './support/clock.js';
import { browser, page } from './support/fake-page.js';

useTexts('en', en);
const { ChangeHistory } = await import('../pages/host/change-history.js');
const { loaded } = await import('../pages/host/late-modules.js');
const { scoreActions } = await import('../pages/host/score-actions.js');
const { showAnew } = await import('../pages/host/show-anew.js');

/** What the toasts say, all in one. */
const told = () => page.body.textContent;

/** Presses the toast's button with these words. @param {string} label */
function press(label) {
  const find = (/** @type {any} */ node) => node.tag === 'button' && node.textContent === label ? node : node.childNodes.map(find).find(Boolean);
  const found = find(page.body);
  assert.ok(found, `a button ${label}`);
  found.dispatchEvent(new Event('click'));
}

/** @param {number} id @param {string} name */
const player = (id, name) => ({ id, name, team_id: null, buzzer: null, score: 0, version: 0 });

/** A server's log that answers when it is let, with all that came before that. */
class Server {
  /** @type {any[]} */
  log = [];
  /** @type {string[]} */
  calls = [];
  /** @type {(() => void)[]} what is on its way */
  held = [];
  isHolding = false;
  /** @type {any[]} errors of the next calls; null: none */
  faults = [];
  waiting = 0;

  /** @param {string} kind @param {number} id @param {object} rest */
  add(kind, id, rest) {
    this.log.push({ revision: this.log.length + 1, kind, entity_id: id, version: 1, actor: 'host', at: '', body: {}, ...rest });
  }

  /** @template T @param {() => T} fn @returns {Promise<T>} */
  async answer(fn) {
    if (this.isHolding) await new Promise((resolve) => this.held.push(() => resolve(null)));
    const fault = this.faults.shift();
    if (fault) throw fault;
    return fn();
  }

  async letGo() {
    await settled();
    while (this.held.length > 0) {
      this.held.splice(0).forEach((one) => one());
      await settled();
    }
  }

  /** A call that changes something. @param {string} line @param {() => any} fn */
  change(line, fn) {
    this.calls.push(line);
    return this.answer(fn);
  }

  api = {
    changes: (/** @type {number} */ _game, /** @type {number} */ after) => {
      // What it has seen when it was asked: an answer is as old as its way.
      const changes = this.log.filter((one) => one.revision > after);
      const { length: revision } = this.log;
      return this.answer(() => ({ changes, revision }));
    },
    createPlayer: (/** @type {number} */ _game, /** @type {any} */ { name }) =>
      this.change(`create ${name}`, () => {
        const id = 900 + this.log.length;
        this.add('player_created', id, { body: { player: player(id, name) } });
        return { id };
      }),
    deletePlayer: (/** @type {number} */ id) => this.change(`delete ${id}`, () => this.add('player_deleted', id, { detail: { player: player(id, 'Ada'), answers: [] } })),
    toggleQuestion: (/** @type {number} */ id, /** @type {boolean} */ answered) =>
      this.change(`toggle ${id} ${answered}`, () => this.add('toggle_question', id, { body: { answered } })),
    updateQuestion: (/** @type {number} */ id) => this.change(`edit ${id}`, () => ({ id })),
    createTeam: () => this.change('create team', () => {
      this.add('team_created', 50, { body: { team: { id: 50, name: 'Red', color: '' } } });
      return { id: 50 };
    }),
    updatePlayer: (/** @type {number} */ id) => this.change(`move ${id}`, () => ({ id })),
  };
}

/** A host's page with Ada, and Ben who was removed. */
async function host() {
  const server = new Server();
  server.add('player_created', 1, { body: { player: player(1, 'Ada') } });
  server.add('player_created', 2, { body: { player: player(2, 'Ben') } });
  server.add('player_deleted', 2, { detail: { player: player(2, 'Ben'), answers: [] } });
  /** @type {any} */
  const game = Object.assign(new Emitter(), {
    gameId: 1,
    api: server.api,
    waiting: 0,
    picture: { revision: 3, players: new Map(), boards: [], teams: [] },
    isPending: () => false,
    reload: () => Promise.resolve(),
    async mutate(/** @type {string} */ _key, /** @type {any} */ fn) {
      game.waiting += 1;
      try {
        return await fn(server.api);
      } finally {
        game.waiting -= 1;
        game.emit('waiting', game.waiting);
      }
    },
  });
  const history = new ChangeHistory(game, () => {});
  await history.read();
  /** @type {any} */
  const desk = { game, history, picture: game.picture, show: { opening: 4 }, open: null, state: {}, touch() {} };
  desk.planned = desk.show;
  /** @type {any[]} */
  const sent = [];
  /** @type {any} */
  const show = { send: (/** @type {any} */ messages) => sent.push(messages) };
  return { server, game, history, desk, show, sent, scores: scoreActions(desk, show) };
}

beforeEach(() => {
  const dismissAll = (/** @type {any} */ node) => {
    if (node.getAttribute('data-toast')) node.remove();
    else [...node.childNodes].forEach(dismissAll);
  };
  dismissAll(page.body);
});

test('reads of the log go one after the other, and who asks during one gets what came since', async () => {
  const { server, history } = await host();
  server.isHolding = true;
  const first = history.read();
  server.add('toggle_question', 9, { body: { answered: true } });
  const others = [history.read(), history.read()];
  assert.equal(server.held.length, 1, 'one at a time');
  await server.letGo();
  assert.deepEqual([await first, ...await Promise.all(others)], [true, true, true]);
  assert.equal(history.log.newest, 4);
  assert.equal(history.running, null);
});

test('a read says that it failed', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { server, history } = await host();
  server.faults = [new Error('away')];
  assert.equal(await history.read(), false);
  assert.equal(history.isBehind, true);
  assert.equal(await history.read(), true);
  mock.timers.reset();
});

test('two presses of undo are one undo', async () => {
  const { server, scores } = await host();
  server.isHolding = true;
  const first = scores.undoNewest();
  scores.undoNewest();
  await server.letGo();
  await first;
  assert.deepEqual(server.calls, ['create Ben']);
  assert.match(told(), /An undo is on its way/);
});

test('the button of a change undoes it once, however often it is pressed, until the log shows it', async () => {
  const { server, history, scores } = await host();
  const change = history.log.changes[2];
  server.isHolding = true;
  const all = [scores.undo(change), scores.undo(change)];
  assert.equal(scores.isUndoing(3), true);
  await server.letGo();
  await Promise.all(all);
  assert.equal(scores.isUndoing(3), false);
  assert.equal(history.log.newest, 4, 'the log has it when the button is free again');
  server.isHolding = false;
  await scores.undo(change);
  assert.deepEqual(server.calls, ['create Ben']);
  assert.match(told(), /undone or changed since/);
});

test('what another host has undone is not undone again', async () => {
  const { server, history, scores } = await host();
  server.add('player_created', 7, { body: { player: player(7, 'Ben') } });
  await scores.undo(history.log.changes[2]);
  assert.deepEqual(server.calls, []);
  assert.match(told(), /undone or changed since/);
});

test('undo takes the newest change there is, also where an older read is under way', async () => {
  const { server, history, scores } = await host();
  server.isHolding = true;
  history.read();
  server.add('toggle_question', 9, { body: { answered: true } });
  const undone = scores.undoNewest();
  await server.letGo();
  await undone;
  assert.deepEqual(server.calls, ['toggle 9 false']);
});

test("undo waits for this page's own changes", async () => {
  const { server, game, scores } = await host();
  server.isHolding = true;
  const click = game.mutate('question:9', (/** @type {any} */ api) => api.toggleQuestion(9, true));
  const undone = scores.undoNewest();
  await server.letGo();
  await Promise.all([click, undone]);
  assert.deepEqual(server.calls, ['toggle 9 true', 'toggle 9 false']);
});

test('without the newest changes nothing is undone, and that is said', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { server, game, scores } = await host();
  server.faults = [new Error('away')];
  await scores.undoNewest();
  assert.deepEqual(server.calls, []);
  assert.match(told(), /Nothing was undone/);
  press('Try again');
  await settled();
  assert.deepEqual(server.calls, ['create Ben'], 'trying again does it');
  game.waiting = 1;
  const undone = scores.undoNewest();
  mock.timers.tick(5000);
  await undone;
  assert.equal(server.calls.length, 1, 'what is on its way for ever is not waited for');
  mock.timers.reset();
});

test('an undo that stopped half way goes on there', async () => {
  const { server, history, scores } = await host();
  server.add('team_deleted', 5, { detail: { team: { id: 5, name: 'Red', color: '' }, player_ids: [1] } });
  await history.read();
  server.faults = [null, null, Object.assign(new Error('no'), { status: 409 })];
  await scores.undo(history.log.changes[3]);
  assert.deepEqual(server.calls, ['create team', 'move 1']);
  press('Try again');
  await settled();
  assert.deepEqual(server.calls, ['create team', 'move 1', 'move 1']);
  assert.match(told(), /Undone/);
});

/** A desk whose open question is 9. @param {any} desk */
function open(desk) {
  desk.open = { question: { id: 9, text: 'Old', answer: 'A', points: 100, flags: [] }, category: { id: 8, name: 'Rivers' }, board: { id: 1 } };
  desk.show.question = { id: 9 };
}

test('an edit of the open question that is undone is sent to the screens again, as it is then', async () => {
  const { server, game, history, desk, scores, sent } = await host();
  const previous = { text: 'Old', answer: 'A', points: 100, flags: [], order: 0, answered: false };
  server.add('question_updated', 9, { detail: { question: { ...previous, text: 'New' }, previous } });
  await history.read();
  open(desk);
  desk.open.question.text = 'New';
  game.reload = async () => {
    desk.open.question.text = 'Old';
  };
  await scores.undo(history.log.changes[3]);
  assert.deepEqual(server.calls, ['edit 9']);
  assert.equal(sent.length, 1);
  const [message] = sent[0];
  assert.match(JSON.stringify(message), /Old/);
  assert.equal(message.opening, 4);
});

test('another question is not sent anew, nor one that is closed meanwhile', async () => {
  const { server, game, history, desk, show, scores, sent } = await host();
  const previous = { text: 'Old', answer: 'A', points: 100, flags: [], order: 0, answered: false };
  server.add('question_updated', 6, { detail: { question: previous, previous } });
  server.add('question_updated', 9, { detail: { question: previous, previous } });
  await history.read();
  open(desk);
  await scores.undo(history.log.changes[3]);
  game.reload = async () => {
    desk.open = null;
  };
  await scores.undo(history.log.changes[4]);
  assert.equal(sent.length, 0);
  open(desk);
  desk.planned = { opening: 4, question: null };
  showAnew(desk, show, 9);
  assert.equal(sent.length, 0, 'a close is on its way');
});

test('a module that cannot be loaded is told once, and the page can be loaded again', async () => {
  mock.method(console, 'warn', () => {});
  let reloads = 0;
  browser.location = { reload: () => reloads++ };
  const missing = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
  assert.deepEqual(await Promise.all([loaded(missing), loaded(missing)]), [null, null]);
  assert.equal(told().split('could not be loaded').length, 2, 'one toast');
  press('Load the page again');
  assert.equal(reloads, 1);
  assert.equal(await loaded(async () => 3), 3);
  mock.restoreAll();
});
