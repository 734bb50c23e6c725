// @ts-check
import { el, on } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { number, t } from '../../lib/text.js';

/** What the import shows at each of its steps. */

/** @typedef {import('./import-flow.js').Import} Import */

/**
 * The field to drop a file on, and the button to choose one.
 * @param {(file: File) => void} onFile
 * @returns {HTMLElement}
 */
export function dropZone(onFile) {
  const input = el('input', { id: 'quiz-file', type: 'file', class: 'visually-hidden', accept: '.json,.csv,application/json,text/csv' });
  on(input, 'change', () => {
    const file = input.files?.[0];
    if (file) onFile(file);
  });
  return el(
    'div', { class: 'empty drop-zone' },
    icon('upload', { class: 'drop-mark' }),
    el('p', { text: t('start.drop') }),
    input,
    el('label', { for: 'quiz-file', class: 'button', text: t('start.choose') }),
    el('p', { class: 'small', text: t('start.formats') }),
  );
}

/**
 * A file is on its way.
 * @param {Import} state
 * @returns {HTMLElement}
 */
export function sendingPanel(state) {
  const key = state.step === 'checking' ? 'start.checking' : state.step === 'done' ? 'start.opening' : 'start.importing';
  const bar = el('progress', { class: 'progress', max: 1, 'aria-label': t(key) });
  const node = el('div', { class: 'panel stack' }, heading(t(key)), fileName(state), bar);
  setProgress(node, state.progress);
  return node;
}

/**
 * Moves the bar of a sendingPanel.
 * @param {Element} node it, or around it
 * @param {number} progress 0 to 1; with 0 and 1 the server's work goes on, and the bar only moves to and fro
 */
export function setProgress(node, progress) {
  const bar = node.querySelector('progress');
  if (bar && progress > 0 && progress < 1) bar.value = progress;
  else bar?.removeAttribute('value');
}

/**
 * What is wrong with a file, line by line.
 * @param {Import} state
 * @param {() => void} onAgain
 * @returns {HTMLElement}
 */
export function faultyPanel(state, onAgain) {
  const { reason, detail, faults } = state;
  const what = reason ? t(`start.reason_${reason}`) : faults.length > 0 ? t('start.faultCount', { count: faults.length }) : detail;
  return el(
    'div', { class: 'panel faulty stack', role: 'group', 'aria-label': t('start.faulty') },
    heading(t('start.faulty')),
    fileName(state),
    el('p', { 'data-import-error': faults.length === 0 ? '' : null, text: what }),
    faults.length > 0 ? faultList(faults) : null,
    el('p', { class: 'small muted', text: t('start.nothingStored') }),
    el('button', { type: 'button', class: 'button', text: t('start.otherFile'), on: { click: onAgain } }),
  );
}

/** @param {import('./import-flow.js').Fault[]} faults */
function faultList(faults) {
  const lines = faults.map(({ field, detail }) => el(
    'li', { 'data-import-error': field },
    el('span', { class: 'fault-place', dir: 'auto', text: field }), el('span', { dir: 'auto', text: detail }),
  ));
  return el('ol', { class: 'fault-list', role: 'list', tabindex: faults.length > 4 ? 0 : null, 'aria-label': t('start.faults') }, ...lines);
}

/**
 * What a good file holds, and the name of the game to be.
 * @param {Import} state
 * @param {{onImport: (name: string) => void, onAgain: () => void}} options onImport: with an empty name, it is the file's
 * @returns {HTMLElement}
 */
export function readyPanel(state, { onImport, onAgain }) {
  const { count } = state;
  const parts = /** @type {const} */ (['boards', 'categories', 'questions', 'teams', 'players']);
  const input = el('input', { id: 'import-name', class: 'input', maxlength: 200, dir: 'auto', autocomplete: 'off', placeholder: count?.name ?? '' });
  const form = el(
    'form', { class: 'panel stack' },
    heading(t('start.ready')),
    fileName(state),
    el('ul', { class: 'counts', role: 'list' }, ...parts.filter((part) => count?.[part]).map((part) => el(
      'li', { class: 'count' }, el('strong', { class: 'number', text: number(count?.[part] ?? 0) }), t(`start.count_${part}`, { count: count?.[part] ?? 0 }),
    ))),
    el('div', { class: 'field' }, el('label', { for: 'import-name', text: t('start.importName') }), input),
    el(
      'div', { class: 'row' },
      el('button', { type: 'submit', class: 'button primary', text: t('start.import') }),
      el('button', { type: 'button', class: 'button quiet', text: t('start.otherFile'), on: { click: onAgain } }),
    ),
  );
  on(form, 'submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    onImport(input.value.trim());
  });
  return form;
}

/** @param {string} text */
function heading(text) {
  return el('h4', { tabindex: -1, text });
}

/** @param {Import} state */
function fileName(state) {
  return el('p', { class: 'small muted clip', dir: 'auto', title: state.file, text: state.file });
}
