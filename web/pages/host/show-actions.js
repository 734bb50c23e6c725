// @ts-check
/**
 * What the host does to the show: coordination, sent to all pages, this one included. Nothing changes here until it
 * comes back.
 */

import { asked, nextOpening } from '../../lib/show.js';
import * as say from '../../lib/show-messages.js';
import { t } from '../../lib/text.js';
import { toast } from '../../lib/toast.js';
import { attempt } from './attempt.js';
import { buzzersSwitched } from './judging.js';
import { neighbourBoard, revealedWith } from './targets.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('../../lib/show.js').View} View */
/** @typedef {{category: {id: number, name: string}, board: {id: number}, question: any}} Place */

/** The order of presses is told at most once in this time, in milliseconds. */
const ORDER_PAUSE = 120;

/**
 * Makes the host's actions on the show.
 * @param {Desk} desk
 */
export function showActions(desk) {
  const { game } = desk;
  let isOrderPlanned = false;

  /**
   * Sends messages; where the socket is away, says so and offers the same again.
   * @param {any[]} messages
   * @param {() => void} again
   * @returns {boolean} whether they have gone out
   */
  function send(messages, again) {
    for (const message of messages) {
      if (game.send(message)) continue;
      toast({ message: t('host.notSent'), kind: 'error', action: { label: t('host.retry'), run: again } });
      return false;
    }
    return true;
  }

  /** @param {View} view */
  function view(view) {
    send([say.selectBoard({ boardId: desk.board?.id ?? null, view })], () => actions.view(view));
  }

  /** @param {number} boardId */
  function round(boardId) {
    const view = desk.show.view === 'lobby' || desk.show.view === 'final' ? 'board' : desk.show.view;
    send([say.selectBoard({ boardId, view })], () => actions.round(boardId));
  }

  /** @param {number} step −1 or 1 */
  function nextRound(step) {
    const board = neighbourBoard(desk.picture, desk.board, step);
    if (board) round(board.id);
    else toast({ message: t('host.noMoreRounds'), kind: 'info' });
  }

  /** @param {'next'|'all'|number} which */
  function reveal(which) {
    if (!desk.board) return;
    const ids = revealedWith(desk.board, desk.show.revealed, which);
    if (!ids) return toast({ message: t('host.allRevealed'), kind: 'info' });
    send([say.revealCategories(ids)], () => actions.reveal(which));
  }

  /**
   * Opens a question on the big screen; its category is revealed with it.
   * @param {Place} place
   */
  function open(place) {
    const { category, board, question } = place;
    const { show } = desk;
    const messages = [];
    if (show.view !== 'board' || show.boardId !== board.id) {
      messages.push(say.selectBoard({ boardId: board.id, view: 'board' }));
    }
    if (!show.revealed.has(category.id)) messages.push(say.revealCategories([...show.revealed, category.id]));
    messages.push(...say.openQuestion({ question, category: category.name, opening: nextOpening(show) }));
    if (!send(messages, () => actions.open(place))) return;
    if (question.answered) mark(question.id, false);
  }

  /**
   * Closes the open question.
   * @param {{isPlayed: boolean}} how whether it counts as played from now on, which is durable
   */
  function close({ isPlayed }) {
    const { question, buzzers, opening } = desk.show;
    if (!question) return;
    const messages = say.closeQuestion({ opening, round: buzzers.opening === opening ? buzzers.round : 0 });
    if (!send(messages, () => actions.close({ isPlayed }))) return;
    if (isPlayed) mark(question.id, true);
    if (desk.state.section === 'question') desk.set({ section: 'board' });
  }

  /**
   * Marks a question as played or not, for good.
   * @param {number} questionId
   * @param {boolean} answered
   */
  function mark(questionId, answered) {
    attempt(game, `question:${questionId}`, (api) => api.toggleQuestion(questionId, answered));
  }

  /** The host's switch for the buzzers. */
  function switchBuzzers() {
    const state = buzzersSwitched(desk.show);
    if (!state) return toast({ message: t('host.noneOpen'), kind: 'info' });
    send([say.buzzers(state)], switchBuzzers);
  }

  /** @param {boolean} shown */
  function showJoin(shown) {
    send([say.showJoin({ code: desk.picture.joinCode, shown })], () => actions.showJoin(shown));
  }

  /** Tells the order of presses, so that who reloads has it. Every host does; the longest one counts. */
  function tellOrder() {
    if (isOrderPlanned) return;
    isOrderPlanned = true;
    setTimeout(() => {
      isOrderPlanned = false;
      const { buzzers, order } = desk.show;
      const { opening, round } = buzzers;
      if (asked(desk.show) !== null) game.send(say.buzzOrder({ opening, round, playerIds: order }));
    }, ORDER_PAUSE);
  }

  const actions = { send, view, round, nextRound, reveal, open, close, mark, switchBuzzers, showJoin, tellOrder };
  return actions;
}
