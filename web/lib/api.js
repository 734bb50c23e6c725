import { ApiBase, query } from './api-base.js';

/**
 * All calls of the REST API (openapi.yaml). Bodies and results are the wire's.
 *
 * Each mutation is one intent: it has one Idempotency-Key, and is repeated under it until the server has answered (or
 * `signal` gives it up), so that it takes effect once. Reads are tried once. Both reject with ApiError.
 *
 * @typedef {import('./api-base.js').MutationOptions} MutationOptions
 * @typedef {import('./api-base.js').ReadOptions} ReadOptions
 * @typedef {import('./wire.js').Snapshot} Snapshot
 * @typedef {import('./wire.js').Change} Change
 * @typedef {import('./wire.js').Score} Score
 * @typedef {import('./wire.js').QuestionStatus} QuestionStatus
 * @typedef {import('./wire.js').WireTeam} WireTeam
 * @typedef {import('./wire.js').WirePlayer} WirePlayer
 * @typedef {import('./wire.js').WireQuestion} WireQuestion
 * @typedef {import('./wire.js').NewGame} NewGame
 *
 * @typedef {{name?: string, order?: number}} BoardFields
 * @typedef {{name?: string, description?: string, order?: number}} CategoryFields
 * @typedef {{text?: string, answer?: string, points?: number, flags?: string[], order?: number,
 *   answered?: boolean}} QuestionFields
 * @typedef {{name?: string, color?: string}} TeamFields
 * @typedef {{name?: string, team_id?: number | null, buzzer?: number | null}} PlayerFields
 * @typedef {Omit<import('./wire.js').WireBoard, 'categories'>} BoardHead
 * @typedef {Omit<import('./wire.js').WireCategory, 'questions'>} CategoryHead
 */
export class Api extends ApiBase {
  /** Makes an empty game. @param {{name: string, points_term?: string}} body @param {MutationOptions} [options] @returns {Promise<NewGame>} */
  createGame(body, options) {
    return this.mutate('POST', '/api/games', body, options);
  }

  /**
   * Makes a game from a quiz file, or only checks it.
   *
   * @param {string} text  the file
   * @param {string} contentType  application/json or text/csv
   * @param {{dryRun?: boolean, name?: string, onProgress?: (fraction: number) => void, signal?: AbortSignal,
   *   idempotencyKey?: string}} [options]  name: instead of the file's
   * @returns {Promise<any>}  NewGame; with dryRun a QuizCount
   */
  importGame(text, contentType, { dryRun = false, name, onProgress, ...rest } = {}) {
    const path = `/api/games/import${query({ dry_run: dryRun || undefined, name })}`;
    return this.upload(path, text, contentType, { onProgress, once: dryRun, ...rest });
  }

  /**
   * The games that the token may see, newest first.
   *
   * @param {{limit?: number, after?: number}} [page]  after: the last game_id seen
   * @param {ReadOptions} [options]
   * @returns {Promise<{games: import('./wire.js').GameListing[]}>}
   */
  listGames({ limit, after } = {}, options) {
    return this.read(`/api/games${query({ limit, after })}`, options);
  }

  /**
   * A game at one revision.
   *
   * @param {number} gameId
   * @param {ReadOptions & {ifRevision?: number}} [options]  ifRevision: only if it is another one by now
   * @returns {Promise<Snapshot | null>}  null, only with ifRevision: nothing has changed
   */
  snapshot(gameId, { ifRevision, ...options } = {}) {
    const headers = ifRevision === undefined ? undefined : { 'If-None-Match': `"${ifRevision}"` };
    return this.read(`/api/games/${gameId}`, { ...options, headers });
  }

  /**
   * What came after a revision, in order.
   *
   * @param {number} gameId
   * @param {number} [after]  the last revision seen; 0: from the start
   * @param {number} [limit]  1 to 1000
   * @param {ReadOptions} [options]
   * @returns {Promise<{changes: Change[], revision: number}>}  revision: the game's newest
   */
  changes(gameId, after = 0, limit = 500, options) {
    return this.read(`/api/games/${gameId}/changes${query({ after, limit })}`, options);
  }

  /**
   * A game as a quiz file, or its results.
   *
   * @param {number} gameId
   * @param {'template' | 'full' | 'csv'} mode  csv: the results
   * @param {ReadOptions} [options]
   * @returns {Promise<Blob>}
   */
  exportGame(gameId, mode, options) {
    const csv = mode === 'csv';
    const headers = { Accept: csv ? 'text/csv' : 'application/json' };
    return this.readBlob(`/api/games/${gameId}/export${query({ mode: csv ? undefined : mode })}`, { ...options, headers });
  }

  /**
   * Joins a game by its code: with a name as a new player, without one as a spectator.
   *
   * @param {{join_code: string, name?: string, team_id?: number}} body
   * @param {MutationOptions} [options]
   * @returns {Promise<{game_id: number, player_id?: number, player_token?: string, spectator_token?: string}>}
   */
  join(body, options) {
    return this.mutate('POST', '/api/join', body, options);
  }

  /**
   * Records a player's answer. The same correctness again replaces the points; the opposite takes the answer back.
   *
   * @param {number} gameId
   * @param {{player_id: number, question_id: number, is_correct: boolean, points?: number}} body  points: signed, what
   *   is added to the score; left out, the question's
   * @param {MutationOptions} [options]  ifMatch: the score's version
   * @returns {Promise<Score>}
   */
  recordPlayerAnswer(gameId, body, options) {
    return this.mutate('POST', `/api/games/${gameId}/answers`, body, options);
  }

