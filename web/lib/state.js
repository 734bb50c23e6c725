import { log as realLog } from './log.js';

/**
 * The version gate: what may still change a score or a question on the screen.
 *
 * Scores and questions reach a page by several ways (snapshots, changes on the socket, answers of REST) that overtake
 * each other. Each carries the entity's version; what is older than the newest one seen must not be shown any more.
 */

/** Remembers the newest version seen of each player's score and each question's state. */
export class VersionGate {
  /** @type {Map<number, number>} */
  #players = new Map();
  /** @type {Map<number, number>} */
  #questions = new Map();
  #log;

  /** @param {(message: string) => void} [log]  is told what is ignored */
  constructor(log = realLog) {
    this.#log = log;
  }

  /**
   * Whether a player's score of this version may be shown. A version that passes is remembered: whoever asks, applies.
   *
   * @param {number} playerId  the player
   * @param {number} version  the version of the score at hand
   * @returns {boolean}  false if a newer one has been seen; the same version passes, as applying it again changes nothing
   */
  shouldUpdatePlayer(playerId, version) {
    return this.#pass(this.#players, 'player', playerId, version);
  }

  /**
   * Whether a question's state of this version may be shown; see shouldUpdatePlayer.
   *
   * @param {number} questionId  the question
   * @param {number} version  the version of the state at hand
   * @returns {boolean}  false if a newer one has been seen
   */
  shouldUpdateQuestion(questionId, version) {
    return this.#pass(this.#questions, 'question', questionId, version);
  }

  /**
   * @param {number} playerId  the player
   * @returns {number | null}  the newest version seen
   */
  playerVersion(playerId) {
    return this.#players.get(playerId) ?? null;
  }

  /**
   * @param {number} questionId  the question
   * @returns {number | null}  the newest version seen
   */
  questionVersion(questionId) {
    return this.#questions.get(questionId) ?? null;
  }

  /** Forgets all versions: for another game, or a server whose data was set back. */
  reset() {
    this.#players.clear();
    this.#questions.clear();
  }

  /**
   * @param {Map<number, number>} seen
   * @param {string} what
   * @param {number} id
   * @param {number} version
   */
  #pass(seen, what, id, version) {
    if (!Number.isSafeInteger(version)) {
      this.#log(`podium: ignored ${what} ${id} with the version ${version}`);
      return false;
    }
    const newest = seen.get(id);
    if (newest !== undefined && version < newest) {
      this.#log(`podium: ignored stale ${what} ${id}: version ${version} after ${newest}`);
      return false;
    }
    seen.set(id, version);
    return true;
  }
}

/** The page's gate: a page shows one game. */
export const gate = new VersionGate();

/** Whether a player's score of this version may be shown, by the page's gate; see VersionGate. */
export const shouldUpdatePlayer = gate.shouldUpdatePlayer.bind(gate);

/** Whether a question's state of this version may be shown, by the page's gate; see VersionGate. */
export const shouldUpdateQuestion = gate.shouldUpdateQuestion.bind(gate);
