// @ts-check
/**
 * The players as the desk lists them: by team, in the order they came, which scores never change. Pure.
 */

import { teamScores } from '../../lib/structure.js';

/** @typedef {import('../../lib/structure.js').Picture} Picture */
/** @typedef {import('../../lib/structure.js').Player} Player */
/** @typedef {import('../../lib/structure.js').Team} Team */
/** @typedef {{kind: 'player', key: string, player: Player, team: Team|null, rank: number, digit: number|null,
 *   isConnected: boolean}} PlayerRow */
/** @typedef {{points: number, is_correct: boolean}} Answer */
/** @typedef {{kind: 'team', key: string, team: Team|null, score: number, rank: number, count: number}} TeamRow */

/** How many players have a digit key. */
const DIGITS = 9;

/**
 * The lines of the list.
 * @param {Picture} picture
 * @param {Map<string, unknown>} clients who is connected: 'player/ID'
 * @param {string} filter part of a player's or a team's name; empty: all
 * @returns {(PlayerRow|TeamRow)[]}
 */
export function rosterRows(picture, clients, filter) {
  const ranks = ranksOf(picture.players.values());
  const teams = new Map(picture.teams.map((team) => [team.id, team]));
  /** @type {Map<number|null, Player[]>} */
  const groups = new Map([...picture.teams.map((team) => /** @type {[number|null, Player[]]} */ ([team.id, []])), [null, []]]);
  const wanted = fold(filter);
  for (const player of picture.players.values()) {
    const team = player.teamId === null ? null : teams.get(player.teamId) ?? null;
    const isWanted = !wanted || fold(player.name).includes(wanted) || (team && fold(team.name).includes(wanted));
    if (isWanted) groups.get(team ? team.id : null)?.push(player);
  }
  const totals = new Map(teamScores(picture).map((one) => [one.team.id, one]));
  /** @type {(PlayerRow|TeamRow)[]} */
  const rows = [];
  let digit = 0;
  for (const [teamId, players] of groups) {
    const team = teamId === null ? null : teams.get(teamId) ?? null;
    const total = teamId === null ? null : totals.get(teamId);
    const isShown = players.length > 0 || (team !== null && !wanted);
    if (picture.teams.length > 0 && isShown) {
      const score = total?.score ?? 0;
      rows.push({ kind: 'team', key: `team:${teamId}`, team, score, rank: total?.rank ?? 0, count: players.length });
    }
    for (const player of players.sort((a, b) => a.id - b.id)) {
      digit += 1;
      rows.push({
        kind: 'player',
        key: `player:${player.id}`,
        player,
        team,
        rank: ranks.get(player.score) ?? 0,
        digit: digit <= DIGITS ? digit : null,
        isConnected: clients.has(`player/${player.id}`),
      });
    }
  }
  return rows;
}

/**
 * The rank of each score: equal ones share theirs, and the next counts them all (1, 1, 3). Not a list of players in
 * their order, which is much slower with thousands of them and needed nowhere here.
 * @param {Iterable<Player>} players
 * @returns {Map<number, number>} by score
 */
function ranksOf(players) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const { score } of players) counts.set(score, (counts.get(score) ?? 0) + 1);
  let rank = 1;
  for (const [score, count] of [...counts].sort(([a], [b]) => b - a)) {
    counts.set(score, rank);
    rank += count;
  }
  return counts;
}

/**
 * What the lines show that is not in their rows.
 * @typedef {{chosen: number|null, asked: number|null, locked: ReadonlySet<number>, points: number,
 *   isPending: (playerId: number) => boolean, answerOf: (playerId: number) => Answer|null|undefined}} Around
 *   points: those of the question that points are for
 */

/**
 * All that a player's line shows.
 * @param {PlayerRow} row
 * @param {Around} around
 */
export function lineOf({ player, team, rank, digit, isConnected }, { chosen, asked, locked, points, isPending, answerOf }) {
  const { id, name, score } = player;
  const answer = answerOf(id);
  return {
    id,
    name,
    score,
    team: team?.name ?? null,
    rank,
    digit,
    isConnected,
    isChosen: chosen === id,
    isAsked: asked === id,
    isLocked: locked.has(id),
    isPending: isPending(id),
    answered: answer ? answer.points : null,
    isCorrect: answer ? answer.is_correct : null,
    points,
  };
}

/** @typedef {ReturnType<typeof lineOf>} Line */

/**
 * Whether there is nothing to draw.
 * @param {Line} one
 * @param {Line} other
 */
export function isSameLine(one, other) {
  for (const name in one) {
    const key = /** @type {keyof Line} */ (name);
    if (one[key] !== other[key]) return false;
  }
  return true;
}

/**
 * The player of a digit key.
 * @param {(PlayerRow|TeamRow)[]} rows
 * @param {number} digit 1 to 9
 * @returns {number|null}
 */
export function playerOfDigit(rows, digit) {
  for (const row of rows) if (row.kind === 'player' && row.digit === digit) return row.player.id;
  return null;
}

/**
 * How many clients of each type are connected, and who they are.
 * @param {Iterable<{client_type: string, client_id: string}>} clients
 * @returns {{hosts: number, boards: number, players: number, others: number, playerIds: number[]}}
 */
export function countClients(clients) {
  const counts = { hosts: 0, boards: 0, players: 0, others: 0, playerIds: /** @type {number[]} */ ([]) };
  for (const { client_type: type, client_id: id } of clients) {
    if (type === 'host') counts.hosts += 1;
    else if (type === 'board') counts.boards += 1;
    else if (type === 'player') {
      counts.players += 1;
      counts.playerIds.push(Number(id));
    } else counts.others += 1;
  }
  return counts;
}

/**
 * How many of the players are not connected.
 * @param {Iterable<number>} playerIds
 * @param {Iterable<number>} connected
 * @returns {number}
 */
export function awayCount(playerIds, connected) {
  const there = new Set(connected);
  let away = 0;
  for (const id of playerIds) if (!there.has(id)) away += 1;
  return away;
}

/** @param {string} text */
function fold(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase().trim();
}
