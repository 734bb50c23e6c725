// @ts-check
/**
 * The players as the desk lists them: by team, in the order they came, which scores never change. Pure.
 */

import { ranking, teamScores } from '../../lib/structure.js';

/** @typedef {import('../../lib/structure.js').Picture} Picture */
/** @typedef {import('../../lib/structure.js').Player} Player */
/** @typedef {import('../../lib/structure.js').Team} Team */
/** @typedef {{kind: 'player', key: string, player: Player, team: Team|null, rank: number, digit: number|null,
 *   isConnected: boolean}} PlayerRow */
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
  const ranks = new Map(ranking(picture).map(({ player, rank }) => [player.id, rank]));
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
        rank: ranks.get(player.id) ?? 0,
        digit: digit <= DIGITS ? digit : null,
        isConnected: clients.has(`player/${player.id}`),
      });
    }
  }
  return rows;
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

/** @param {string} text */
function fold(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase().trim();
}
