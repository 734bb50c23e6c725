// @ts-check
/**
 * What the host does to the show: coordination, sent to all pages, this one included. Nothing changes here until it
 * comes back; only the next decision reckons with what is on its way (`desk.planned`).
 */

import { areBuzzersCurrent, nextOpening } from '../../lib/show.js';
import * as say from '../../lib/show-messages.js';
import { isLateClose } from '../../lib/show-question.js';
import { findQuestion } from '../../lib/structure.js';
import { t } from '../../lib/text.js';
import { toast } from '../../lib/toast.js';
import { attempt } from './attempt.js';
import { buzzersSwitched, isOrderTold, orderToTell } from './judging.js';
import { outbox } from './outbox.js';
import { currentBoard, neighbourBoard, revealedWith } from './targets.js';

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
  let isWhole = false;
  // Where messages have not arrived, or perhaps not, it says so and offers the same again.
  const send = outbox(
    desk,
    (failure, again) => toast({ message: t(failure), kind: 'error', action: { label: t('host.retry'), run: again } }),
    () => toast({ message: t('host.movedOn'), kind: 'info' }),
  );

  game.on('coordination', (/** @type {any} */ message, /** @type {{replayed: boolean}} */ { replayed }) => {
    if (!replayed && isLateClose(desk.show, message)) tellAnew();
    if (message.type === 'buzz_order' && !isOrderTold(desk.show)) tellOrder();
  });

  /** Tells the present question again: the server keeps a late close for those who come later. */
  function tellAnew() {
    const { planned } = desk;
    const found = planned.question && findQuestion(desk.picture, planned.question.id);
    const { opening } = planned;
    const messages = planned.question ? [] : say.closeQuestion({ opening }).slice(0, 1);
    if (found) messages.push(...say.openQuestion({ question: found.question, category: found.category.name, opening }));
    if (areBuzzersCurrent(planned)) messages.push(say.buzzers(planned.buzzers));
    send(messages, tellAnew);
  }

  /** The round at hand, as soon as it is on its way. */
  function boardAtHand() {
    return currentBoard(desk.picture, desk.planned);
  }

  /** @param {View} view */
  function view(view) {
    send([say.selectBoard({ boardId: boardAtHand()?.id ?? null, view })], () => actions.view(view));
  }

  /** @param {number} boardId */
  function round(boardId) {
    const { view: before } = desk.planned;
    const view = before === 'lobby' || before === 'final' ? 'board' : before;
    send([say.selectBoard({ boardId, view })], () => actions.round(boardId));
  }

  /** @param {number} step −1 or 1 */
  function nextRound(step) {
    const board = neighbourBoard(desk.picture, boardAtHand(), step);
    if (board) round(board.id);
    else toast({ message: t('host.noMoreRounds'), kind: 'info' });
  }

  /** @param {'next'|'all'|number} which */
  function reveal(which) {
    const board = boardAtHand();
    if (!board) return;
    const { revealed } = desk.planned;
    const ids = revealedWith(board, revealed, which);
    if (!ids) return toast({ message: t('host.allRevealed'), kind: 'info' });
    const shown = ids.filter((id) => !revealed.has(id));
    const hidden = [...revealed].filter((id) => !ids.includes(id));
    setRevealed(shown, hidden);
  }

  /** @param {number[]} shown from now on @param {number[]} hidden from now on */
  function setRevealed(shown, hidden) {
    const ids = new Set([...desk.planned.revealed, ...shown]);
    for (const id of hidden) ids.delete(id);
    send([say.revealCategories(ids)], () => setRevealed(shown, hidden));
  }

  /**
   * Opens a question on the big screen; its category is revealed with it. The buzzers of one that is open are over.
   * @param {Place} place
   */
  function open(place) {
    const { category, board, question } = place;
    const show = desk.planned;
    if (show.question?.id === question.id) return;
    const opening = nextOpening(show);
    const messages = [];
    if (show.view !== 'board' || show.boardId !== board.id) {
      messages.push(say.selectBoard({ boardId: board.id, view: 'board' }));
    }
    if (!show.revealed.has(category.id)) messages.push(say.revealCategories([...show.revealed, category.id]));
    messages.push(...say.openQuestion({ question, category: category.name, opening }));
    if (show.buzzers.armed) messages.push(say.buzzers({ armed: false, opening, round: 0, locked: [] }));
    if (!send(messages, () => actions.open(place))) return;
    if (question.answered) mark(question.id, false);
  }

  /**
   * Closes the open question.
   * @param {{isPlayed: boolean}} how whether it counts as played from now on, which is durable
   */
  function close({ isPlayed }) {
    const show = desk.planned;
    const { question, buzzers, opening } = show;
    if (!question) return;
    const messages = say.closeQuestion({ opening, round: areBuzzersCurrent(show) ? buzzers.round : 0 });
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

  /**
   * The host's switch for the buzzers.
   * @param {boolean} [isOn] the other state than now's when left out
   */
  function switchBuzzers(isOn) {
    const state = buzzersSwitched(desk.planned, isOn);
    if (state) send([say.buzzers(state)], () => switchBuzzers(state.armed));
    else if (!desk.planned.question) toast({ message: t('host.noneOpen'), kind: 'info' });
  }

  /** @param {boolean} shown */
  function showJoin(shown) {
    send([say.showJoin({ code: desk.picture.joinCode, shown })], () => actions.showJoin(shown));
  }

  /**
   * Tells the order of presses, so that who reloads has it. Every host does; the newest one counts.
   * @param {boolean} [wasAway] who has pressed meanwhile, and is not in it, has to press again
   */
  function tellOrder(wasAway = false) {
    isWhole ||= wasAway;
    if (isOrderPlanned) return;
    isOrderPlanned = true;
    setTimeout(() => {
      const order = orderToTell(desk.show, isWhole);
      isOrderPlanned = false;
      isWhole = false;
      if (order) send([say.buzzOrder(order)], null);
    }, ORDER_PAUSE);
  }

  const actions = { send, view, round, nextRound, reveal, open, close, mark, switchBuzzers, showJoin, tellOrder };
  return actions;
}
