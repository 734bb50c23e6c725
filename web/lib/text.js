/**
 * The texts of the pages, in the language of the person. One file a language
 * in web/text/, of which only the chosen one is loaded.
 */

/** @typedef {'en' | 'de' | 'es'} Language */
/** @typedef {{zero?: string, one: string, many?: string, other: string}} Plural */
/** @typedef {{[key: string]: string | Plural | Texts}} Texts */

/** The languages that there are texts for; the first is used when none fits. */
export const languages = /** @type {const} */ (['en', 'de', 'es']);

const storageKey = 'podium.language';

/** @type {Language} */
let current = 'en';
/** @type {Texts} */
let texts = {};

/**
 * Which language to take: the one asked for by `?lang=`, else the one kept
 * from before, else the first of the browser's that there are texts for.
 *
 * @param {{query?: string | null, kept?: string | null, preferred?: readonly string[]}} wishes
 * @returns {Language}
 */
export function chooseLanguage({ query, kept, preferred = [] }) {
  for (const wish of [query, kept, ...preferred]) {
    const code = wish?.toLowerCase().split(/[-_]/)[0];
    const found = languages.find((language) => language === code);
    if (found) return found;
  }
  return languages[0];
}

/**
 * Chooses the language, loads its texts and sets `<html lang>`. Every page
 * awaits this before it draws anything.
 *
 * @returns {Promise<void>}
 */
export async function loadTexts() {
  const query = new URLSearchParams(location.search).get('lang');
  const language = chooseLanguage({ query, kept: kept(), preferred: navigator.languages });
  if (query && chooseLanguage({ query }) === language) keepLanguage(language);
  /** @type {{default: Texts}} */
  const module = await import(`../text/${language}.js`);
  useTexts(language, module.default);
  document.documentElement.lang = language;
}

/**
 * Takes texts that are at hand; loadTexts() is for pages, this for tests too.
 *
 * @param {Language} language
 * @param {Texts} table
 */
export function useTexts(language, table) {
  current = language;
  texts = table;
  formats.clear();
}

/**
 * The language in use.
 *
 * @returns {Language}
 */
export function language() {
  return current;
}

/**
 * Keeps a choice of language for the next time a page loads.
 *
 * @param {Language} choice
 */
export function keepLanguage(choice) {
  try {
    localStorage.setItem(storageKey, choice);
  } catch {
    // Storage can be forbidden; the choice then holds for this page only.
  }
}

/**
 * A text by its key, `section.name` or deeper. `{name}` in it is replaced by
 * values.name: strings as they are, numbers as the language writes them (give
 * a string where that is not wanted, as for a year). A text with plural forms
 * is chosen by values.count. An unknown key is our mistake: a page
 * reports it and shows it as it is, for a page with a hole is better than none;
 * a test, where nothing can be reported, fails.
 *
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const text = lookUp(texts, key);
  if (text === undefined) {
    const mistake = new Error(`no text for ${key}`);
    if (!globalThis.reportError) throw mistake;
    globalThis.reportError(mistake);
    return key;
  }
  return fill(typeof text === 'string' ? text : chooseForm(text, Number(values.count)), values);
}

/**
 * A number as the language writes it, with a real minus.
 *
 * @param {number} value
 * @returns {string}
 */
export function number(value) {
  return withMinus(format('number', () => new Intl.NumberFormat(current)).format(value));
}

/**
 * A number with its sign, also when it is positive: +200, −100 (points taken and given).
 *
 * @param {number} value
 * @returns {string}
 */
export function signed(value) {
  const make = () => new Intl.NumberFormat(current, { signDisplay: 'exceptZero' });
  return withMinus(format('signed', make).format(value));
}

/**
 * The time of day, with seconds, as the language writes it.
 *
 * @param {Date} date
 * @returns {string}
 */
export function time(date) {
  return format('time', () => new Intl.DateTimeFormat(current, { timeStyle: 'medium' })).format(date);
}

/**
 * A day and a time, as the language writes them.
 *
 * @param {Date} date
 * @returns {string}
 */
export function dateTime(date) {
  const make = () => new Intl.DateTimeFormat(current, { dateStyle: 'medium', timeStyle: 'short' });
  return format('dateTime', make).format(date);
}

/**
 * Names as a list in the language: "Ada, Ben and Cleo".
 *
 * @param {string[]} names
 * @returns {string}
 */
export function list(names) {
  return new Intl.ListFormat(current, { type: 'conjunction' }).format(names);
}

/**
 * Intl writes a hyphen, which is shorter than a plus and breaks lines.
 *
 * @param {string} written
 * @returns {string}
 */
function withMinus(written) {
  return written.replace('-', '\u2212');
}

/** Intl's objects are slow to make, so each is made once. @type {Map<string, unknown>} */
const formats = new Map();

/**
 * @template T
 * @param {string} name
 * @param {() => T} make
 * @returns {T}
 */
function format(name, make) {
  if (!formats.has(name)) formats.set(name, make());
  return /** @type {T} */ (formats.get(name));
}

/**
 * @param {Texts} table
 * @param {string} key
 * @returns {string | Plural | undefined}
 */
function lookUp(table, key) {
  /** @type {unknown} */
  let found = table;
  for (const part of key.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined;
    found = Reflect.get(found, part);
  }
  if (typeof found === 'string') return found;
  return typeof found === 'object' && found !== null && 'other' in found ? /** @type {Plural} */ (found) : undefined;
}

/**
 * @param {Plural} forms
 * @param {number} count
 * @returns {string}
 */
function chooseForm(forms, count) {
  if (count === 0 && forms.zero !== undefined) return forms.zero;
  const rule = format('plural', () => new Intl.PluralRules(current)).select(Number.isFinite(count) ? count : 0);
  if (rule === 'one') return forms.one;
  return rule === 'many' && forms.many !== undefined ? forms.many : forms.other;
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} values
 * @returns {string}
 */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    if (!Object.hasOwn(values, name)) return whole;
    const value = values[name];
    return typeof value === 'number' ? number(value) : value;
  });
}

/** @returns {string | null} */
function kept() {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
