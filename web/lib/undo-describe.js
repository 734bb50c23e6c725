import { findQuestion } from './structure.js';

/**
 * A change in figures and names; the words around them are the page's.
 *
 * @typedef {import('./wire.js').Change} Change
 * @typedef {import('./structure.js').Picture} Picture
 * @typedef {{key: string, kind: string, values: Record<string, string | number>}} Description  key: which sentence;
 *   values: what goes into it, empty text for a thing that is gone
 */

/**
 * Describes a change for the history.
 *
 * @param {Change} change
 * @param {Picture} picture  what is there now, for names that the change does not carry
 * @returns {Description}
 */
export function describe(change, picture) {
  const { kind, revision } = change;
  const about = describers[kind.replace(/_(created|updated|deleted)$/, '')];
  const { key = kind, ...values } = about ? about(change, picture) : {};
  return { key, kind, values: { revision, ...values } };
}

/** @type {Record<string, (change: Change, picture: Picture) => {key?: string, [name: string]: any}>} */
const describers = {
  update_score: ({ entity_id, detail, body }, picture) => ({
    key: scoreKey(detail),
    player: picture.players.get(entity_id)?.name ?? '',
    points: (detail?.answer ?? detail?.previous)?.points ?? 0,
    score: body.score,
    ...(detail ? placeOf(picture, detail.question_id) : {}),
  }),
  toggle_question: ({ entity_id, body }, picture) => ({
    key: body.answered ? 'question_played' : 'question_reopened',
    ...placeOf(picture, entity_id),
  }),
  game: ({ body, detail }) => ({ name: body.name, previousName: detail?.previous?.name ?? '' }),
  board: ({ entity_id, body, detail }, picture) => {
    const name = (body.board ?? detail?.board ?? picture.boards.find(({ id }) => id === entity_id))?.name ?? '';
    return { name, board: name, previousName: detail?.previous?.name ?? '' };
  },
  category: ({ body, detail }, picture) => {
    const name = (body.category ?? detail?.category)?.name ?? '';
    const boardId = body.board_id ?? detail?.board_id;
    const board = picture.boards.find(({ id }) => id === boardId)?.name ?? '';
    return { name, category: name, board, previousName: detail?.previous?.name ?? '' };
  },
  question: ({ entity_id, body, detail }, picture) => {
    const place = placeOf(picture, entity_id);
    const category = place.category || nameOfCategory(picture, body.category_id);
    const { text, points } = detail?.question ?? {};
    return { ...place, category, question: text ?? place.question, questionPoints: points ?? place.questionPoints };
  },
  team: ({ body, detail }) => {
    const name = (body.team ?? detail?.team)?.name ?? '';
    return { name, team: name, previousName: detail?.previous?.name ?? '' };
  },
  player: ({ body, detail }, picture) => {
    const player = body.player ?? detail?.player;
    const team = picture.teams.find(({ id }) => id === player?.team_id)?.name ?? '';
    return { name: player?.name ?? '', player: player?.name ?? '', team, previousName: detail?.previous?.name ?? '' };
  },
};

/** @param {any} detail */
function scoreKey(detail) {
  if (!detail) return 'score_changed';
  if (!detail.answer) return 'score_taken_back';
  return detail.answer.is_correct ? 'score_right' : 'score_wrong';
}

/** @param {Picture} picture @param {number} questionId */
function placeOf(picture, questionId) {
  const found = findQuestion(picture, questionId);
  return {
    board: found?.board.name ?? '',
    category: found?.category.name ?? '',
    questionPoints: found?.question.points ?? '',
    question: found?.question.text ?? '',
  };
}

/** @param {Picture} picture @param {number} id */
function nameOfCategory(picture, id) {
  return picture.boards.flatMap(({ categories }) => categories).find((category) => category.id === id)?.name ?? '';
}
