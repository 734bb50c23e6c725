// @ts-check
import { areBuzzersCurrent, asked, presses } from '../../lib/show.js';
import { finalOf, scoresOf, standings, stripOf } from './standings.js';

/**
 * What is to be seen on the big screen: a plain object made of the game's picture and the show's state, so that the same
 * state makes the same screen, before a reload and after it.
 */

/** @typedef {import('../../lib/structure.js').Picture} Picture */
/** @typedef {import('../../lib/structure.js').Board} Board */
/** @typedef {import('../../lib/show-values.js').Show} Show */
/** @typedef {import('./standings.js').Strip} Strip */
/** @typedef {import('./standings.js').Scores} Scores */
/** @typedef {import('./standings.js').Final} Final */
/** @typedef {{id: number, name: string, color: string}} Person  color: the team's, empty if there is none */
/** @typedef {{code: string}} Join */
/** @typedef {{id: number, points: number, isAnswered: boolean}} Cell */
/** @typedef {{id: number, name: string, isRevealed: boolean, cells: Cell[]}} Column */
/** @typedef {{place: number, id: number, name: string, team: string, color: string}} Press  place 1 is asked */
/** @typedef {{view: 'lobby', name: string, join: Join|null, people: Person[], count: number, more: number}} LobbyView */
/** @typedef {{view: 'board', id: number, name: string, columns: Column[], join: Join|null, strip: Strip}} BoardView */
/** @typedef {{view: 'question', id: number, opening: number, category: string, points: number, term: string,
 *   flags: string[], text: string, isComplete: boolean, isArmed: boolean, presses: Press[], morePresses: number, strip: Strip}} QuestionView */
/** @typedef {{view: 'scores', scores: Scores}} ScoresView */
/** @typedef {{view: 'final', name: string, final: Final}} FinalView */
/** @typedef {LobbyView|BoardView|QuestionView|ScoresView|FinalView} BigPicture */
/** @typedef {{people: number, rows: number}} Room  how many names the lobby has room for, and rows the rankings */

/** The presses that are named after the first one. */
const FURTHER_PRESSES = 5;

/**
 * What is to be seen now.
 * @param {Picture} picture
 * @param {Show} show
 * @param {Room} room what fits on the screen; the rest is counted
 * @returns {BigPicture}
 */
export function bigPicture(picture, show, room) {
  if (show.view === 'scores') return { view: 'scores', scores: scoresOf(standings(picture), room.rows) };
  if (show.view === 'final') return { view: 'final', name: picture.name, final: finalOf(standings(picture), room.rows) };
  if (show.question) return questionView(picture, show, show.question);
  return show.view === 'board' ? boardView(picture, show) : lobbyView(picture, show, room.people);
}

/**
 * The round that is on: the one that the host chose, else the first.
 * @param {Picture} picture
 * @param {Show} show
 * @returns {Board|null}
 */
export function roundOf(picture, show) {
  return picture.boards.find(({ id }) => id === show.boardId) ?? picture.boards[0] ?? null;
}

/**
 * A player's name, and the team's name and colour; null for one that is not in the game.
 * @param {Picture} picture
 * @param {number} playerId
 * @returns {{name: string, team: string, color: string}|null}
 */
export function personOf(picture, playerId) {
  const player = picture.players.get(playerId);
  if (!player) return null;
  const team = picture.teams.find(({ id }) => id === player.teamId);
  return { name: player.name, team: team?.name ?? '', color: team?.color ?? '' };
}

/** @param {Picture} picture @param {Show} show @param {number} room @returns {LobbyView} */
function lobbyView(picture, show, room) {
  const colors = new Map(picture.teams.map(({ id, color }) => [id, color]));
  const players = [...picture.players.values()];
  // Who joined last has the highest id, and wants to see that it worked.
  const newest = players.sort((a, b) => b.id - a.id).slice(0, room);
  const people = newest.map(({ id, name, teamId }) => ({ id, name, color: (teamId !== null && colors.get(teamId)) || '' }));
  return {
    view: 'lobby',
    name: picture.name,
    join: joinOf(show),
    people,
    count: players.length,
    more: players.length - people.length,
  };
}

/** @param {Picture} picture @param {Show} show @returns {BoardView} */
function boardView(picture, show) {
  const round = roundOf(picture, show);
  const columns = (round?.categories ?? []).map((category) => ({
    id: category.id,
    name: category.name,
    isRevealed: show.revealed.has(category.id),
    cells: category.questions.map(({ id, points, answered }) => ({ id, points, isAnswered: answered })),
  }));
  return {
    view: 'board',
    id: round?.id ?? 0,
    name: round?.name || picture.name,
    columns,
    join: joinOf(show),
    strip: stripOf(standings(picture)),
  };
}

/** @param {Picture} picture @param {Show} show @param {NonNullable<Show['question']>} question @returns {QuestionView} */
function questionView(picture, show, question) {
  const places = presses(show);
  const named = places.slice(0, 1 + FURTHER_PRESSES).map((id, index) => {
    const person = personOf(picture, id) ?? { name: `#${id}`, team: '', color: '' };
    return { place: index + 1, id, ...person };
  });
  return {
    view: 'question',
    id: question.id,
    opening: question.opening,
    category: question.category,
    points: question.points,
    term: picture.pointsTerm,
    flags: question.flags,
    text: withoutGaps(question.text),
    isComplete: question.complete,
    isArmed: areBuzzersCurrent(show) && show.buzzers.armed && asked(show) === null,
    presses: named,
    morePresses: places.length - named.length,
    strip: stripOf(standings(picture)),
  };
}

/** @param {Show} show @returns {Join|null} */
function joinOf(show) {
  return show.join.shown && show.join.code ? { code: show.join.code } : null;
}

/**
 * A text without what would only take room from the rest.
 * @param {string} text
 */
function withoutGaps(text) {
  return text.trim().replace(/\r\n?/g, '\n').replace(/\n{3,}/g, '\n\n');
}
