import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that is served at the root. */
export const WEB = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * The modules that a page loads without anybody's doing: its scripts and what they import statically, in the order in
 * which a browser needs them. Dynamic imports (the language files) are not among them.
 *
 * @param {string} html  the page's file, such as 'host.html'
 * @param {(path: string) => string} [read]  a served file's text
 * @returns {string[]}  absolute paths, such as '/lib/game.js'
 */
export function graphOf(html, read = served) {
  const scripts = [...read(`/${html}`).matchAll(/<script\b[^>]*>/g)].map(([tag]) => /\bsrc="([^"]+)"/.exec(tag)?.[1]);
  /** @type {string[]} */
  const seen = [];
  const visit = (/** @type {string} */ path) => {
    if (seen.includes(path)) return;
    seen.push(path);
    for (const specifier of importsOf(read(path))) visit(posix.resolve(posix.dirname(path), specifier));
  };
  for (const script of scripts) if (script) visit(script);
  return seen;
}

/**
 * What a module imports statically, and re-exports.
 *
 * @param {string} source
 * @returns {string[]}
 */
export function importsOf(source) {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '');
  const pattern = /^\s*(?:import|export)\b[^;'"]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]/gm;
  return [...code.matchAll(pattern)].map(([, from, bare]) => from ?? bare);
}

/**
 * The modules that a page names in its modulepreload links.
 *
 * @param {string} html  the page's text
 * @returns {string[]}
 */
export function preloadsOf(html) {
  const links = [...html.matchAll(/<link\b[^>]*>/g)].map(([tag]) => tag);
  return links.filter((tag) => /\brel="modulepreload"/.test(tag)).map((tag) => /\bhref="([^"]+)"/.exec(tag)?.[1] ?? '');
}

/** @param {string} path */
function served(path) {
  return readFileSync(join(WEB, path), 'utf8');
}
