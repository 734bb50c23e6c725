// @ts-check
/** What the desk does, as opposed to what it shows: loaded with the first click, for the first view needs none of it. */

import { dialogs } from './dialogs.js';
import { scoreActions } from './score-actions.js';
import { showActions } from './show-actions.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {{show: ReturnType<typeof showActions>, scores: ReturnType<typeof scoreActions>,
 *   ask: ReturnType<typeof dialogs>}} Work */

/**
 * Makes the desk's actions.
 * @param {App} app
 * @returns {Work}
 */
export function makeWork(app) {
  const show = showActions(app.desk);
  /** @type {Work} */
  const work = { show, scores: scoreActions(app.desk, show), ask: dialogs(app, () => work) };
  return work;
}
