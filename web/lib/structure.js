/**
 * The picture of a game that a page shows: made from REST's snapshot, kept up by the changes that the socket brings.
 *
 * @typedef {{id: number, points: number, flags: string[], order: number, answered: boolean, version: number,
 *   text?: string, answer?: string}} Question  text and answer are undefined where this client may not see them
 * @typedef {{id: number, name: string, description: string, order: number, questions: Question[]}} Category
 * @typedef {{id: number, name: string, order: number, categories: Category[]}} Board
 * @typedef {{id: number, name: string, color: string}} Team
 * @typedef {{id: number, teamId: number | null, name: string, buzzer: number | null, score: number,
 *   version: number}} Player
 * @typedef {{gameId: number, name: string, pointsTerm: string, joinCode: string | null, revision: number,
 *   boards: Board[], teams: Team[], players: Map<number, Player>}} Picture  lists are in their order
 * @typedef {import('./state.js').VersionGate} VersionGate
 */
import { inOrder, playerOf, teamOf } from './structure-change.js';

export { applyChange, applyScore, applyStatus } from './structure-change.js';

/**
 * Makes the picture of REST's snapshot. With the picture that it replaces, and the gate, a score or question of which
 * something newer has been seen keeps that.
 *
 * @param {import('./wire.js').Snapshot} json
 * @param {Picture | null} [previous]  what has been shown so far
 * @param {VersionGate | null} [gate]
 * @returns {Picture}
 */
export function fromSnapshot(json, previous = null, gate = null) {
  const known = previous && gate ? questionsOf(previous) : new Map();
  /** @type {Picture} */
  const picture = {
    gameId: json.game_id,
    name: json.name,
    pointsTerm: json.points_term,
    joinCode: json.join_code ?? null,
    revision: json.revision,
    boards: inOrder(json.boards.map(({ categories, ...board }) => ({
      ...board,
      categories: inOrder(categories.map(({ questions, ...category }) => ({
        ...category,
        description: category.description ?? '',
        questions: inOrder(questions.map((question) => questionOf(question, known, gate))),
      }))),
    }))),
    teams: json.teams.map(teamOf),
    players: new Map(),
  };
  for (const wire of json.players) {
    const player = playerOf(wire);
    const shown = previous?.players.get(player.id);
    const passes = !gate || gate.shouldUpdatePlayer(player.id, player.version);
    if (!passes && shown) Object.assign(player, { score: shown.score, version: shown.version });
    picture.players.set(player.id, player);
  }
  return picture;
}

/**
 * @param {import('./wire.js').WireQuestion} wire
 * @param {Map<number, Question>} known
 * @param {VersionGate | null} gate
 * @returns {Question}
 */
function questionOf(wire, known, gate) {
  const { id, points, flags, order, answered, version } = wire;
  /** @type {Question} */
  const question = { id, points, flags: flags ?? [], order, answered, version };
  // Who may not see a text is sent an empty one; no question has an empty text of its own.
  if (wire.text) question.text = wire.text;
  if (wire.answer !== undefined) question.answer = wire.answer;
  const shown = known.get(id);
  const passes = !gate || gate.shouldUpdateQuestion(id, version);
  if (!passes && shown) Object.assign(question, { answered: shown.answered, version: shown.version });
  return question;
}

/** @param {Picture} picture @returns {Map<number, Question>} */
function questionsOf(picture) {
  const questions = new Map();
  for (const board of picture.boards) {
    for (const category of board.categories) {
      for (const question of category.questions) questions.set(question.id, question);
    }
  }
  return questions;
}

/**
 * Finds a question, and where it is.
 *
 * @param {Picture} picture
 * @param {number} id
 * @returns {{board: Board, category: Category, question: Question} | null}
 */
export function findQuestion(picture, id) {
  for (const board of picture.boards) {
    for (const category of board.categories) {
      const question = category.questions.find((one) => one.id === id);
      if (question) return { board, category, question };
    }
  }
  return null;
}

/**
 * The players, best first; equal scores share a rank, and the next one counts them all (1, 1, 3).
 *
 * @param {Picture} picture
 * @returns {{player: Player, rank: number}[]}
 */
export function ranking(picture) {
  const players = [...picture.players.values()].map((player) => ({ player, score: player.score, id: player.id }));
  return ranked(players).map(({ player, rank }) => ({ player, rank }));
}

/**
 * The teams, best first, each with the sum of its players' scores; ranks as in `ranking`.
 *
 * @param {Picture} picture
 * @returns {{team: Team, score: number, rank: number, players: Player[]}[]}
 */
export function teamScores(picture) {
  /** @type {Map<number | null, Player[]>} */
  const byTeam = new Map(picture.teams.map(({ id }) => [id, []]));
  for (const player of picture.players.values()) byTeam.get(player.teamId)?.push(player);
  const teams = picture.teams.map((team) => {
    const players = byTeam.get(team.id) ?? [];
    return { team, players, score: players.reduce((sum, player) => sum + player.score, 0), id: team.id };
  });
  return ranked(teams).map(({ team, score, rank, players }) => ({ team, score, rank, players }));
}

/**
 * @template {{score: number, id: number}} T
 * @param {T[]} entries
 * @returns {(T & {rank: number})[]}
 */
function ranked(entries) {
  const sorted = entries.sort((a, b) => b.score - a.score || a.id - b.id);
  let rank = 0;
  return sorted.map((entry, index) => {
    if (index === 0 || entry.score !== sorted[index - 1].score) rank = index + 1;
    return { ...entry, rank };
  });
}
