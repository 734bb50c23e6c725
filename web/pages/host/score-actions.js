// @ts-check
/**
 * What the host does to scores: right, wrong, custom points, and taking any change back.
 */

import { judged, buzzers } from '../../lib/show-messages.js';
import { asked } from '../../lib/show.js';
import { findQuestion } from '../../lib/structure.js';
import { t } from '../../lib/text.js';
import { toast } from '../../lib/toast.js';
import { attempt } from './attempt.js';
import { buzzersAfter, customPlan, takesBack } from './judging.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {ReturnType<typeof import('./show-actions.js').showActions>} ShowActions */
/** @typedef {import('./change-log.js').Change} Change */

/**
 * Makes the host's actions on scores.
 * @param {Desk} desk
 * @param {ShowActions} show
 */
export function scoreActions(desk, show) {
  const { game } = desk;

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
    const after = buzzersAfter(desk.show, { playerId, isCorrect, isTakenBack });
    if (!isTakenBack) {
      const { opening } = desk.show;
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
    const playerId = (desk.show.question ? asked(desk.show) : null) ?? desk.state.chosenPlayer;
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
    const { inverse } = await import('../../lib/undo.js');
    const steps = inverse(change);
    if (!steps) return toast({ message: t('host.cannotUndoNow'), kind: 'info' });
    const isDone = await attempt(game, `undo:${change.revision}`, (api) => steps.steps(api, game.gameId));
    if (isDone) toast({ message: t('host.undone'), kind: 'success' });
  }

  /** Undoes the newest change that can be undone. */
  async function undoNewest() {
    await desk.history.read();
    const { inverse, supersededBy } = await import('../../lib/undo.js');
    const { log } = desk.history;
    const superseded = supersededBy(log.changes);
    const change = log.list().find((one) => !superseded.has(one.revision) && inverse(one));
    if (change) undo(change);
    else toast({ message: t('host.nothingToUndo'), kind: 'info' });
  }

  return { judge, judgeAsked, judgeChosen, custom, retract, undo, undoNewest };
}
