// @ts-check
/**
 * The lines of the history: which words say what a change was. Pure: texts are looked up by the view.
 */

import { signed } from '../../lib/text.js';
import { isolate } from './words.js';

/** @typedef {import('../../lib/structure.js').Picture} Picture */
/** @typedef {import('./change-log.js').Change} Change */
/** @typedef {{key: string, values: Record<string, string|number>, sign?: '+'|'-'}} Line */
/** @typedef {(kind: 'player'|'team'|'board'|'category', id: number) => string} NameOf */
/** @typedef {(id: number|null|undefined) => string} QuestionName */

/**
 * The names that things have, or had last: of what is deleted the log remembers them.
 * @param {Picture} picture
 * @param {Iterable<Change>} changes oldest first
 * @returns {NameOf}
 */
export function nameBook(picture, changes) {
  /** @type {Map<string, string>} */
  const names = new Map();
  for (const { body, detail } of changes) {
    for (const kind of /** @type {const} */ (['player', 'team', 'board', 'category'])) {
      for (const thing of [detail?.[kind], body?.[kind]]) {
        if (thing?.id && typeof thing.name === 'string') names.set(`${kind}:${thing.id}`, thing.name);
      }
    }
  }
  for (const player of picture.players.values()) names.set(`player:${player.id}`, player.name);
  for (const team of picture.teams) names.set(`team:${team.id}`, team.name);
  for (const board of picture.boards) {
    names.set(`board:${board.id}`, board.name);
    for (const category of board.categories) names.set(`category:${category.id}`, category.name);
  }
  return (kind, id) => isolate(names.get(`${kind}:${id}`) || `#${id}`);
}

/**
 * Who made a change.
 * @param {string} actor as in the log: host, admin, join, open, player:ID
 * @param {NameOf} nameOf
 * @returns {{key: string, values: Record<string, string>}}
 */
export function actorLine(actor, nameOf) {
  const player = /^player:(\d+)$/.exec(actor);
  if (player) return { key: 'host.actorPlayer', values: { name: nameOf('player', Number(player[1])) } };
  const known = { host: 'host.actorHost', admin: 'host.actorAdmin', join: 'host.actorJoin' }[actor];
  return { key: known ?? 'host.actorOpen', values: {} };
}

/**
 * What a change was.
 * @param {Change} change
 * @param {NameOf} nameOf
 * @param {QuestionName} questionName
 * @returns {Line}
 */
export function changeLine(change, nameOf, questionName) {
  const { kind, body, detail } = change;
  if (kind === 'update_score') return scoreLine(change, nameOf, questionName);
  if (kind === 'toggle_question') {
    const key = body.answered ? 'host.didPlayed' : 'host.didUnplayed';
    return { key, values: { question: questionName(change.entity_id) } };
  }
  if (kind === 'game_updated') return { key: 'host.didGame', values: { name: isolate(body.name) } };
  const [thing, verb] = kind.split('_');
  const key = `host.did${capital(thing)}${capital(verb)}`;
  if (thing === 'question') return { key, values: { question: questionName(change.entity_id) } };
  const id = body[thing ?? '']?.id ?? change.entity_id;
  const given = body[thing ?? '']?.name;
  const name = given ? isolate(given) : nameOf(/** @type {'player'} */ (thing), id);
  const previous = detail?.previous;
  if (verb === 'updated' && previous && previous.name !== given) {
    return { key: `host.did${capital(thing)}Renamed`, values: { name, previous: isolate(previous.name) } };
  }
  if (kind === 'player_updated' && previous && previous.team_id !== body.player.team_id) {
    const teamId = body.player.team_id;
    if (teamId === null) return { key: 'host.didPlayerLeft', values: { name } };
    return { key: 'host.didPlayerMoved', values: { name, team: nameOf('team', teamId) } };
  }
  return { key, values: { name } };
}

/** @param {Change} change @param {NameOf} nameOf @param {QuestionName} questionName @returns {Line} */
function scoreLine(change, nameOf, questionName) {
  const { body, detail } = change;
  const name = nameOf('player', body.player_id);
  const question = questionName(detail?.question_id);
  const { score } = body;
  if (!detail) return { key: 'host.didScore', values: { name, score } };
  if (!detail.answer) return { key: 'host.didRetract', values: { name, question, score } };
  const { points, is_correct: isCorrect } = detail.answer;
  const key = isCorrect ? 'host.didRight' : 'host.didWrong';
  return { key, values: { name, question, score, points: signed(points) }, sign: points < 0 ? '-' : '+' };
}

/** @param {string|undefined} word */
function capital(word = '') {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
