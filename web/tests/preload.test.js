import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { graphOf, importsOf, preloadsOf, WEB } from './support/graph.js';

for (const page of readdirSync(WEB).filter((name) => name.endsWith('.html'))) {
  test(`${page} preloads exactly the modules that it needs`, () => {
    const preloads = preloadsOf(readFileSync(join(WEB, page), 'utf8'));
    assert.deepEqual([...preloads].sort(), graphOf(page).sort());
    assert.equal(new Set(preloads).size, preloads.length, 'each once');
  });
}

test('the graph follows imports and re-exports, over several lines, and no dynamic ones', () => {
  const source = `
    import a from './a.js';
    import {
      b,
    } from "../b.js";
    import './c.js';
    export { d } from './d.js';
    export * from './e.js';
    /** @typedef {import('./types.js').T} T */
    /* import x from './x.js'; */
    const text = await import('./late.js');
    export const from = 'nothing';
  `;
  assert.deepEqual(importsOf(source), ['./a.js', '../b.js', './c.js', './d.js', './e.js']);
});

test('a module that two others import is in the graph once, and circles end', () => {
  const files = new Map([
    ['/page.html', '<script type="module" src="/pages/p/main.js"></script>'],
    ['/pages/p/main.js', `import './one.js';\nimport '../../lib/two.js';`],
    ['/pages/p/one.js', `import '../../lib/two.js';`],
    ['/lib/two.js', `import '../pages/p/one.js';`],
  ]);
  const graph = graphOf('page.html', (path) => files.get(path) ?? assert.fail(path));
  assert.deepEqual(graph, ['/pages/p/main.js', '/pages/p/one.js', '/lib/two.js']);
});
