// @ts-check
/**
 * What the host does to scores: right, wrong, custom points, and taking any change back.
 */

import { judged, buzzers } from '../../lib/show-messages.js';
import { asked } from '../../lib/show.js';
import { findQuestion } from '../../lib/structure.js';
import { t } from '../../lib/text.js';
import { problemToast, toast } from '../../lib/toast.js';
import { inverse, supersededBy } from '../../lib/undo.js';
import { attempt } from './attempt.js';
import { buzzersAfter, customPlan, takesBack } from './judging.js';
import { showUndone } from './show-anew.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {ReturnType<typeof import('./show-actions.js').showActions>} ShowActions */
/** @typedef {import('./change-log.js').Change} Change */

/** How long an undo waits for changes of this page that are on their way, in milliseconds. */
const PATIENCE = 5000;

/**
 * Makes the host's actions on scores.
 * @param {Desk} desk
 * @param {ShowActions} show
 */
export function scoreActions(desk, show) {
  const { game } = desk;
  /** @type {Set<number>} revisions that are just being undone: none twice */
  const undoing = new Set();
  /** @type {Map<number, import('../../lib/undo.js').Inverse>} ways back that failed: another try goes on where it stopped */
  const stopped = new Map();
  let isChoosing = false;

  /**
   * Records a player's answer to the question that points are for. It is sent even with the socket away: it waits.
   * @param {number} playerId
   * @param {boolean} isCorrect
   */
  async function judge(playerId, isCorrect) {
    const target = desk.target;
    const found = target ? findQuestion(desk.picture, target.id) : null;
    if (!target || !found) return toast({ message: t('host.noTarget'), kind: 'info' });
    const isTakenBack = takesBack(desk.history.log.answerOf(playerId, target.id), isCorrect);
    if (target.why === 'open') tell(playerId, isCorrect, isTakenBack, found.question.points);
    const body = { player_id: playerId, question_id: target.id, is_correct: isCorrect };
    await attempt(game, `player:${playerId}`, (api) => api.recordPlayerAnswer(game.gameId, body));
  }

  /**
   * Tells the pages of a judgement and sets the buzzers for what follows.
   * @param {number} playerId
   * @param {boolean} isCorrect
   * @param {boolean} isTakenBack
   * @param {number} points the question's
   */
  function tell(playerId, isCorrect, isTakenBack, points) {
    const messages = [];
    const after = buzzersAfter(desk.planned, { playerId, isCorrect, isTakenBack });
    if (!isTakenBack) {
      const { opening } = desk.planned;
      messages.push(judged({ opening, playerId, isCorrect, points: isCorrect ? points : -points }));
    }
    if (after) messages.push(buzzers(after));
    if (messages.length > 0) show.send(messages, () => tell(playerId, isCorrect, isTakenBack, points));
  }

  /**
   * Judges who is asked, else who is chosen.
   * @param {boolean} isCorrect
   */
  function judgeAsked(isCorrect) {
    const { planned } = desk;
    const playerId = (planned.question ? asked(planned) : null) ?? desk.state.chosenPlayer;
    if (playerId === null) toast({ message: t('host.nobodyAsked'), kind: 'info' });
    else judge(playerId, isCorrect);
  }

  /**
   * Gives or takes the points of the question to or from the chosen player.
   * @param {boolean} isCorrect
   */
  function judgeChosen(isCorrect) {
    const { chosenPlayer } = desk.state;
    if (chosenPlayer === null) toast({ message: t('host.chooseFirst'), kind: 'info' });
    else judge(chosenPlayer, isCorrect);
  }

  /**
   * Makes a player's answer to a question count for these points, whatever was recorded before.
   * @param {number} playerId
   * @param {number} questionId
   * @param {number} points signed
   */
  async function custom(playerId, questionId, points) {
    const plan = customPlan(desk.history.log.answerOf(playerId, questionId), points);
    const body = { player_id: playerId, question_id: questionId, is_correct: points >= 0, points };
    await attempt(game, `player:${playerId}`, async (api) => {
      if (plan === 'retract-then-record') await retractIfThere(api, playerId, questionId);
      return api.recordPlayerAnswer(game.gameId, body);
    });
  }

  /**
   * Takes a player's answer to a question back.
   * @param {number} playerId
   * @param {number} questionId
   */
  async function retract(playerId, questionId) {
    await attempt(game, `player:${playerId}`, (api) => api.deletePlayerAnswer(game.gameId, playerId, questionId));
  }

  /** @param {any} api @param {number} playerId @param {number} questionId */
  async function retractIfThere(api, playerId, questionId) {
    try {
      await api.deletePlayerAnswer(game.gameId, playerId, questionId);
    } catch (error) {
      // There was no answer: nothing is in the way.
      if (/** @type {any} */ (error).status !== 404) throw error;
    }
  }

  /**
   * Undoes a change by what is its opposite, which is a change of its own.
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
      // Another host may have been faster.
      if (!await isUpToDate()) return tellBehind(() => undo(change));
      if (!way.hasBegun() && supersededBy(desk.history.log.changes).has(revision)) {
        return toast({ message: t('host.undoneSince'), kind: 'info' });
      }
      await go(change, way);
    } finally {
      undoing.delete(revision);
      desk.touch();
    }
  }

  /** @param {Change} change @param {import('../../lib/undo.js').Inverse} way */
  async function go(change, way) {
    const { revision } = change;
    try {
      await game.mutate(`undo:${revision}`, (api) => way.steps(api, game.gameId));
    } catch (error) {
      stopped.set(revision, way);
      problemToast(error, () => undo(change));
      return;
    }
    stopped.delete(revision);
    toast({ message: t('host.undone'), kind: 'success' });
    // Only the log closes the line for good.
    await Promise.all([desk.history.read(), showUndone(desk, show, change)]);
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

  /** @param {number} revision whether this change is just being undone */
  function isUndoing(revision) {
    return undoing.has(revision);
  }

  return { judge, judgeAsked, judgeChosen, custom, retract, undo, undoNewest, isUndoing };
}
