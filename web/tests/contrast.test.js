import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync(new URL('../styles/tokens.css', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
const light = tokens(/^:root \{([^}]*)\}/m);
const dark = tokens(/:root\[data-theme="dark"\],\s*\.stage \{([^}]*)\}/);
const darkBySystem = tokens(/:root:not\(\[data-theme="light"\]\) \{([^}]*)\}/);

const grounds = ['--bg', '--bg-deep', '--bg-glow', '--surface', '--surface-2'];
const shown = ['--stage', '--stage-lamp', '--stage-deep', '--stage-played'];

/** Text on what it stands on: at least 4.5 to 1 (WCAG 2.2, 1.4.3). @type {[string, string[]][]} */
const texts = [
  ['--text', [...grounds, '--surface-3', '--gold-soft', '--good-soft', '--bad-soft']],
  ['--muted', grounds],
  ['--gold', [...grounds, '--gold-soft']],
  ['--good', [...grounds, '--good-soft']],
  ['--bad', [...grounds, '--bad-soft']],
  ['--link', grounds],
  ['--on-accent', ['--accent', '--accent-deep']],
  ['--on-good', ['--good-fill']],
  ['--on-bad', ['--bad-fill']],
  ['--on-stage', shown],
  ['--stage-muted', shown],
  ['--stage-gold', shown],
  ['--on-stage-gold', ['--stage-gold']],
];

/** Edges of controls, focus and marks: at least 3 to 1 (1.4.11). @type {[string, string[]][]} */
const marks = [
  ['--line-strong', grounds],
  ['--focus', [...grounds, '--surface-3']],
  ['--accent', grounds],
  ['--stage-focus', shown],
  ['--good-fill', grounds],
  ['--bad-fill', grounds],
];

for (const [scheme, table] of /** @type {const} */ ([['light', light], ['dark', dark]])) {
  test(`${scheme}: every pair of text and ground has enough contrast`, () => {
    assert.deepEqual(below(4.5, texts, table), []);
  });
  test(`${scheme}: controls and focus stand out`, () => {
    assert.deepEqual(below(3, marks, table), []);
  });
}

test('dark is the same, chosen by the system or by the switch, and changes every colour of light', () => {
  assert.deepEqual(darkBySystem, dark);
  assert.deepEqual([...dark.keys()].sort(), [...light.keys()].sort());
});

test('every custom property that is used is defined by a stylesheet, or set by a script', () => {
  const sheets = sources('../styles/', '.css');
  const scripts = [...sources('../lib/', '.js'), ...sources('../pages/', '.js')];
  const names = new Set([
    ...sheets.flatMap(({ source }) => [...source.matchAll(/(--[\w-]+):/g)].map(([, name]) => name)),
    ...scripts.flatMap(({ source }) => [...source.matchAll(/'(--[\w-]+)'/g)].map(([, name]) => name)),
  ]);
  for (const { path, source } of sheets) {
    // One with a fallback may be left out by the page that uses the class.
    for (const [, name] of source.matchAll(/var\((--[\w-]+)\)/g)) assert.ok(names.has(name), `${path}: ${name}`);
  }
});

/**
 * The files of a folder.
 *
 * @param {string} folder
 * @param {string} ending
 * @returns {{path: string, source: string}[]}
 */
function sources(folder, ending) {
  const root = new URL(folder, import.meta.url);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => ({ path, source: readFileSync(new URL(path, root), 'utf8') }));
}

/**
 * The custom properties of a rule.
 *
 * @param {RegExp} rule
 * @returns {Map<string, string>}
 */
function tokens(rule) {
  const body = rule.exec(css)?.[1] ?? '';
  return new Map([...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));
}

/**
 * The pairs with too little contrast.
 *
 * @param {number} least
 * @param {[string, string[]][]} pairs
 * @param {Map<string, string>} table
 * @returns {string[]}
 */
function below(least, pairs, table) {
  return pairs.flatMap(([front, backs]) =>
    backs
      .map((back) => ({ back, ratio: contrast(table.get(front) ?? '', table.get(back) ?? '') }))
      .filter(({ ratio }) => !(ratio >= least))
      .map(({ back, ratio }) => `${front} on ${back}: ${ratio.toFixed(2)}`)
  );
}

/**
 * @param {string} a  #rrggbb
 * @param {string} b  #rrggbb
 * @returns {number} 1 to 21
 */
function contrast(a, b) {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}

/** @param {string} colour */
function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
