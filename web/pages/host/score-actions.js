// @ts-check
/**
 * What the host does to scores: right, wrong, custom points, and taking any change back.
 */

import { judged, buzzers } from '../../lib/show-messages.js';
import { asked } from '../../lib/show.js';
import { findQuestion } from '../../lib/structure.js';
import { t } from '../../lib/text.js';
import { toast } from '../../lib/toast.js';
import { scoreVersion } from '../../lib/undo.js';
import { attempt } from './attempt.js';
import { answerIn, buzzersAfter, customPlan, judgementIn, takesBack } from './judging.js';
import { undoActions } from './undo-actions.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {ReturnType<typeof import('./show-actions.js').showActions>} ShowActions */
/** @typedef {import('./judging.js').Judgement} Judgement */
/** @typedef {{player_id: number, question_id: number, is_correct: boolean, points: number}} CustomBody */

/** How often custom points are planned anew where others are faster again and again. */
const TRIES = 5;
/** When the log is read again that could not be read, in milliseconds. */
const READ_AGAIN = 1000;

/**
 * Makes the host's actions on scores.
 * @param {Desk} desk
 * @param {ShowActions} show
 */
export function scoreActions(desk, show) {
  const { game } = desk;
  const back = undoActions(desk, show);

  /**
   * Records a player's answer to the question that points are for. It is sent even with the socket away: it waits.
   * @param {number} playerId
   * @param {boolean} isCorrect
   */
  async function judge(playerId, isCorrect) {
    const target = desk.target;
    const found = target ? findQuestion(desk.picture, target.id) : null;
    if (!target || !found) return toast({ message: t('host.noTarget'), kind: 'info' });
    const isShown = target.why === 'open';
    const { opening } = desk.planned;
    const known = knownAnswer(playerId, target.id);
    if (isShown && known) {
      const points = isCorrect ? found.question.points : -found.question.points;
      tell({ playerId, isCorrect, isTakenBack: takesBack(known.answer, isCorrect), points, version: known.version + 1 });
    }
    const body = { player_id: playerId, question_id: target.id, is_correct: isCorrect };
    await attempt(game, `player:${playerId}`, async (api) => {
      const score = await api.recordPlayerAnswer(game.gameId, body);
      if (isShown && !known) tellRecorded(opening, score);
      return score;
    });
  }

  /**
   * A player's recorded answer, where it is certain: nothing is on its way that the log does not have yet.
   * @param {number} playerId
   * @param {number} questionId
   */
  function knownAnswer(playerId, questionId) {
    const { log } = desk.history;
    const answer = answerIn(log, playerId, questionId);
    const version = scoreVersion(log.changes, playerId);
    if (answer === undefined || version === undefined || version !== desk.picture.players.get(playerId)?.version) return null;
    return game.isPending(`player:${playerId}`) || back.isUndoing() ? null : { answer, version };
  }

  /**
   * Tells the pages what the server has made of an answer, if the question is still the same one.
   * @param {number} opening
   * @param {import('../../lib/wire.js').Score} score as the server has answered
   */
  async function tellRecorded(opening, { player_id: playerId, version }) {
    while (!await desk.history.read()) {
      if (desk.planned.opening !== opening) return;
      await new Promise((resolve) => setTimeout(resolve, READ_AGAIN));
    }
    const judgement = judgementIn(desk.history.log.changes, playerId, version);
    if (judgement && desk.planned.opening === opening) tell(judgement);
  }

  /**
   * Tells the pages of a judgement and sets the buzzers for what follows.
   * @param {Judgement} judgement
   */
  function tell(judgement) {
    const messages = [];
    const after = buzzersAfter(desk.planned, judgement);
    if (!judgement.isTakenBack) messages.push(judged({ ...judgement, opening: desk.planned.opening }));
    if (after) messages.push(buzzers(after));
    if (messages.length > 0) show.send(messages, () => tell(judgement));
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
    const body = { player_id: playerId, question_id: questionId, is_correct: points >= 0, points };
    await attempt(game, `player:${playerId}`, (api) => replace(api, body));
  }

  /**
   * Records an answer in the place of what is there when its turn has come.
   * @param {import('../../lib/api.js').Api} api
   * @param {CustomBody} body
   */
  async function replace(api, body) {
    for (let tries = 1;; tries += 1) {
      try {
        return await replaceSeen(api, body);
      } catch (error) {
        if (/** @type {any} */ (error).status !== 412 || tries === TRIES) throw error;
        await desk.history.read();
      }
    }
  }

  /**
   * Records an answer in the place of what the log has; rejects with 412 where that is not what is there.
   * @param {import('../../lib/api.js').Api} api
   * @param {CustomBody} body
   */
  async function replaceSeen(api, body) {
    const { player_id: playerId, question_id: questionId, points } = body;
    const { log } = desk.history;
    const seen = scoreVersion(log.changes, playerId);
    const isInTheWay = customPlan(answerIn(log, playerId, questionId), points) === 'retract-then-record';
    const taken = isInTheWay ? await retractIfThere(api, playerId, questionId) : null;
    return api.recordPlayerAnswer(game.gameId, body, { ifMatch: taken?.version ?? seen });
  }

  /**
   * Takes a player's answer to a question back.
   * @param {number} playerId
   * @param {number} questionId
   */
  async function retract(playerId, questionId) {
    await attempt(game, `player:${playerId}`, (api) => api.deletePlayerAnswer(game.gameId, playerId, questionId));
  }

  /** @param {import('../../lib/api.js').Api} api @param {number} playerId @param {number} questionId */
  async function retractIfThere(api, playerId, questionId) {
    try {
      return await api.deletePlayerAnswer(game.gameId, playerId, questionId);
    } catch (error) {
      // There was no answer: nothing is in the way.
      if (/** @type {any} */ (error).status !== 404) throw error;
      return null;
    }
  }

  return { judge, judgeAsked, judgeChosen, custom, retract, ...back };
}
