// @ts-check
/**
 * Coordination on its way. The server sends each message back to who sent it, in order: what has not come back when the
 * connection goes may have been lost, on a line that was dead before anybody knew.
 */

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('../../lib/show-values.js').Message} Message */
/** @typedef {{message: Message, again: (() => void)|null}} Sent  again: does the same anew, if it still fits */
/** @typedef {'host.notSent'|'host.maybeNotSent'} Failure  the text that says what has gone wrong */

/**
 * Makes the way out for messages.
 * @param {Desk} desk
 * @param {(failure: Failure, again: () => void) => void} fail says that messages have not arrived, or perhaps not
 * @param {() => void} giveUp says that a message was for a question that is not the present one any more
 * @returns {(messages: Message[], again: (() => void)|null) => boolean} sends; again null: nobody needs to know of a loss
 */
export function outbox(desk, fail, giveUp) {
  const { game } = desk;

  game.on('coordination', (/** @type {Message} */ message, /** @type {{replayed: boolean}} */ { replayed }) => {
    if (replayed || message.from?.connection_id !== game.socket.connectionId) return;
    // What was sent before it has been dealt with too.
    const place = desk.sent.findIndex((one) => one.message.type === message.type);
    desk.sent.splice(0, place + 1);
  });
  game.socket.on('refused', () => desk.sent.shift());
  // The state comes anew, with all that has arrived in it.
  game.socket.on('reset', () => desk.sent.splice(0));
  game.on('connection', (/** @type {string} */ connection) => {
    if (connection !== 'away') return;
    const lost = new Set(desk.sent.splice(0).map((one) => one.again));
    const retries = [...lost].filter((again) => again !== null);
    if (retries.length > 0) fail('host.maybeNotSent', () => retries.forEach((again) => again()));
  });

  return (messages, again) => {
    const retry = again && bound(messages, again);
    for (const message of messages) {
      if (!game.send(message)) {
        if (retry) fail('host.notSent', retry);
        return false;
      }
      desk.sent.push({ message, again: retry });
    }
    return true;
  };

  /**
   * What was meant for one opening is not done to another one.
   * @param {Message[]} messages
   * @param {() => void} again
   */
  function bound(messages, again) {
    if (!messages.some((message) => 'opening' in message)) return again;
    const { opening } = desk.planned;
    return () => (desk.planned.opening === opening ? again() : giveUp());
  }
}
