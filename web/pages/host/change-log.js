// @ts-check
/**
 * The part of the game's change log that this page has read: one stretch of revisions without a hole. Pure.
 */

/** @typedef {{revision: number, kind: string, entity_id: number, version: number, body: any, actor: string, at: string,
 *   detail?: any}} Change */
/** @typedef {{is_correct: boolean, points: number}} Answer */

/** The changes read so far, oldest first inside, newest first to look at. */
export class ChangeLog {
  constructor() {
    /** @type {Change[]} */
    this.changes = [];
    /** @type {Map<string, Answer|null>} */
    this.answers = new Map();
  }

  /** The newest revision read; 0 before the first. */
  get newest() {
    return this.changes.at(-1)?.revision ?? 0;
  }

  /** The oldest revision read; 0 if there is none. */
  get oldest() {
    return this.changes[0]?.revision ?? 0;
  }

  /** Whether it goes back to the game's start. */
  get isComplete() {
    return this.oldest === 1;
  }

  /**
   * What to ask the server for, to get what came before.
   * @param {number} count how many at most
   * @returns {{after: number, limit: number}|null} null: there is nothing older
   */
  older(count) {
    if (this.oldest <= 1) return null;
    const after = Math.max(0, this.oldest - 1 - count);
    return { after, limit: this.oldest - 1 - after };
  }

  /**
   * Takes a page in. What is known already is left out; a page that does not touch the stretch replaces it if it is newer.
   * @param {Change[]} page in order of revision
   * @returns {boolean} whether anything was new
   */
  merge(page) {
    const first = page[0];
    const last = page.at(-1);
    if (!first || !last) return false;
    if (this.changes.length === 0 || first.revision > this.newest + 1) {
      this.answers.clear();
      this.changes = [...page];
      page.forEach((change) => this.#learn(change));
      return true;
    }
    const newer = page.filter((change) => change.revision > this.newest);
    const older = last.revision >= this.oldest - 1 ? page.filter((change) => change.revision < this.oldest) : [];
    this.changes = [...older, ...this.changes, ...newer];
    newer.forEach((change) => this.#learn(change));
    older.reverse().forEach((change) => this.#learn(change, true));
    return newer.length + older.length > 0;
  }

  /** Newest first. @param {number} [most] how many */
  list(most = Infinity) {
    return this.changes.slice(-most).reverse();
  }

  /**
   * A player's recorded answer to a question.
   * @param {number} playerId
   * @param {number} questionId
   * @returns {Answer|null|undefined} null: surely none; undefined: the log read so far does not tell
   */
  answerOf(playerId, questionId) {
    const known = this.answers.get(`${playerId}:${questionId}`);
    if (known !== undefined) return known;
    // A quiz file with answers brings them in before revision 1, so that silence of a whole log means nothing either.
    return undefined;
  }

  /**
   * The question that was played or judged last.
   * @returns {number|null}
   */
  lastQuestion() {
    for (let index = this.changes.length - 1; index >= 0; index -= 1) {
      const change = this.changes[index];
      if (change?.kind === 'toggle_question' && change.body?.answered) return change.entity_id;
      if (change?.kind === 'update_score' && change.detail?.question_id) return change.detail.question_id;
    }
    return null;
  }

  /** @param {Change} change @param {boolean} [isOlder] an older one tells only what no newer one has told */
  #learn(change, isOlder = false) {
    if (change.kind !== 'update_score' || !change.detail?.question_id) return;
    const key = `${change.entity_id}:${change.detail.question_id}`;
    if (isOlder && this.answers.has(key)) return;
    const { answer } = change.detail;
    this.answers.set(key, answer ? { is_correct: answer.is_correct, points: answer.points } : null);
  }
}
