/**
 * What to do with each frame: decisions only, no socket, no clock.
 *
 * Each change of a game has a revision, contiguous from 1. What is not newer than what the page has is ignored; what is
 * ahead is held until the revisions between have come, and if they do not come, the server is asked to resume.
 *
 * @typedef {import('./wire.js').Message} Message
 *
 * @typedef {{do: 'welcome' | 'snapshot' | 'change' | 'coordination' | 'presence' | 'refused' | 'reset',
 *   message: Message}} Deliver  hand it to the page
 * @typedef {{do: 'alive'}} Alive  the own echo: all that was sent before it has come
 * @typedef {{do: 'ignore' | 'hold' | 'resume', reason: string}} Other  hold: look again in a moment (`late`);
 *   resume: connect again, with `after`
 * @typedef {Deliver | Alive | Other} Decision
 */

/** How many frames may be held while a revision is missing. */
const HELD_AT_MOST = 256;

/** The rules of one connection. */
export class SocketRules {
  /** @type {Map<number, Message>} changes that are ahead */
  #held = new Map();
  #awaitsSnapshot = false;
  /** What the joining brings the client to, by the welcome. */
  #target = 0;
  /** @type {string | null} the own connection's id, once welcomed */
  connectionId = null;

  /**
   * @param {any} message  a frame's JSON
   * @param {number | null} known  the newest revision that the page has; null: it needs a snapshot
   * @returns {Decision[]}
   */
  receive(message, known) {
    if (typeof message !== 'object' || message === null || typeof message.type !== 'string') {
      return [ignore('a frame that is no message')];
    }
    switch (message.type) {
      case 'welcome':
        return this.#welcome(message);
      case 'snapshot':
        return this.#snapshot(message, known);
      case 'reset':
        this.#awaitsSnapshot = true;
        return [{ do: 'reset', message }];
      case 'update_score':
      case 'toggle_question':
      case 'game_changed':
        return this.#change(message, known);
      case 'client_connection_status':
        return [{ do: 'presence', message }];
      case 'error':
        return [{ do: 'refused', message }];
      case 'pong':
        if (this.connectionId !== null && message.from?.connection_id === this.connectionId) return this.#echo(known);
        return [{ do: 'coordination', message }];
      default:
        return [{ do: 'coordination', message }];
    }
  }

  /**
   * A moment after 'hold': goes on with what fits by now, and asks for a resume if something is still ahead.
   *
   * @param {number | null} known  as in receive
   * @returns {Decision[]}
   */
  late(known) {
    const decisions = this.#release(known);
    if (this.#held.size > 0) decisions.push(resume(`a hole after revision ${this.#reached(decisions, known)}`));
    return decisions;
  }

  /** @param {Message} message @returns {Decision[]} */
  #welcome(message) {
    if (this.connectionId !== null) return [ignore('a second welcome')];
    this.connectionId = message.connection_id;
    this.#target = message.revision;
    this.#awaitsSnapshot ||= !message.resumed;
    return [{ do: 'welcome', message }];
  }

  /** @param {Message} message @param {number | null} known @returns {Decision[]} */
  #snapshot(message, known) {
    if (!this.#awaitsSnapshot && this.connectionId !== null) return [ignore('a snapshot that nobody waits for')];
    this.#awaitsSnapshot = false;
    return [{ do: 'snapshot', message }, ...this.#release(Math.max(known ?? 0, message.revision))];
  }

  /** @param {Message} message @param {number | null} known @returns {Decision[]} */
  #change(message, known) {
    const { revision } = message;
    if (!Number.isSafeInteger(revision)) return [ignore(`a change with the revision ${revision}`)];
    if (known !== null && revision <= known) {
      return [ignore(`stale ${message.type}: revision ${revision} after ${known}`)];
    }
    if (known !== null && revision === known + 1) {
      return [{ do: 'change', message }, ...this.#release(revision)];
    }
    if (this.#held.size >= HELD_AT_MOST) return [resume(`too much is ahead of revision ${known}`)];
    this.#held.set(revision, message);
    return [{ do: 'hold', reason: `${message.type}: revision ${revision} is ahead of ${known}` }];
  }

  /** @param {number | null} known @returns {Decision[]} */
  #echo(known) {
    if (this.#awaitsSnapshot) return [{ do: 'alive' }, resume('the snapshot did not come')];
    if ((known ?? 0) < this.#target) return [{ do: 'alive' }, resume(`revision ${this.#target} did not come`)];
    return [{ do: 'alive' }];
  }

  /**
   * Takes out of the held ones what follows, and drops what has been overtaken.
   *
   * @param {number | null} known
   * @returns {Decision[]}
   */
  #release(known) {
    /** @type {Decision[]} */
    const decisions = [];
    if (known === null) return decisions;
    let newest = known;
    for (const revision of [...this.#held.keys()].sort((a, b) => a - b)) {
      if (revision > newest + 1) break;
      const message = /** @type {Message} */ (this.#held.get(revision));
      this.#held.delete(revision);
      if (revision <= newest) continue;
      decisions.push({ do: 'change', message });
      newest = revision;
    }
    return decisions;
  }

  /** @param {Decision[]} decisions @param {number | null} known */
  #reached(decisions, known) {
    const last = decisions.at(-1);
    return last?.do === 'change' ? last.message.revision : known;
  }
}

/** @param {string} reason @returns {Other} */
function ignore(reason) {
  return { do: 'ignore', reason };
}

/** @param {string} reason @returns {Other} */
function resume(reason) {
  return { do: 'resume', reason };
}
