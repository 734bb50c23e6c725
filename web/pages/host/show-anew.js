// @ts-check
/** The big screen and the phones have a question's text from its opening: where it changes meanwhile, it is sent again. */

import { openQuestion } from '../../lib/show-messages.js';
import { problemToast } from '../../lib/toast.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {ReturnType<typeof import('./show-actions.js').showActions>} ShowActions */

/**
 * Sends a question again if it is open.
 * @param {Desk} desk
 * @param {ShowActions} show
 * @param {number} id
 * @param {{text: string, answer: string, points: number, flags: string[]}} [values] what this page may not have itself yet
 */
export function showAnew(desk, show, id, values) {
  const { open } = desk;
  const { opening, question: planned } = desk.planned;
  // Not once a close is on its way: that would open it again.
  if (open?.question.id !== id || planned?.id !== id) return;
  const question = values ? { id, ...values } : open.question;
  const messages = openQuestion({ question, category: open.category.name, opening });
  show.send(messages, () => showAnew(desk, show, id, values));
}

/**
 * After an undo: sends the open question again where it was about that, or about its category's name.
 * @param {Desk} desk
 * @param {ShowActions} show
 * @param {import('./change-log.js').Change} change that has been undone
 */
export async function showUndone(desk, show, change) {
  const { kind, entity_id: id } = change;
  const isShown = () => {
    if (!desk.open) return false;
    const { question, category } = desk.open;
    return kind === 'question_updated' ? question.id === id : kind === 'category_updated' && category.id === id;
  };
  if (!isShown()) return;
  try {
    // The log has the change as it was made; what is there now is the server's to say.
    await desk.game.reload();
  } catch (error) {
    problemToast(error, () => showUndone(desk, show, change));
    return;
  }
  if (desk.open && isShown()) showAnew(desk, show, desk.open.question.id);
}
