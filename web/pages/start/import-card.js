// @ts-check
import { announce } from '../../lib/announce.js';
import { el, on, setProps } from '../../lib/dom.js';
import { t } from '../../lib/text.js';
import { problemToast } from '../../lib/toast.js';
import { asAdmin } from './admin.js';
import { dropZone, faultyPanel, readyPanel, sendingPanel, setProgress } from './import-panels.js';
import { next, noImport } from './import-flow.js';
import { openNewGame } from './open-game.js';
import { CONTENT_TYPE, kindOf, LARGEST, textOf } from './quiz-file.js';
import { waitingLine } from './waiting-line.js';

/** @typedef {import('./import-flow.js').Happening} Happening */

/**
 * Makes a game from a quiz file: dropped anywhere on the page, or chosen.
 * @returns {HTMLElement}
 */
export function importCard() {
  let state = noImport();
  const home = el('div', { class: 'import-home' });
  const waiting = waitingLine();
  const node = el(
    'section', { class: 'stack import', 'aria-labelledby': 'import-title' },
    el('h3', { id: 'import-title', text: t('start.importTitle') }), home, waiting.node,
  );

  /** @param {Happening} event */
  function happen(event) {
    const before = state;
    state = next(state, event);
    if (state === before) return;
    if (event.type === 'sent') setProgress(home, state.progress);
    else draw();
  }

  function draw() {
    const hadFocus = home.contains(document.activeElement);
    const again = () => happen({ type: 'dropped' });
    home.replaceChildren(
      state.step === 'idle' ? dropZone((file) => void take(file))
        : state.step === 'faulty' ? faultyPanel(state, again)
        : state.step === 'ready' ? readyPanel(state, { onImport: (name) => void store(name), onAgain: again })
        : sendingPanel(state),
    );
    const heading = home.querySelector('h4');
    if (heading) announce(heading.textContent ?? '');
    if (hadFocus) (heading ?? home.querySelector('input'))?.focus();
  }

  /** @param {File} file */
  async function take(file) {
    happen({ type: 'chosen', file: file.name });
    const { run } = state;
    const reason = await read(file, run);
    if (reason) return happen({ type: 'unreadable', run, reason });
    if (state.run === run) await check(run);
  }

  /**
   * @param {File} file @param {number} run
   * @returns {Promise<import('./import-flow.js').Reason|null>}
   */
  async function read(file, run) {
    if (file.size > LARGEST) return 'tooLarge';
    if (file.size === 0) return 'empty';
    const bytes = await file.arrayBuffer().catch(() => null);
    const text = bytes && textOf(new Uint8Array(bytes));
    if (text === null) return 'notText';
    const kind = kindOf(file.name, text);
    if (kind === null) return 'notQuiz';
    happen({ type: 'read', run, text, kind });
    return null;
  }

  /** @param {number} run */
  async function check(run) {
    await send(run, { dryRun: true }, (count) => happen({ type: 'counted', run, count }), () => void check(run));
  }

  /** @param {string} name empty: the file's */
  async function store(name) {
    happen({ type: 'wanted' });
    const { run, count } = state;
    await send(run, { name: name || undefined }, (made) => {
      happen({ type: 'stored', run });
      openNewGame(made, name || count?.name || '');
    }, () => void store(name));
  }

  /**
   * @param {number} run
   * @param {{dryRun?: boolean, name?: string}} options
   * @param {(result: any) => void} onAnswer
   * @param {() => void} retry
   */
  async function send(run, options, onAnswer, retry) {
    const { text, kind } = state;
    if (kind === null) return;
    let furthest = 0;
    const onProgress = (/** @type {number} */ progress) => {
      // What is sent once more, for want of an answer, is no progress.
      if (progress > furthest) waiting.heard();
      furthest = Math.max(furthest, progress);
      happen({ type: 'sent', run, progress });
    };
    try {
      const result = await asAdmin((api) => waiting.during(api.importGame(text, CONTENT_TYPE[kind], { ...options, onProgress })));
      if (result === null) happen({ type: 'failed', run });
      else onAnswer(result);
    } catch (error) {
      const problem = /** @type {import('../../lib/problem.js').ApiError} */ (error);
      if (problem.status === 400) return happen({ type: 'refused', run, detail: problem.detail, faults: problem.errors });
      happen({ type: 'failed', run });
      problemToast(error, options.dryRun ? undefined : retry);
    }
  }

  draw();
  takeDrops((file) => void take(file), (isOver) => setProps(node, { 'data-over': isOver ? 'true' : null }));
  return node;
}

/**
 * A file that misses the field would make the browser leave the page: so the whole page takes it.
 * @param {(file: File) => void} onFile
 * @param {(isOver: boolean) => void} onOver
 */
function takeDrops(onFile, onOver) {
  const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;
  on(document, 'dragover', (/** @type {DragEvent} */ event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    onOver(true);
  });
  on(document, 'dragleave', (/** @type {DragEvent} */ event) => {
    if (event.relatedTarget === null) onOver(false);
  });
  on(document, 'drop', (/** @type {DragEvent} */ event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    onOver(false);
    const file = event.dataTransfer?.files[0];
    if (file) onFile(file);
  });
}
