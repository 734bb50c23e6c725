// @ts-check
import { selectQuestion, takePart } from './show-question.js';
import { isCount, isCounts, isText, NOTHING } from './show-values.js';

/**
 * The show's live state: what coordination says of the big screen, the open question and the buzzers.
 *
 * Coordination comes to everybody in one order, and who comes later gets the newest message of each retained type, in
 * any order. So what is not a press is a function of the newest message of each type alone: after a reload the picture
 * is the same as before.
 */

/** @typedef {import('./show-values.js').View} View */
/** @typedef {import('./show-values.js').Show} Show */
/** @typedef {import('./show-values.js').ShowEvent} ShowEvent */
/** @typedef {import('./show-values.js').Reduced} Reduced */
/** @typedef {import('./show-values.js').Message} Message */
/** @typedef {import('./show-values.js').KeptOrder} KeptOrder */

const VIEWS = new Set(['lobby', 'board', 'scores', 'final']);

/**
 * The state before the first message.
 * @returns {Show}
 */
export function createShow() {
  return {
    boardId: null,
    view: 'lobby',
    revealed: new Set(),
    opening: 0,
    question: null,
    buzzers: { armed: false, opening: 0, round: 0, locked: new Set() },
    order: [],
    join: { code: null, shown: false },
    parts: new Map(),
    firstPart: { text: '', count: 1 },
    keptOrder: null,
  };
}

/**
 * Changes the show as a message wants it.
 * @param {Show} show changed in place
 * @param {Message} message coordination as it came; other types and malformed ones change nothing
 * @param {(buzzer: number) => number|null} [playersByBuzzer] the player who has a buzzer of this number
 * @returns {Reduced} whether there is something new to be seen, and what has just happened
 */
export function reduce(show, message, playersByBuzzer = () => null) {
  switch (message.type) {
    case 'select_board':
      return selectBoard(show, message);
    case 'reveal_categories':
      return revealCategories(show, message);
    case 'select_question':
      return selectQuestion(show, message);
    case 'buzzers':
      return setBuzzers(show, message);
    case 'buzz_order':
      return keepOrder(show, message);
    case 'show_join':
      return setJoin(show, message);
    case 'buzzer_pressed':
      return isLate(show, message) ? NOTHING : press(show, playerOf(message, playersByBuzzer));
    case 'judged':
      return judge(message);
    default:
      return message.type.startsWith('question_part_') ? takePart(show, message) : NOTHING;
  }
}

/**
 * Whether the buzzers are those of the present opening. Earlier ones say nothing of it: nobody has pressed, nobody is
 * locked, nobody may press.
 * @param {Show} show
 */
export function areBuzzersCurrent(show) {
  return show.buzzers.opening === show.opening;
}

/**
 * Who has pressed in the present round, in that order.
 * @param {Show} show
 * @returns {number[]} player ids
 */
export function presses(show) {
  return areBuzzersCurrent(show) ? show.order : [];
}

/**
 * The player who is to answer now.
 * @param {Show} show
 * @returns {number|null}
 */
export function asked(show) {
  return presses(show)[0] ?? null;
}

/**
 * Whether a press of this player would count now.
 * @param {Show} show
 * @param {number} playerId
 */
export function canPress(show, playerId) {
  const { armed, locked } = show.buzzers;
  return areBuzzersCurrent(show) && armed && !locked.has(playerId) && !show.order.includes(playerId);
}

/**
 * A player's place in the order of presses.
 * @param {Show} show
 * @param {number} playerId
 * @returns {number} from 1; 0 if the player has not pressed
 */
export function placeOf(show, playerId) {
  return presses(show).indexOf(playerId) + 1;
}

/**
 * The number of the next opening of a question.
 * @param {Show} show
 */
export function nextOpening(show) {
  return show.opening + 1;
}

/**
 * The number of the next round of presses for the present opening.
 * @param {Show} show
 */
export function nextRound(show) {
  return areBuzzersCurrent(show) ? show.buzzers.round + 1 : 1;
}

/**
 * Forgets who has pressed, as far as this page knows: it was away, and what it has missed comes anew with the hosts' order.
 * @param {Show} show changed in place
 */
export function forgetPresses(show) {
  show.order = [];
  show.keptOrder = null;
}

/** @param {Show} show @param {Message} message @returns {Reduced} */
function selectBoard(show, message) {
  const boardId = message.board_id ?? null;
  if (!VIEWS.has(message.view) || !(boardId === null || isCount(boardId))) return NOTHING;
  if (show.boardId === boardId && show.view === message.view) return NOTHING;
  show.boardId = boardId;
  show.view = message.view;
  return { changed: true, event: { kind: 'view', view: show.view } };
}

