// @ts-check
/**
 * Taking changes back, this page's and those of other hosts: by what is their opposite, which is a change of its own.
 */

import { t } from '../../lib/text.js';
import { problemToast, toast } from '../../lib/toast.js';
import { inverse, supersededBy, versionIn } from '../../lib/undo.js';
import { showUndone } from './show-anew.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('./change-log.js').Change} Change */
/** @typedef {import('../../lib/undo.js').Inverse} Inverse */

/** How long an undo waits for changes of this page that are on their way, in milliseconds. */
const PATIENCE = 5000;
/** How often an undo begins anew where others are faster again and again. */
const TRIES = 5;

/**
 * Makes the host's ways back.
 * @param {Desk} desk
 * @param {ReturnType<typeof import('./show-actions.js').showActions>} show
 */
export function undoActions(desk, show) {
  const { game } = desk;
  /** @type {Set<number>} revisions that are just being undone: none twice */
  const undoing = new Set();
  /** @type {Map<number, Inverse>} ways back that failed: another try goes on where it stopped */
  const stopped = new Map();
  let isChoosing = false;

  /**
   * Undoes a change.
   * @param {Change} change
   */
  async function undo(change) {
    const { revision } = change;
    if (undoing.has(revision)) return;
    const way = stopped.get(revision) ?? inverse(change);
    if (!way) return toast({ message: t('host.cannotUndoNow'), kind: 'info' });
    undoing.add(revision);
    desk.touch();
    try {
      await undoBy(way, change);
    } finally {
      undoing.delete(revision);
      desk.touch();
    }
  }

  /** @param {Inverse} way @param {Change} change */
  async function undoBy(way, change) {
    for (let tries = 0; tries < TRIES && await isUpToDate(); tries += 1) {
      const { changes } = desk.history.log;
      // Another host may have been faster.
      if (way.isOvertaken(changes)) {
        stopped.delete(change.revision);
        return toast({ message: t('host.undoneSince'), kind: 'info' });
      }
      if (await go(change, way, versionIn(changes, change))) return;
    }
    tellBehind(() => undo(change));
  }

  /**
   * @param {Change} change
   * @param {Inverse} way
   * @param {number} [version] what the thing must still have
   * @returns {Promise<boolean>} false: it has another one by now
   */
  async function go(change, way, version) {
    const { revision } = change;
    try {
      await game.mutate(`undo:${revision}`, (api) => way.steps(api, game.gameId, version));
    } catch (error) {
      stopped.set(revision, way);
      if (/** @type {any} */ (error).status === 412) return false;
      problemToast(error, () => undo(change));
      return true;
    }
    stopped.delete(revision);
    toast({ message: t('host.undone'), kind: 'success' });
    // Only the log closes the line for good.
    await Promise.all([desk.history.read(), showUndone(desk, show, change)]);
    return true;
  }

  /** Undoes the newest change that can be undone. */
  async function undoNewest() {
    if (isChoosing || undoing.size > 0) return toast({ message: t('host.undoing'), kind: 'info' });
    isChoosing = true;
    try {
      if (!await isUpToDate()) return tellBehind(undoNewest);
      const { log } = desk.history;
      const superseded = supersededBy(log.changes);
      const change = log.list().find((one) => !superseded.has(one.revision) && inverse(one));
      if (change) await undo(change);
      else toast({ message: t('host.nothingToUndo'), kind: 'info' });
    } finally {
      isChoosing = false;
    }
  }

  /** Whether the log has all there is, this page's own changes that are still on their way among it. */
  async function isUpToDate() {
    do {
      if (!await isQuiet() || !await desk.history.read()) return false;
    } while (game.waiting > 0);
    return true;
  }

  /** @returns {Promise<boolean>} once nothing of this page is on its way; false: that takes too long */
  function isQuiet() {
    if (game.waiting === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = () => {
        off();
        clearTimeout(timer);
        resolve(game.waiting === 0);
      };
      const off = game.on('waiting', () => game.waiting === 0 && end());
      const timer = setTimeout(end, PATIENCE);
    });
  }

  /** @param {() => void} again */
  function tellBehind(again) {
    toast({ message: t('host.undoBehind'), kind: 'error', action: { label: t('host.retry'), run: again } });
  }

  /** @param {number} [revision] whether this change is just being undone; left out: whether any is */
  function isUndoing(revision) {
    return revision === undefined ? undoing.size > 0 : undoing.has(revision);
  }

  return { undo, undoNewest, isUndoing };
}
