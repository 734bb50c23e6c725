import { applyChange, applyScore, applyStatus, fromSnapshot } from './structure.js';

/**
 * The picture that a page shows, whatever comes in which order: REST's snapshots, the socket's, changes, answers. It
 * never goes back, unless the server itself did. Decisions only; who uses it fetches and listens.
 *
 * @typedef {import('./structure.js').Picture} Picture
 * @typedef {import('./wire.js').Message} Message
 * @typedef {import('./wire.js').Snapshot} Snapshot
 */
export class KeptPicture {
  /** @type {Picture} empty until a snapshot has been taken */
  picture;
  /** Whether a snapshot has been taken. */
  loaded = false;
  #gate;
  #log;
  /** Revision of the newest change of names, texts, places: what a snapshot must have reached to be of use. */
  #structure = 0;
  /** Whether the last snapshot told of an older revision than was known when it was asked for. */
  #doubted = false;

  /**
   * @param {number} gameId
   * @param {import('./state.js').VersionGate} gate
   * @param {(message: string) => void} log
   */
  constructor(gameId, gate, log) {
    this.#gate = gate;
    this.#log = log;
    this.picture = {
      gameId,
      name: '',
      pointsTerm: '',
      joinCode: null,
      revision: 0,
      boards: [],
      teams: [],
      players: new Map(),
    };
  }

  /**
   * A change from the socket.
   *
   * @param {Message} message
   * @returns {{stale: boolean, needsSnapshot: boolean}}  see applyChange
   */
  change(message) {
    const applied = applyChange(this.picture, message, this.#gate);
    if (message.type === 'game_changed' || applied.needsSnapshot) this.#structural(message.revision);
    return applied;
  }

  /**
   * The socket's snapshot: scores and questions; what else has changed is REST's.
   *
   * @param {Message} message
   * @returns {{needsSnapshot: boolean}}  whether something else may have changed
   */
  socketSnapshot(message) {
    for (const score of message.players) applyScore(this.picture, score, this.#gate);
    for (const status of message.questions) applyStatus(this.picture, status, this.#gate);
    if (message.revision === this.picture.revision) return { needsSnapshot: false };
    this.#structural(message.revision);
    this.picture.revision = Math.max(this.picture.revision, message.revision);
    return { needsSnapshot: true };
  }

  /**
   * REST's answer to a mutation, in place of its broadcast.
   *
   * @param {any} result
   * @returns {{shown: boolean, needsSnapshot: boolean}}  needsSnapshot: it may have changed names, places, texts
   */
  response(result) {
    const isScore = typeof result?.score === 'number' && typeof result.player_id === 'number';
    const isStatus = typeof result?.answered === 'boolean' && typeof result.question_id === 'number';
    const shown = (isScore && !applyScore(this.picture, result, this.#gate).stale) ||
      (isStatus && !applyStatus(this.picture, result, this.#gate).stale);
    return { shown, needsSnapshot: !isScore };
  }

  /**
   * REST's snapshot.
   *
   * @param {Snapshot} json
   * @param {number} began  the picture's revision when it was asked for
   * @returns {boolean}  false: it is too old to be of use
   */
  take(json, began) {
    const older = this.loaded && json.revision < began;
    if (older && !this.#doubted) {
      this.#doubted = true; // it is asked for again before it is believed
      return false;
    }
    this.#doubted = false;
    if (older) {
      // REST tells the newest: the server's data was set back (a backup, a failover that lost its last commits).
      this.#log(`podium: the game went back from revision ${began} to ${json.revision}`);
      this.#gate.reset();
      this.picture = fromSnapshot(json, null, this.#gate);
      this.#structure = json.revision;
      return true;
    }
    if (this.loaded && json.revision < this.#structure) {
      this.#log(`podium: ignored stale snapshot: revision ${json.revision} before ${this.#structure}`);
      return false;
    }
    // Only scores and questions are newer than an older snapshot here, and those the gate keeps.
    const revision = this.loaded ? Math.max(json.revision, this.picture.revision) : json.revision;
    this.picture = { ...fromSnapshot(json, this.loaded ? this.picture : null, this.#gate), revision };
    this.#structural(json.revision);
    this.loaded = true;
    return true;
  }

  /** @param {number} revision */
  #structural(revision) {
    this.#structure = Math.max(this.#structure, revision);
  }
}
