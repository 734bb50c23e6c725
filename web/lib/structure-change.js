/**
 * Changes of a picture, in place.
 *
 * @typedef {import('./structure.js').Picture} Picture
 * @typedef {import('./structure.js').Team} Team
 * @typedef {import('./structure.js').Player} Player
 * @typedef {import('./structure.js').VersionGate} VersionGate
 * @typedef {import('./wire.js').Message} Message
 * @typedef {{stale: boolean, needsSnapshot: boolean}} Applied  stale: nothing was shown, as something newer has been
 *   seen. needsSnapshot: the picture lacks something that only REST tells, such as a question's text
 */

/**
 * Applies one change, as the socket and the log bring it. Scores and questions pass by their version, all else by the
 * game's revision; applying a change again changes nothing.
 *
 * @param {Picture} picture
 * @param {Message} message  update_score, toggle_question or game_changed
 * @param {VersionGate} gate
 * @returns {Applied}
 */
export function applyChange(picture, message, gate) {
  const isNew = message.revision > picture.revision;
  const hole = message.revision > picture.revision + 1;
  const applied = applyTo(picture, message, gate, isNew);
  picture.revision = Math.max(picture.revision, message.revision);
  return { ...applied, needsSnapshot: applied.needsSnapshot || hole };
}

/**
 * Shows a score, unless a newer one has been seen. Has no revision of its own: REST's answers come this way too.
 *
 * @param {Picture} picture
 * @param {import('./wire.js').Score} score
 * @param {VersionGate} gate
 * @returns {{stale: boolean, missing: boolean}}  missing: the picture has no such player
 */
export function applyScore(picture, { player_id, score, version }, gate) {
  if (!gate.shouldUpdatePlayer(player_id, version)) return { stale: true, missing: false };
  const player = picture.players.get(player_id);
  if (player) Object.assign(player, { score, version });
  return { stale: false, missing: !player };
}

/**
 * Shows whether a question has been played, unless something newer has been seen; as applyScore.
 *
 * @param {Picture} picture
 * @param {import('./wire.js').QuestionStatus} status
 * @param {VersionGate} gate
 * @returns {{stale: boolean, missing: boolean}}
 */
export function applyStatus(picture, { question_id, answered, version }, gate) {
  if (!gate.shouldUpdateQuestion(question_id, version)) return { stale: true, missing: false };
  for (const category of picture.boards.flatMap((board) => board.categories)) {
    const question = category.questions.find((one) => one.id === question_id);
    if (!question) continue;
    Object.assign(question, { answered, version });
    return { stale: false, missing: false };
  }
  return { stale: false, missing: true };
}

/**
 * @param {Picture} picture
 * @param {Message} message
 * @param {VersionGate} gate
 * @param {boolean} isNew
 * @returns {Applied}
 */
function applyTo(picture, message, gate, isNew) {
  if (message.type === 'update_score') {
    const { stale, missing } = applyScore(picture, /** @type {any} */ (message), gate);
    return { stale, needsSnapshot: missing && isNew };
  }
  if (message.type === 'toggle_question') {
    const { stale, missing } = applyStatus(picture, /** @type {any} */ (message), gate);
    return { stale, needsSnapshot: missing && isNew };
  }
  if (!isNew) return { stale: true, needsSnapshot: false };
  return { stale: false, needsSnapshot: applyKind(picture, message, gate) };
}

/**
 * @param {Picture} picture
 * @param {Message} message  game_changed
 * @param {VersionGate} gate
 * @returns {boolean}  whether a snapshot is needed
 */
function applyKind(picture, message, gate) {
  switch (message.kind) {
    case 'game_updated':
      picture.name = message.name;
      picture.pointsTerm = message.points_term;
      return false;
    case 'board_created':
    case 'board_updated':
      return placeBoard(picture, message);
    case 'board_deleted':
      remove(picture.boards, message.board_id);
      return false;
    case 'category_created':
    case 'category_updated':
      return placeCategory(picture, message);
    case 'category_deleted':
      for (const board of picture.boards) remove(board.categories, message.category_id);
      return false;
    case 'question_created':
    case 'question_updated': // its text is REST's
      applyStatus(picture, /** @type {any} */ (message), gate);
      return true;
    case 'question_deleted':
      for (const board of picture.boards) {
        for (const category of board.categories) remove(category.questions, message.question_id);
      }
      return false;
    case 'team_created':
    case 'team_updated':
      place(picture.teams, teamOf(message.team));
      return false;
    case 'team_deleted':
      remove(picture.teams, message.team_id);
      for (const player of picture.players.values()) if (player.teamId === message.team_id) player.teamId = null;
      return false;
    case 'player_created':
    case 'player_updated':
      placePlayer(picture, message, gate);
      return false;
    case 'player_deleted':
      picture.players.delete(message.player_id);
      return false;
    default: // of a later version of the server
      return true;
  }
}

/** @param {Picture} picture @param {Message} message */
function placeBoard(picture, { board: { id, name, order } }) {
  const known = picture.boards.find((board) => board.id === id);
  if (known) Object.assign(known, { name, order });
  else picture.boards.push({ id, name, order, categories: [] });
  inOrder(picture.boards);
  return false;
}

/** @param {Picture} picture @param {Message} message */
function placeCategory(picture, { board_id, category: { id, name, description, order } }) {
  const board = picture.boards.find((one) => one.id === board_id);
  if (!board) return true;
  const known = board.categories.find((category) => category.id === id);
  if (known) Object.assign(known, { name, description, order });
  else board.categories.push({ id, name, description, order, questions: [] });
  inOrder(board.categories);
  return false;
}

/** @param {Picture} picture @param {Message} message @param {VersionGate} gate */
function placePlayer(picture, message, gate) {
  const player = playerOf(message.player);
  const known = picture.players.get(player.id);
  const passes = gate.shouldUpdatePlayer(player.id, player.version);
  if (!known) picture.players.set(player.id, player);
  else if (passes) Object.assign(known, player);
  else Object.assign(known, { name: player.name, teamId: player.teamId, buzzer: player.buzzer });
}

/**
 * Sorts by place; things of one place by age, so that every client shows them alike.
 *
 * @template {{id: number, order: number}} T
 * @param {T[]} things  is sorted in place
 * @returns {T[]}
 */
export function inOrder(things) {
  return things.sort((a, b) => a.order - b.order || a.id - b.id);
}

/** A team, from the wire. @param {import('./wire.js').WireTeam} wire @returns {Team} */
export function teamOf({ id, name, color }) {
  return { id, name, color: color ?? '' };
}

/** A player, from the wire. @param {import('./wire.js').WirePlayer} wire @returns {Player} */
export function playerOf({ id, team_id, name, buzzer, score, version }) {
  return { id, teamId: team_id ?? null, name, buzzer: buzzer ?? null, score, version };
}

/**
 * Puts a thing in the place of the one with its id, or adds it.
 *
 * @template {{id: number}} T
 * @param {T[]} things
 * @param {T} thing  members that it lacks are kept from the one it replaces
 */
function place(things, thing) {
  const known = things.find((one) => one.id === thing.id);
  if (known) Object.assign(known, thing);
  else things.push(thing);
}

/**
 * Takes a thing out.
 *
 * @param {{id: number}[]} things
 * @param {number} id
 */
function remove(things, id) {
  const index = things.findIndex((one) => one.id === id);
  if (index >= 0) things.splice(index, 1);
}
