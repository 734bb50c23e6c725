import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { languages } from '../lib/text.js';

const web = fileURLToPath(new URL('../', import.meta.url));

/** @typedef {import('../lib/text.js').Texts} Texts */

/** @type {Map<string, Map<string, string[]>>} By language, then by key: the forms of each text. */
const tables = new Map();
for (const language of languages) {
  const module = await import(`../text/${language}.js`);
  tables.set(language, flatten(module.default));
}
const english = tables.get('en') ?? new Map();

const scripts = readdirSync(web, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.js') && !/^(tests|text)\//.test(path))
  .map((path) => ({ path, source: readFileSync(`${web}${path}`, 'utf8') }));

test('all languages have the same keys', () => {
  for (const language of languages) {
    const keys = tables.get(language)?.keys() ?? [];
    assert.deepEqual([...keys].sort(), [...english.keys()].sort(), language);
  }
});

test('no text is empty, and all have the placeholders of the English one', () => {
  for (const [language, table] of tables) {
    for (const [key, forms] of table) {
      assert.ok(forms.every((form) => form.trim() !== ''), `${language} ${key} is empty`);
      assert.deepEqual(placeholders(forms), placeholders(english.get(key) ?? []), `${language} ${key}`);
    }
  }
});

test('every key that a script names is there', () => {
  for (const { path, source } of scripts) {
    for (const [, key] of source.matchAll(/\bt\(\s*'([\w.]+)'/g)) assert.ok(english.has(key), `${path}: ${key}`);
    for (const [, start] of source.matchAll(/\bt\(\s*`([\w.]+)\$\{/g)) {
      assert.ok([...english.keys()].some((key) => key.startsWith(start)), `${path}: ${start}…`);
    }
  }
});

test('every text is used', () => {
  const all = scripts.map(({ source }) => source).join('\n');
  const starts = [...all.matchAll(/`([a-z]+\.[\w.]*)\$\{/g)].map(([, start]) => start);
  const unused = [...english.keys()].filter((key) => !new RegExp(`['"\`]${key}['"\`]`).test(all) && !starts.some((start) => key.startsWith(start)));
  assert.deepEqual(unused, []);
});

test('quotation marks and ellipses are set as in print, and no text has markup', () => {
  for (const [language, table] of tables) {
    for (const [key, forms] of table) {
      for (const form of forms) assert.doesNotMatch(form, /\.\.\.|['"]|<[a-z]/, `${language} ${key}: ${form}`);
    }
  }
});

/**
 * @param {Texts} texts
 * @param {string} [prefix]
 * @returns {Map<string, string[]>}
 */
function flatten(texts, prefix = '') {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const [name, value] of Object.entries(texts)) {
    if (typeof value === 'string') found.set(prefix + name, [value]);
    else if ('other' in value && typeof value.other === 'string') found.set(prefix + name, Object.values(value).map(String));
    else for (const [key, forms] of flatten(/** @type {Texts} */ (value), `${prefix}${name}.`)) found.set(key, forms);
  }
  return found;
}

/**
 * The names in braces, over all forms of a text: "1 change waits" need not name the count.
 *
 * @param {string[]} forms
 * @returns {string[]}
 */
function placeholders(forms) {
  return [...new Set(forms.flatMap((form) => [...form.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)))].sort();
}
