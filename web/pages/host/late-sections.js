// @ts-check
/** The question's and the history's place in the page, whose contents are loaded when there is something to show. */

import { el } from '../../lib/dom.js';
import { t } from '../../lib/text.js';
import { loaded } from './late-modules.js';
import { mark } from './parts.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {{nodes: Node[], update: () => void}} Contents */
/** @typedef {{node: HTMLElement, update: () => void}} View */

/**
 * The place of the question at hand.
 * @param {App} app
 * @returns {View}
 */
export function questionSection(app) {
  const { desk } = app;
  const empty = el(
    'div',
    { class: 'question-none' },
    el('h2', { text: t('host.noneOpenTitle') }),
    el('p', { class: 'muted', text: t('host.noneOpenHint') }),
  );
  const node = el('section', { class: 'card desk-question', 'aria-label': t('host.question') }, empty);
  const contents = late(app, node, async (work) => (await loaded(() => import('./question-panel.js')))?.questionContents(app, work));
  return {
    node,
    update() {
      empty.hidden = desk.shown !== null;
      mark(node, 'data-open-question', desk.open ? desk.open.question.id : null);
      if (desk.open) desk.history.readMany();
      contents(desk.shown !== null);
    },
  };
}

/**
 * The place of the history.
 * @param {App} app
 * @returns {View}
 */
export function historySection(app) {
  const { desk } = app;
  const node = el('section', { class: 'card desk-history', 'aria-label': t('host.history') }, el('h2', { class: 'panel-head', text: t('host.history') }));
  const contents = late(app, node, async (work) => (await loaded(() => import('./history-panel.js')))?.historyContents(app, work));
  return {
    node,
    update() {
      const isShown = node.offsetParent !== null;
      if (isShown) desk.history.readMany();
      contents(isShown);
    },
  };
}

/**
 * Fills a place when it is first wanted.
 * @param {App} app
 * @param {HTMLElement} node
 * @param {(work: import('./work.js').Work) => Promise<Contents|undefined>} load undefined: it could not, and said so
 * @returns {(isWanted: boolean) => void} its update
 */
function late(app, node, load) {
  /** @type {Contents|null} */
  let contents = null;
  let isLoading = false;
  return (isWanted) => {
    if (contents) return contents.update();
    if (!isWanted || isLoading) return;
    isLoading = true;
    app.run(fill);
  };

  /** @param {import('./work.js').Work} work */
  async function fill(work) {
    contents = await load(work) ?? null;
    if (!contents) return;
    node.append(...contents.nodes);
    app.desk.touch();
  }
}
