/**
 * Making what was deleted again. It gets new ids: the server never gives one twice.
 *
 * @typedef {import('./api.js').Api} Api
 * @typedef {import('./wire.js').Change} Change
 * @typedef {import('./api-base.js').MutationOptions} MutationOptions
 *
 * @callback Step  does one call, with a key of its own that it keeps over repetitions; what was done is not done again
 * @param {(options: MutationOptions) => Promise<any>} call
 * @returns {Promise<any>}
 *
 * @typedef {(way: {api: Api, gameId: number, step: Step, version?: number}) => Promise<unknown>} Steps  version: what
 *   the thing had by the log
 */

/**
 * The steps that bring back what a change deleted.
 *
 * @param {Change} change  a …_deleted
 * @returns {Steps | null}  null for other kinds, and where the log does not tell enough
 */
export function recreate({ kind, body, detail }) {
  if (!detail) return null;
  switch (kind) {
    case 'question_deleted':
      return detail.question && ((way) => question(way, body.category_id, detail.question));
    case 'category_deleted':
      return detail.category && ((way) => category(way, detail.board_id, detail.category));
    case 'board_deleted':
      return detail.board && (async (way) => {
        const { name, order, categories } = detail.board;
        const made = await way.step((options) => way.api.createBoard(way.gameId, { name, order }, options));
        for (const one of categories ?? []) await category(way, made.id, one);
      });
    case 'team_deleted':
      return detail.team && (async ({ api, gameId, step }) => {
        const { name, color } = detail.team;
        const made = await step((options) => api.createTeam(gameId, { name, color }, options));
        for (const id of detail.player_ids ?? []) {
          // Who has gone since is no member any more; the others are.
          await step((options) => api.updatePlayer(id, { team_id: made.id }, options)).catch(unless404);
        }
      });
    case 'player_deleted':
      return detail.player && ((way) => player(way, detail.player, detail.answers ?? []));
    default:
      return null;
  }
}

/** @param {any} error */
function unless404(error) {
  if (error?.status !== 404) throw error;
}

/** @param {Parameters<Steps>[0]} way @param {number} boardId @param {import('./wire.js').WireCategory} wire */
async function category(way, boardId, { name, description, order, questions }) {
  const made = await way.step((options) => way.api.createCategory(boardId, { name, description, order }, options));
  for (const one of questions ?? []) await question(way, made.id, one);
}

/** @param {Parameters<Steps>[0]} way @param {number} categoryId @param {any} wire */
function question({ api, step }, categoryId, { text, answer, points, flags, order, answered, slides }) {
  const body = { text, answer, points, flags, order, answered, slides };
  return step((options) => api.createQuestion(categoryId, body, options));
}

/**
 * What a player belonged to may be gone by now: all else is brought back, and then the error is told.
 *
 * @param {Parameters<Steps>[0]} way
 * @param {{name: string, team_id: number | null, buzzer: number | null}} wire
 * @param {(import('./wire.js').Answer & {question_id: number})[]} answers
 */
async function player({ api, gameId, step }, { name, team_id, buzzer }, answers) {
  /** @type {unknown} */
  let gone = null;
  const unlessGone = (/** @type {any} */ error) => {
    if (error?.status !== 404) throw error;
    gone ??= error;
    return null;
  };
  const make = (/** @type {number | null} */ team) =>
    step((options) => api.createPlayer(gameId, { name, team_id: team, buzzer }, options));
  const made = (team_id !== null && await make(team_id).catch(unlessGone)) || await make(null);
  for (const { question_id, is_correct, points } of answers) {
    const body = { player_id: made.id, question_id, is_correct, points };
    await step((options) => api.recordPlayerAnswer(gameId, body, options)).catch(unlessGone);
  }
  if (gone) throw gone;
}
