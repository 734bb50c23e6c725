// @ts-check
/** The modules that the first view does without: loaded when they are wanted, or soon after it while the network is there. */

import { warn } from '../../lib/log.js';
import { t } from '../../lib/text.js';
import { toast } from '../../lib/toast.js';

/** Signs that somebody is about to do something. */
const SIGNS = ['pointermove', 'keydown', 'touchstart', 'focusin'];
/** After the page is live, without any sign, in milliseconds. */
const LATEST = 4000;

/** What is done first comes first. */
export const LATE = [
  () => import('./work.js'),
  () => import('./key-bindings.js'),
  () => import('./question-panel.js'),
  () => import('./speech.js'),
  () => import('./history-panel.js'),
  () => import('./player-dialog.js'),
  () => import('./question-dialog.js'),
  () => import('./structure-dialogs.js'),
  () => import('./teams-dialog.js'),
  () => import('./game-dialog.js'),
  () => import('./join-dialog.js'),
  () => import('./clients-dialog.js'),
  () => import('./keys-dialog.js'),
];

let dismiss = () => {};

/**
 * Loads a module; where that fails, says so. Browsers may remember a failure for the life of the page, so that only
 * loading the page again is sure to help.
 * @template M
 * @param {() => Promise<M>} load
 * @returns {Promise<M|null>} never rejects; null: it could not be loaded
 */
export async function loaded(load) {
  try {
    return await load();
  } catch (error) {
    warn(`podium: a part of the page is missing: ${error}`);
    dismiss();
    dismiss = toast({ message: t('host.notLoaded'), kind: 'error', action: { label: t('host.reload'), run: () => location.reload() } });
    return null;
  }
}

/**
 * Loads all of them once the page is in use or has been live for a while, so that a network that goes away later takes
 * no click with it.
 * @param {Pick<import('../../lib/game.js').Game, 'connection'|'on'>} game
 * @param {(() => Promise<unknown>)[]} [modules]
 */
export function warmUp(game, modules = LATE) {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  const warm = () => {
    // A failure now might last: it is tried when the network is back.
    if (game.connection === 'away') return;
    clearTimeout(timer);
    off();
    for (const sign of SIGNS) removeEventListener(sign, warm);
    for (const load of modules) loaded(load);
  };
  const plan = () => {
    clearTimeout(timer);
    if (game.connection === 'live') timer = setTimeout(warm, LATEST);
  };
  const off = game.on('connection', plan);
  for (const sign of SIGNS) addEventListener(sign, warm, { passive: true });
  plan();
}
