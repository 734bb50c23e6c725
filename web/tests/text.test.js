import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseLanguage, language, list, number, signed, t, useTexts } from '../lib/text.js';

const table = {
  page: {
    hello: 'Hello {name}, {name}!',
    wait: { zero: 'Nothing waits', one: '{count} change waits', other: '{count} changes wait' },
    plain: { one: 'one', other: 'some' },
  },
};

test('the language asked for wins over the one kept, and that over the browser’s', () => {
  assert.equal(chooseLanguage({ query: 'es', kept: 'de', preferred: ['en'] }), 'es');
  assert.equal(chooseLanguage({ query: 'xx', kept: 'de', preferred: ['en'] }), 'de');
  assert.equal(chooseLanguage({ query: null, kept: null, preferred: ['fr-CH', 'de-AT', 'en'] }), 'de');
  assert.equal(chooseLanguage({ preferred: ['es_MX'] }), 'es');
  assert.equal(chooseLanguage({ preferred: ['fr', 'it'] }), 'en');
  assert.equal(chooseLanguage({}), 'en');
});

test('values are filled in everywhere, and never looked through for placeholders again', () => {
  useTexts('en', table);
  assert.equal(t('page.hello', { name: '{name} <b>$&' }), 'Hello {name} <b>$&, {name} <b>$&!');
  assert.equal(t('page.hello'), 'Hello {name}, {name}!');
});

test('plural forms follow the count and the language', () => {
  useTexts('en', table);
  assert.deepEqual([0, 1, 2, 1200].map((count) => t('page.wait', { count })), [
    'Nothing waits',
    '1 change waits',
    '2 changes wait',
    '1,200 changes wait',
  ]);
  assert.equal(t('page.plain', { count: 0 }), 'some');
});

test('numbers are written as the language does', () => {
  useTexts('de', table);
  assert.equal(language(), 'de');
  assert.equal(number(12345), '12.345');
  assert.equal(list(['Ada', 'Ben', 'Cleo']), 'Ada, Ben und Cleo');
  useTexts('en', table);
  assert.equal(number(-400), '−400');
  assert.deepEqual([200, -100, 0].map(signed), ['+200', '−100', '0']);
});

test('a missing key is loud in a test', () => {
  useTexts('en', table);
  assert.throws(() => t('page.nothing'), /page\.nothing/);
  assert.throws(() => t('page'), /page/, 'a section is no text');
  assert.throws(() => t('page.hello.length'), /length/, 'nor is a property of one');
});
