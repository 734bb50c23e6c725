import { ApiError } from '../../lib/problem.js';
import { settled } from './clock.js';

/** @typedef {{is_correct: boolean, points: number}} Answer */

/** A server's answers and scores, and its log, by the words of openapi.yaml. Calls wait on their way while it holds. */
export class ScoreServer {
  /** @type {any[]} */
  log = [];
  /** @type {{what: string, ifMatch?: number, idempotencyKey?: string}[]} what hosts have asked for */
  calls = [];
  isHolding = false;
  /** @type {(() => void)[]} */
  #held = [];
  /** @type {Map<number, {player_id: number, score: number, version: number}>} */
  scores = new Map();
  /** @type {Map<string, Answer>} */
  #answers = new Map();
  name = 'Quiz';

  /** @param {string} kind @param {number} entity_id @param {object} rest */
  add(kind, entity_id, rest) {
    const revision = this.log.length + 1;
    this.log.push({ revision, kind, entity_id, version: revision, actor: 'host', at: '', body: {}, ...rest });
  }

  /** @param {number} id @param {Record<number, Answer>} [answers] those of a quiz file, by question: no log has them */
  addPlayer(id, answers) {
    const score = Object.values(answers ?? {}).reduce((sum, { points }) => sum + points, 0);
    this.scores.set(id, { player_id: id, score, version: 0 });
    for (const [question, answer] of Object.entries(answers ?? {})) this.#answers.set(`${id}:${question}`, answer);
    if (!answers) this.add('player_created', id, { body: { player: { id } } });
  }

  /** What a host did to an answer; null takes it back. @param {number} player @param {number} question @param {Answer|null} wanted */
  answer(player, question, wanted) {
    const key = `${player}:${question}`;
    const previous = this.#answers.get(key) ?? null;
    const answer = wanted && previous && wanted.is_correct !== previous.is_correct ? null : wanted;
    if (answer) this.#answers.set(key, answer);
    else this.#answers.delete(key);
    const score = this.#scoreOf(player);
    score.score += (answer?.points ?? 0) - (previous?.points ?? 0);
    score.version += 1;
    this.add('update_score', player, { version: score.version, body: { ...score }, detail: { question_id: question, answer, previous } });
    return { ...score };
  }

  /** @param {string} name */
  rename(name) {
    this.add('game_updated', 1, { body: { name }, detail: { previous: { name: this.name, points_term: 'points' } } });
    this.name = name;
    return { game_id: 1, name, revision: this.log.length };
  }

  /** Lets all that is on its way arrive. */
  async letGo() {
    this.isHolding = false;
    await settled();
    this.#held.splice(0).forEach((go) => go());
    await settled();
  }

  /** @type {any} */
  api = {
    changes: async (/** @type {number} */ _, /** @type {number} */ after) =>
      ({ changes: this.log.slice(after), revision: this.log.length }),
    recordPlayerAnswer: (/** @type {number} */ _, /** @type {any} */ { player_id: player, question_id, is_correct, points }, /** @type {any} */ options) =>
      this.#call(`record ${points ?? is_correct}`, options, () => this.#scoreOf(player).version, () =>
        this.answer(player, question_id, { is_correct, points: points ?? (is_correct ? 200 : -200) })),
    deletePlayerAnswer: (/** @type {number} */ _, /** @type {number} */ player, /** @type {number} */ question, /** @type {any} */ options) =>
      this.#call('take back', options, () => this.#scoreOf(player).version, () => {
        if (!this.#answers.has(`${player}:${question}`)) throw new ApiError({ status: 404, code: 'not_found' });
        return this.answer(player, question, null);
      }),
    updateGame: (/** @type {number} */ _, /** @type {any} */ { name }, /** @type {any} */ options) =>
      this.#call(`rename ${name}`, options, () => this.log.length, () => this.rename(name)),
  };

  /** @param {string} what @param {any} options @param {() => number} version @param {() => any} done */
  async #call(what, options, version, done) {
    this.calls.push({ what, ...options });
    if (this.isHolding) await new Promise((resolve) => this.#held.push(() => resolve(null)));
    const isMoved = options?.ifMatch !== undefined && options.ifMatch !== version();
    if (isMoved) throw new ApiError({ status: 412, code: 'version_conflict' });
    return done();
  }

  /** @param {number} id */
  #scoreOf(id) {
    const score = this.scores.get(id);
    if (!score) throw new ApiError({ status: 404, code: 'not_found' });
    return score;
  }
}
