import { randomKey } from './key.js';
import { supersededBy } from './undo-order.js';
import { recreate } from './undo-recreate.js';

/**
 * Undoing a change of a game's log: what has to be called so that things are as they were before it.
 *
 * @typedef {import('./wire.js').Change} Change
 * @typedef {import('./wire.js').Answer} Answer
 * @typedef {import('./api.js').Api} Api
 * @typedef {import('./undo-recreate.js').Steps} Steps
 * @typedef {object} Inverse
 * @property {(api: Api, gameId: number, version?: number) => Promise<void>} steps  version: what the thing must still have
 *   (versionIn); else it rejects with 412, and that step is not done
 * @property {() => boolean} hasBegun  whether a part of it is done
 * @property {(changes: Change[]) => boolean} isOvertaken  whether by the log somebody has undone or changed the same since
 */

export { describe } from './undo-describe.js';
export { supersededBy } from './undo-order.js';
export { scoreVersion, versionIn } from './undo-version.js';

/**
 * The way back from a change. Calling `steps` again after it failed goes on where it stopped; nothing is done twice.
 *
 * @param {Change} change  as a host gets it, with its `detail`
 * @returns {Inverse | null}  null where the log does not tell enough
 */
export function inverse(change) {
  const steps = stepsOf(change);
  if (!steps) return null;
  const done = new Map();
  const results = () => [...done.values()].filter((one) => 'result' in one).map((one) => one.result);
  const hasBegun = () => results().length > 0;
  /** @param {Api} api @param {number} gameId @param {number} [version] */
  const run = async (api, gameId, version) => {
    let number = 0;
    /** @type {import('./undo-recreate.js').Step} */
    const step = async (call) => {
      const name = number++;
      const known = done.get(name) ?? { key: undefined };
      if ('result' in known) return known.result;
      known.key ??= randomKey();
      done.set(name, known);
      try {
        // What follows is about what this way has made itself, or names its own version.
        known.result = await call({ idempotencyKey: known.key, ifMatch: hasBegun() ? undefined : version });
      } catch (error) {
        if (/** @type {any} */ (error).status === 412) done.delete(name);
        throw error;
      }
      return known.result;
    };
    await steps({ api, gameId, step, version });
  };
  /** @param {Change[]} changes */
  const isOvertaken = (changes) =>
    hasBegun() ? isAnsweredAfter(results().at(-1)?.version, change, changes) : supersededBy(changes).has(change.revision);
  return { steps: run, hasBegun, isOvertaken };
}

/**
 * Whether the same answer has been recorded or taken back after a version of the score.
 *
 * @param {number | undefined} version
 * @param {Change} change
 * @param {Change[]} changes
 */
function isAnsweredAfter(version, { kind, entity_id, detail }, changes) {
  if (kind !== 'update_score' || version === undefined) return false;
  return changes.some((one) =>
    one.kind === kind && one.entity_id === entity_id && one.detail?.question_id === detail.question_id && one.version > version
  );
}

/** @param {Change} change @returns {Steps | null} */
function stepsOf(change) {
  const { kind, entity_id: id, body, detail } = change;
  switch (kind) {
    case 'update_score':
      return detail ? scoreSteps(id, detail) : null;
    case 'toggle_question':
      return ({ api, step }) => step((options) => api.toggleQuestion(id, !body.answered, options));
    case 'game_updated':
      return detail?.previous && (({ api, gameId, step }) => {
        const { name, points_term } = detail.previous;
        return step((options) => api.updateGame(gameId, { name, points_term }, options));
      });
    case 'board_created':
      return ({ api, step }) => step((options) => api.deleteBoard(id, options));
    case 'category_created':
      return ({ api, step }) => step((options) => api.deleteCategory(id, options));
    case 'question_created':
      return ({ api, step }) => step((options) => api.deleteQuestion(id, options));
    case 'team_created':
      return ({ api, step }) => step((options) => api.deleteTeam(id, options));
    case 'player_created':
      return ({ api, step }) => step((options) => api.deletePlayer(id, options));
    case 'board_updated':
      return detail?.previous && (({ api, step }) => {
        const { name, order } = detail.previous;
        return step((options) => api.updateBoard(id, { name, order }, options));
      });
    case 'category_updated':
      return detail?.previous && (({ api, step }) => {
        const { name, description, order } = detail.previous;
        return step((options) => api.updateCategory(id, { name, description, order }, options));
      });
    case 'question_updated':
      return detail?.previous && (({ api, step }) => {
        const { text, answer, points, flags, order, answered } = detail.previous;
        return step((options) => api.updateQuestion(id, { text, answer, points, flags, order, answered }, options));
      });
    case 'team_updated':
      return detail?.previous && (({ api, step }) => {
        const { name, color } = detail.previous;
        return step((options) => api.updateTeam(id, { name, color }, options));
      });
    case 'player_updated':
      return detail?.previous && (({ api, step }) => {
        const { name, team_id, buzzer } = detail.previous;
        return step((options) => api.updatePlayer(id, { name, team_id, buzzer }, options));
      });
    default:
      return recreate(change);
  }
}

/**
 * Back to the answer before. Recording the same correctness replaces; the opposite one takes the answer back instead
 * of replacing it, so it is taken back first, and recorded then.
 *
 * @param {number} playerId
 * @param {{question_id: number, answer: Answer | null, previous?: Answer | null}} detail
 * @returns {Steps}
 */
function scoreSteps(playerId, { question_id, answer, previous }) {
  return async ({ api, gameId, step, version = 0 }) => {
    const opposite = answer && previous && answer.is_correct !== previous.is_correct;
    let taken = null;
    if (answer && (!previous || opposite)) {
      taken = await step((options) => api.deletePlayerAnswer(gameId, playerId, question_id, options));
    }
    if (previous) {
      const { is_correct, points } = previous;
      const body = { player_id: playerId, question_id, is_correct, points };
      const newest = taken && { ifMatch: Math.max(version, taken.version) };
      await step((options) => api.recordPlayerAnswer(gameId, body, { ...options, ...newest }));
    }
  };
}
