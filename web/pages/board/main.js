// @ts-check
import { on } from '../../lib/dom.js';
import { Game } from '../../lib/game.js';
import { ApiError } from '../../lib/problem.js';
import { clientId, fragmentOf, gameIdOfPath, rememberToken, takeFragment, tokenOf } from '../../lib/session.js';
import { play } from '../../lib/sound.js';
import { loadTexts, t } from '../../lib/text.js';
import { corner } from './corner.js';
import { flash } from './flash.js';
import { LiveShow } from './live-show.js';
import { bigPicture, personOf } from './picture.js';
import { plainMessage, problemMessage } from './plain-message.js';
import { speaker } from './speaker.js';
import { stage } from './stage.js';
import { keepAwake } from '../../lib/wake-lock.js';

/** The big screen: starts, follows the game, and draws at most once a frame. */

/** @typedef {import('../../lib/show-values.js').ShowEvent} ShowEvent */
/** @typedef {import('./picture.js').Room} Room */

/** @type {Partial<Record<ShowEvent['kind'], 'open'|'reveal'>>} */
const SOUNDS = { opened: 'open', revealed: 'reveal' };

const main = /** @type {HTMLElement} */ (document.querySelector('main'));

await loadTexts();
document.title = t('board.title', { name: 'Podium' });
const gameId = gameIdOfPath(location.pathname);
on(globalThis, 'hashchange', () => location.hash.includes('token=') && location.reload());
if (gameId !== null) await run(gameId);
else {
  plainMessage(main, 'noGame');
  setReady();
}

/** Says that the page is what it is to be: for tests, and for whoever measures. */
function setReady() {
  document.documentElement.dataset.ready = '';
}

/**
 * @param {number} id the game's
 */
async function run(id) {
  // The board's own token and no other: a host's would bring the answers to the big screen.
  const own = tokenOf(id, 'board')?.token ?? null;
  const linked = fragmentOf(location).token ?? null;
  const token = linked ?? own;
  const game = new Game({ gameId: id, token, clientType: 'board', clientId: clientId('board') });
  const screen = stage(main, (code) => `${location.origin}/play/${id}#join=${encodeURIComponent(code)}`);
  const judge = flash(/** @type {HTMLElement} */ (document.querySelector('.flash-home')));
  const say = speaker(() => game.picture, () => live.show);
  /** @type {Room} */
  let room = { people: 24, rows: 12 };
  let isScheduled = false;
  let isMoving = true;
  let isOver = false;
  /** Whether there is a first picture: nothing is drawn before that, so that no lobby flashes up. */
  let isSettled = false;

  const draw = () => {
    isScheduled = false;
    if (isOver) return;
    const isLive = isMoving;
    isMoving = true;
    document.title = t('board.title', { name: game.picture.name });
    screen.show(bigPicture(game.picture, live.show, room), isLive);
    const fitting = screen.room(room);
    if (fitting.people !== room.people || fitting.rows !== room.rows) {
      room = fitting;
      screen.show(bigPicture(game.picture, live.show, room), false);
    }
    setReady();
  };
  /** @param {boolean} isLive what only shows how things stand already comes without motion */
  const schedule = (isLive) => {
    isMoving &&= isLive;
    if (isScheduled || !isSettled) return;
    isScheduled = true;
    if (document.hidden) setTimeout(draw, 100);
    else requestAnimationFrame(draw);
  };
  /** @param {ShowEvent} event */
  const happened = (event) => {
    say.event(event);
    const sound = SOUNDS[event.kind];
    if (sound) play(sound);
    if (event.kind === 'view' && event.view === 'final') play('final');
    if (event.kind === 'pressed' && event.place === 1) play('buzz');
    if (event.kind === 'judged') {
      play(event.isCorrect ? 'right' : 'wrong');
      const person = personOf(game.picture, event.playerId);
      judge({ ...event, name: person?.name ?? '', color: person?.color ?? '' });
    }
  };
  const live = new LiveShow(game, { changed: schedule, happened });
  game.socket.on('settled', () => {
    isSettled = true;
    schedule(false);
  });
  game.on('picture', ({ message }) => {
    if (live.isLive && message?.type === 'update_score') say.score(message.player_id);
  });
  game.on('connection', () => {
    if (main.dataset.view === 'loading' && game.connection === 'away') plainMessage(main, 'waiting');
  });
  game.on('problem', (problem) => {
    if (!problem.final) return;
    isOver = true;
    problemMessage(main, problem);
  });
  addEventListener('resize', () => schedule(false));
  document.body.append(corner(game));
  keepAwake();
  try {
    await game.start();
    if (linked !== null && rememberToken(id, 'board', linked)) takeFragment(location, history);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    isOver = true;
    if (error.final) takeFragment(location, history);
    // A link that is worth nothing, in a browser that has a better one.
    if (error.final && own !== null && own !== token) return location.reload();
    problemMessage(main, error);
    setReady();
  }
}