  /** Takes an answer back. @param {number} gameId @param {number} playerId @param {number} questionId @param {MutationOptions} [options] @returns {Promise<Score>} */
  deletePlayerAnswer(gameId, playerId, questionId, options) {
    return this.mutate('DELETE', `/api/games/${gameId}/answers/${playerId}/${questionId}`, undefined, options);
  }

  /** Marks a question as played, or open again. @param {number} questionId @param {boolean} answered @param {MutationOptions} [options] @returns {Promise<QuestionStatus>} */
  toggleQuestion(questionId, answered, options) {
    return this.updateQuestion(questionId, { answered }, options);
  }

  /** Edits a question. @param {number} questionId @param {QuestionFields} patch @param {MutationOptions} [options] ifMatch: its version @returns {Promise<QuestionStatus>} */
  updateQuestion(questionId, patch, options) {
    return this.mutate('PATCH', `/api/questions/${questionId}`, patch, options);
  }

  /** Adds a question. @param {number} categoryId @param {QuestionFields & {text: string, points: number}} body @param {MutationOptions} [options] @returns {Promise<WireQuestion>} */
  createQuestion(categoryId, body, options) {
    return this.mutate('POST', `/api/categories/${categoryId}/questions`, body, options);
  }

  /** Deletes a question without answers. @param {number} questionId @param {MutationOptions} [options] @returns {Promise<null>} */
  deleteQuestion(questionId, options) {
    return this.mutate('DELETE', `/api/questions/${questionId}`, undefined, options);
  }

  /** Renames a game. @param {number} gameId @param {{name?: string, points_term?: string}} patch @param {MutationOptions} [options] @returns {Promise<{game_id: number, name: string, points_term: string, revision: number}>} */
  updateGame(gameId, patch, options) {
    return this.mutate('PATCH', `/api/games/${gameId}`, patch, options);
  }

  /** Adds a board. @param {number} gameId @param {BoardFields} body @param {MutationOptions} [options] @returns {Promise<BoardHead>} */
  createBoard(gameId, body, options) {
    return this.mutate('POST', `/api/games/${gameId}/boards`, body, options);
  }

  /** Renames or moves a board. @param {number} boardId @param {BoardFields} patch @param {MutationOptions} [options] @returns {Promise<BoardHead>} */
  updateBoard(boardId, patch, options) {
    return this.mutate('PATCH', `/api/boards/${boardId}`, patch, options);
  }

  /** Deletes a board with all that is on it. @param {number} boardId @param {MutationOptions} [options] @returns {Promise<null>} */
  deleteBoard(boardId, options) {
    return this.mutate('DELETE', `/api/boards/${boardId}`, undefined, options);
  }

  /** Adds a category. @param {number} boardId @param {CategoryFields & {name: string}} body @param {MutationOptions} [options] @returns {Promise<CategoryHead>} */
  createCategory(boardId, body, options) {
    return this.mutate('POST', `/api/boards/${boardId}/categories`, body, options);
  }

  /** Renames, describes or moves a category. @param {number} categoryId @param {CategoryFields} patch @param {MutationOptions} [options] @returns {Promise<CategoryHead>} */
  updateCategory(categoryId, patch, options) {
    return this.mutate('PATCH', `/api/categories/${categoryId}`, patch, options);
  }

  /** Deletes a category with its questions. @param {number} categoryId @param {MutationOptions} [options] @returns {Promise<null>} */
  deleteCategory(categoryId, options) {
    return this.mutate('DELETE', `/api/categories/${categoryId}`, undefined, options);
  }

  /** Adds a team. @param {number} gameId @param {TeamFields & {name: string}} body @param {MutationOptions} [options] @returns {Promise<WireTeam>} */
  createTeam(gameId, body, options) {
    return this.mutate('POST', `/api/games/${gameId}/teams`, body, options);
  }

  /** Renames or recolours a team. @param {number} teamId @param {TeamFields} patch @param {MutationOptions} [options] @returns {Promise<WireTeam>} */
  updateTeam(teamId, patch, options) {
    return this.mutate('PATCH', `/api/teams/${teamId}`, patch, options);
  }

  /** Deletes a team; its players stay, without one. @param {number} teamId @param {MutationOptions} [options] @returns {Promise<null>} */
  deleteTeam(teamId, options) {
    return this.mutate('DELETE', `/api/teams/${teamId}`, undefined, options);
  }

  /** Adds a player. @param {number} gameId @param {PlayerFields & {name: string}} body @param {MutationOptions} [options] @returns {Promise<WirePlayer>} */
  createPlayer(gameId, body, options) {
    return this.mutate('POST', `/api/games/${gameId}/players`, body, options);
  }

  /** Renames a player, or changes team or buzzer. @param {number} playerId @param {PlayerFields} patch @param {MutationOptions} [options] @returns {Promise<WirePlayer>} */
  updatePlayer(playerId, patch, options) {
    return this.mutate('PATCH', `/api/players/${playerId}`, patch, options);
  }

  /** Deletes a player with the answers. @param {number} playerId @param {MutationOptions} [options] @returns {Promise<null>} */
  deletePlayer(playerId, options) {
    return this.mutate('DELETE', `/api/players/${playerId}`, undefined, options);
  }
}