/** @param {Show} show @param {Message} message @returns {Reduced} */
function revealCategories(show, message) {
  if (!isCounts(message.category_ids)) return NOTHING;
  const revealed = new Set(message.category_ids);
  const added = [...revealed].filter((id) => !show.revealed.has(id));
  const changed = added.length > 0 || revealed.size !== show.revealed.size;
  show.revealed = revealed;
  return added.length > 0 ? { changed, event: { kind: 'revealed', categoryIds: added } } : { changed };
}

/** @param {Show} show @param {Message} message @returns {Reduced} */
function setBuzzers(show, message) {
  const { armed, opening, round, locked } = message;
  if (typeof armed !== 'boolean' || !isCount(opening) || !isCount(round)) return NOTHING;
  const before = show.buzzers;
  // Sent before the present question was opened, come after it: its own buzzers stand.
  const isLate = opening < show.opening;
  if (isLate && areBuzzersCurrent(show)) return NOTHING;
  show.buzzers = { armed, opening, round, locked: new Set(isCounts(locked) ? locked : []) };
  const isNewRound = before.opening !== opening || before.round !== round;
  if (isNewRound) {
    show.order = [];
    if (isOfRound(show, show.keptOrder)) show.order = [...(show.keptOrder?.playerIds ?? [])];
  }
  if (isLate) return { changed: true };
  if (armed && (isNewRound || !before.armed)) return { changed: true, event: { kind: 'armed', round } };
  if (!armed && before.armed) return { changed: true, event: { kind: 'disarmed' } };
  const isSame = !isNewRound && before.locked.size === show.buzzers.locked.size &&
    [...before.locked].every((id) => show.buzzers.locked.has(id));
  return isSame ? NOTHING : { changed: true };
}

/**
 * The order that a host has seen: it goes before one's own. Who is not in it may have pressed while it was on its way; not
 * so where it is whole: the host was away, and a press that is not in it is lost on it, and is lost here too.
 * @param {Show} show @param {Message} message @returns {Reduced}
 */
function keepOrder(show, message) {
  const { opening, round, player_ids: playerIds } = message;
  if (!isCount(opening) || !isCount(round) || !isCounts(playerIds)) return NOTHING;
  show.keptOrder = { opening, round, playerIds };
  if (!isOfRound(show, show.keptOrder)) return NOTHING;
  const others = message.whole === true ? [] : show.order.filter((id) => !playerIds.includes(id));
  const order = [...playerIds, ...others];
  if (order.join() === show.order.join()) return NOTHING;
  show.order = order;
  return { changed: true };
}

/** @param {Show} show @param {KeptOrder|null} order */
function isOfRound(show, order) {
  return order !== null && order.opening === show.buzzers.opening && order.round === show.buzzers.round;
}

/** @param {Show} show @param {Message} message @returns {Reduced} */
function setJoin(show, message) {
  const code = isText(message.join_code) && message.join_code !== '' ? message.join_code : null;
  const shown = message.shown === true;
  if (show.join.code === code && show.join.shown === shown) return NOTHING;
  show.join = { code, shown };
  return { changed: true };
}

/**
 * Whether a press was meant for another round: it was on its way while the host armed the next one. Hardware does not
 * say which round it means.
 * @param {Show} show @param {Message} message
 */
function isLate({ buzzers }, { opening, round }) {
  return (isCount(opening) && opening !== buzzers.opening) || (isCount(round) && round !== buzzers.round);
}

/** @param {Show} show @param {number|null} playerId @returns {Reduced} */
function press(show, playerId) {
  if (playerId === null || !canPress(show, playerId)) return NOTHING;
  show.order.push(playerId);
  return { changed: true, event: { kind: 'pressed', playerId, place: show.order.length } };
}

/** @param {Message} message @returns {Reduced} */
function judge(message) {
  if (!isCount(message.player_id) || typeof message.is_correct !== 'boolean') return NOTHING;
  const points = Number.isInteger(message.points) ? message.points : 0;
  return { changed: false, event: { kind: 'judged', playerId: message.player_id, isCorrect: message.is_correct, points } };
}

/**
 * Whose press a message is. The server vouches for a player's own id; other senders say whose it is.
 * @param {Message} message @param {(buzzer: number) => number|null} playersByBuzzer @returns {number|null}
 */
function playerOf(message, playersByBuzzer) {
  if (isCount(message.from?.player_id)) return message.from.player_id;
  const playerId = message.player_id ?? message.playerId;
  if (isCount(playerId)) return playerId;
  const buzzer = message.buzzer_id ?? message.buzzerId ?? message.buzzer;
  return isCount(buzzer) ? playersByBuzzer(buzzer) : null;
}
