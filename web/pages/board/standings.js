// @ts-check
import { ranking, teamScores } from '../../lib/structure.js';

/** Who stands where: the strip under the board, the ranking, and the podium at the end. */

/** @typedef {import('../../lib/structure.js').Picture} Picture */
/** @typedef {{kind: 'team'|'player', id: number, name: string, color: string, score: number, rank: number}} Unit */
/** @typedef {{rivals: Unit[], players: Unit[], hasTeams: boolean}} Standings  each by rank. rivals: who can win, the teams
 *   and whoever plays alone; without teams, the players */
/** @typedef {{units: Unit[], more: number}} Strip */
/** @typedef {{leaders: Unit[], rest: Unit[], more: number, count: number}} Scores */
/** @typedef {{rank: number, units: Unit[], more: number}} Step */
/** @typedef {{steps: Step[], rest: Unit[], more: number, count: number}} Final */

/** The boxes of the strip. */
const STRIP = 8;
/** The large rows of the ranking. */
const LEADERS = 3;
/** The names on one step of the podium. */
const STEP = 3;

/**
 * Everybody in order of rank, teams and players apart.
 * @param {Picture} picture
 * @returns {Standings}
 */
export function standings(picture) {
  const colors = new Map(picture.teams.map(({ id, color }) => [id, color]));
  /** @type {Unit[]} */
  const players = ranking(picture).map(({ player, rank }) => ({
    kind: 'player',
    id: player.id,
    name: player.name,
    color: (player.teamId !== null && colors.get(player.teamId)) || '',
    score: player.score,
    rank,
  }));
  /** @type {Unit[]} */
  const teams = teamScores(picture).map(({ team, score, rank }) => ({
    kind: 'team',
    id: team.id,
    name: team.name,
    color: team.color,
    score,
    rank,
  }));
  const hasTeams = teams.length > 0;
  const loners = hasTeams ? players.filter(({ id }) => (picture.players.get(id)?.teamId ?? null) === null) : players;
  return { rivals: hasTeams ? ranked([...teams, ...loners]) : players, players, hasTeams };
}

/**
 * Ranks anew what has been ranked apart; equal scores share a rank.
 * @param {Unit[]} units
 * @returns {Unit[]} best first
 */
function ranked(units) {
  const sorted = units.sort((a, b) => b.score - a.score || byJoining(a, b));
  let rank = 0;
  return sorted.map((unit, index) => {
    if (index === 0 || unit.score !== sorted[index - 1].score) rank = index + 1;
    return { ...unit, rank };
  });
}

/** @param {Unit} a @param {Unit} b the teams first, each kind in its own order */
function byJoining(a, b) {
  return a.kind === b.kind ? a.id - b.id : a.kind === 'team' ? -1 : 1;
}

/**
 * The best of the rivals. They stand in the order in which they joined, so that no box moves when a score
 * changes; each says its rank.
 * @param {Standings} all
 * @returns {Strip}
 */
export function stripOf({ rivals }) {
  const units = rivals.slice(0, STRIP).sort(byJoining);
  return { units, more: rivals.length - units.length };
}

/**
 * The ranking: teams large and the players under them, or, without teams, the first three large.
 * @param {Standings} all
 * @param {number} rows how many rows there is room for under the large ones
 * @returns {Scores}
 */
export function scoresOf({ rivals, players, hasTeams }, rows) {
  const leaders = rivals.slice(0, hasTeams ? STRIP : LEADERS);
  const others = hasTeams ? players : players.slice(LEADERS);
  const rest = others.slice(0, rows);
  return { leaders, rest, more: others.length - rest.length, count: players.length };
}

/**
 * The podium of three, with ties on one step, and the others.
 * @param {Standings} all
 * @param {number} rows how many rows there is room for under the podium
 * @returns {Final}
 */
export function finalOf({ rivals }, rows) {
  const steps = [];
  let onPodium = 0;
  for (let rank = 1; rank <= 3; rank += 1) {
    const units = rivals.filter((unit) => unit.rank === rank);
    if (units.length === 0) continue;
    onPodium += units.length;
    steps.push({ rank, units: units.slice(0, STEP), more: Math.max(0, units.length - STEP) });
  }
  const others = rivals.slice(onPodium);
  const rest = others.slice(0, rows);
  return { steps, rest, more: others.length - rest.length, count: rivals.length };
}
