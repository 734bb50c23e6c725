import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Emitter } from '../lib/emitter.js';
import { browser } from './support/fake-page.js';

const { LATE, warmUp } = await import('../pages/host/late-modules.js');

/** A page whose modules are counted. @param {'connecting'|'live'|'away'} connection */
function warming(connection) {
  mock.timers.enable({ apis: ['setTimeout'] });
  const signs = new EventTarget();
  browser.addEventListener = signs.addEventListener.bind(signs);
  browser.removeEventListener = signs.removeEventListener.bind(signs);
  /** @type {any} */
  const game = Object.assign(new Emitter(), { connection });
  const all = { loads: 0, signs, game, become };
  function become(/** @type {string} */ state) {
    game.connection = state;
    game.emit('connection', state);
  }
  warmUp(game, [() => Promise.resolve(all.loads++)]);
  return all;
}

test('late modules come with the first sign of use, once', () => {
  const all = warming('connecting');
  assert.equal(all.loads, 0);
  all.signs.dispatchEvent(new Event('pointermove'));
  assert.equal(all.loads, 1);
  all.signs.dispatchEvent(new Event('keydown'));
  all.become('live');
  mock.timers.tick(10_000);
  assert.equal(all.loads, 1);
  mock.timers.reset();
});

test('late modules come four seconds after the page is live, and not while the network is away', () => {
  const all = warming('connecting');
  mock.timers.tick(10_000);
  all.become('live');
  mock.timers.tick(3000);
  all.become('away');
  all.signs.dispatchEvent(new Event('focusin'));
  mock.timers.tick(10_000);
  assert.equal(all.loads, 0);
  all.become('live');
  mock.timers.tick(3999);
  assert.equal(all.loads, 0);
  mock.timers.tick(1);
  assert.equal(all.loads, 1);
  mock.timers.reset();
});

test("all that the host's page loads late is among them", async () => {
  const { readdirSync, readFileSync } = await import('node:fs');
  const { WEB } = await import('./support/graph.js');
  const folder = `${WEB}/pages/host`;
  /** @type {Set<string>} */
  const late = new Set();
  for (const name of readdirSync(folder)) {
    const code = readFileSync(`${folder}/${name}`, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    for (const [, module = ''] of code.matchAll(/=> import\('([^']+)'\)|await import\('([^']+)'\)/g)) late.add(module);
  }
  const warmed = new Set(LATE.map((load) => /import\('([^']+)'\)/.exec(String(load))?.[1]));
  assert.deepEqual(warmed, late);
});
