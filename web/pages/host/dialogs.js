// @ts-check
/** All that the desk can ask or show in a dialog, by name. Each is loaded when it is first asked for. */

import { loaded } from './late-modules.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('../../lib/structure.js').Board} Board */
/** @typedef {import('../../lib/structure.js').Category} Category */
/** @typedef {import('../../lib/structure.js').Question} Question */

/**
 * The dialogs of a desk.
 * @param {App} app
 * @param {() => import('./work.js').Work} work what they are part of
 */
export function dialogs(app, work) {
  return {
    board: (/** @type {Board|null} */ board) => load(() => import('./structure-dialogs.js'), (one) => one.askBoard(app, board)),
    category: (/** @type {Board} */ board, /** @type {Category|null} */ category) =>
      load(() => import('./structure-dialogs.js'), (one) => one.askCategory(app, board, category)),
    question: (/** @type {number} */ categoryId, /** @type {Question|null} */ question) =>
      load(() => import('./question-dialog.js'), (one) => one.askQuestion(app, work(), categoryId, question)),
    player: (/** @type {number|null} */ playerId) => load(() => import('./player-dialog.js'), (one) => one.askPlayer(app, work(), playerId)),
    teams: () => load(() => import('./teams-dialog.js'), (one) => one.askTeams(app)),
    game: () => load(() => import('./game-dialog.js'), (one) => one.askGame(app, work())),
    join: () => load(() => import('./join-dialog.js'), (one) => one.askJoin(app, work())),
    clients: () => load(() => import('./clients-dialog.js'), (one) => one.showClients(app)),
    keys: () => load(() => import('./keys-dialog.js'), (one) => one.showKeys()),
  };
}

/**
 * Loads a dialog and opens it.
 * @template M
 * @param {() => Promise<M>} module
 * @param {(module: M) => unknown} open
 */
async function load(module, open) {
  const dialog = await loaded(module);
  // Two quick presses ask for one dialog.
  if (dialog && !document.querySelector('dialog[open]')) open(dialog);
}
