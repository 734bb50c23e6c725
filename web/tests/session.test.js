import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';

/** A localStorage. */
class FakeStorage {
  /** @type {Map<string, string>} */
  items = new Map();
  full = false;
  get length() {
    return this.items.size;
  }
  /** @param {number} index */
  key(index) {
    return [...this.items.keys()][index] ?? null;
  }
  /** @param {string} key */
  getItem(key) {
    return this.items.get(key) ?? null;
  }
  /** @param {string} key @param {string} value */
  setItem(key, value) {
    if (this.full) throw new DOMException('full', 'QuotaExceededError');
    this.items.set(key, value);
  }
  /** @param {string} key */
  removeItem(key) {
    this.items.delete(key);
  }
}

/** @type {FakeStorage} */
let storage;
/** @type {typeof import('../lib/session.js')} */
let session;
let pages = 0;

/** A page is loaded: the module's memory is empty. */
async function load() {
  session = await import(`../lib/session.js?page=${pages += 1}`);
}

/** @param {() => any} get */
function provide(get) {
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, get });
}

beforeEach(async () => {
  storage = new FakeStorage();
  provide(() => storage);
  await load();
});
afterEach(() => Reflect.deleteProperty(globalThis, 'localStorage'));

test('a token is there after a reload, for its game and role only', async () => {
  session.rememberToken(7, 'host', 'T', { joinCode: 'ABC123', boardToken: 'B' });
  await load();
  const { at, ...rest } = session.tokenOf(7, 'host') ?? assert.fail();
  assert.deepEqual(rest, { gameId: 7, role: 'host', token: 'T', joinCode: 'ABC123', boardToken: 'B' });
  assert.ok(at > 0);
  assert.equal(session.tokenOf(7, 'board'), null);
  assert.equal(session.tokenOf(8, 'host'), null);
});

test('remembering again keeps extras that are not given, and replaces the others', () => {
  session.rememberToken(7, 'player', 'T', { name: 'Ada', playerId: 3 });
  session.rememberToken(7, 'player', 'U', { name: 'Ada L.' });
  const { at: _at, ...rest } = session.tokenOf(7, 'player') ?? assert.fail();
  assert.deepEqual(rest, { gameId: 7, role: 'player', token: 'U', name: 'Ada L.', playerId: 3 });
});

test('forgetting forgets one role', () => {
  session.rememberToken(7, 'host', 'T');
  session.rememberToken(7, 'player', 'P');
  session.forget(7, 'host');
  assert.equal(session.tokenOf(7, 'host'), null);
  assert.equal(session.tokenOf(7, 'player')?.token, 'P');
});

test('known games come newest first, without what others keep here', (context) => {
  context.mock.timers.enable({ apis: ['Date'] });
  storage.setItem('podium:game:9:host', '{broken');
  storage.setItem('podium:game:10:host', '{"gameId":"10"}');
  storage.setItem('theme', 'dark');
  for (const id of [3, 1, 2]) {
    context.mock.timers.tick(1000);
    session.rememberToken(id, 'host', 'T');
  }
  assert.deepEqual(session.knownGames().map(({ gameId }) => gameId), [2, 1, 3]);
});

test('a client has a name of its own for each role, the same after a reload', async () => {
  const host = session.clientId('host');
  assert.notEqual(session.clientId('board'), host);
  await load();
  assert.equal(session.clientId('host'), host);
});

for (const [what, get] of /** @type {[string, () => any][]} */ ([
  ['throws when it is touched', () => {
    throw new DOMException('no', 'SecurityError');
  }],
  ['is not there', () => undefined],
  ['is full', () => Object.assign(storage, { full: true })],
])) {
  test(`where localStorage ${what}, the page works until it is left, and says so once`, (context) => {
    const warn = context.mock.method(console, 'warn', () => {});
    provide(get);
    assert.equal(session.rememberToken(7, 'host', 'T', { name: 'Q' }), false);
    const client = session.clientId('host');
    assert.equal(session.tokenOf(7, 'host')?.token, 'T');
    assert.equal(session.clientId('host'), client);
    assert.deepEqual(session.knownGames().map(({ gameId }) => gameId), [7]);
    session.forget(7, 'host');
    assert.equal(session.tokenOf(7, 'host'), null);
    assert.deepEqual(session.knownGames(), []);
    assert.equal(warn.mock.callCount(), 1);
  });
}

test('what went into the memory while the storage was full does not hide what is stored later', () => {
  storage.full = true;
  session.rememberToken(7, 'host', 'old');
  storage.full = false;
  assert.equal(session.rememberToken(7, 'host', 'new'), true);
  assert.equal(session.tokenOf(7, 'host')?.token, 'new');
  assert.match(storage.getItem('podium:game:7:host') ?? '', /new/);
});

/** @param {string} hash */
function visit(hash) {
  /** @type {any[]} */
  const replaced = [];
  const location = { hash, pathname: '/host/7', search: '?lang=de' };
  const history = {
    state: { s: 1 },
    replaceState(/** @type {any[]} */ ...values) {
      location.hash = '';
      replaced.push(values);
    },
  };
  const taken = session.takeFragment(location, history);
  return { taken, replaced };
}

test('token and join code are taken out of the address', () => {
  assert.deepEqual(visit('#token=a.b-c_d'), { taken: { token: 'a.b-c_d' }, replaced: [[{ s: 1 }, '', '/host/7?lang=de']] });
  assert.deepEqual(visit('#join=K7QX3M').taken, { join: 'K7QX3M' });
  assert.deepEqual(visit('#token=').replaced.length, 1);
});

test('what a link carries can be read without taking it', () => {
  assert.deepEqual(session.fragmentOf({ hash: '#token=a.b-c_d' }), { token: 'a.b-c_d' });
  assert.deepEqual(session.fragmentOf({ hash: '#join=K7QX3M&token=' }), { join: 'K7QX3M' });
  assert.deepEqual(session.fragmentOf({ hash: '#rules' }), {});
});

test('another fragment is left alone', () => {
  assert.deepEqual(visit('#rules'), { taken: {}, replaced: [] });
  assert.deepEqual(visit(''), { taken: {}, replaced: [] });
});

/** @param {object} claims */
const jwt = (claims) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

test('a game\'s token says whose it is, and is told from the admin\'s, whatever that looks like', () => {
  const claims = { role: 'player', game: 7, player: 3, name: '\u00ff?>' };
  assert.equal(session.claimsOf(jwt(claims))?.player, 3);
  for (const role of ['host', 'board', 'spectator']) assert.equal(session.claimsOf(jwt({ role, game: 7 }))?.role, role);
  const two = jwt({ role: 'host' }).split('.').slice(0, 2).join('.');
  for (const token of [jwt({ role: 'admin' }), jwt({ game: 7 }), two, 'long-and-secret', 'with.two.dots', 'a.bnVsbA.c', 'a.Nw.c', '']) {
    assert.equal(session.claimsOf(token), null, token);
  }
});

test('the path names the game', () => {
  const { gameIdOfPath } = session;
  assert.deepEqual(['/host/7', '/board/12/', '/play/9007199254740991'].map(gameIdOfPath), [7, 12, 9007199254740991]);
  for (const path of ['/', '/host/', '/host/0', '/host/07', '/host/x', '/other/7', '/host/7/x', '/host/-1']) {
    assert.equal(gameIdOfPath(path), null);
  }
});
