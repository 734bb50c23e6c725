// @ts-check
import { announce } from '../../lib/announce.js';
import { connectionBar } from '../../lib/connection.js';
import { el, setText } from '../../lib/dom.js';
import { Game } from '../../lib/game.js';
import { icon } from '../../lib/icons.js';
import { ApiError } from '../../lib/problem.js';
import { createShow, forgetPresses, reduce } from '../../lib/show.js';
import { press as pressMessage } from '../../lib/show-messages.js';
import { play, soundSwitch } from '../../lib/sound.js';
import { t } from '../../lib/text.js';
import { problemToast } from '../../lib/toast.js';
import { createBuzzer, EARLY_LOCK, earlyOver, faceOf, judgedAs, press, pressAgain, pressLost, scoreCame } from './buzzer.js';
import { buzzerView } from './buzzer-view.js';
import { keepJudgement, keptJudgement } from './kept.js';
import { judgedText, meView, questionView } from './cards.js';
import { perFrame } from './per-frame.js';
import { keepAwake } from '../../lib/wake-lock.js';

/** @typedef {import('../../lib/session.js').Session} Session */

/**
 * The player's page while it plays.
 * @param {object} options
 * @param {Session & {playerId: number}} options.session the player
 * @param {() => void} options.onGone the server does not know the player any more
 * @param {() => void} options.onLeave the person wants to be somebody else
 * @returns {{node: HTMLElement, start: () => Promise<void>}} start: connects; is done when the first picture is there
 */
export function stage({ session, onGone, onLeave }) {
  const { gameId, playerId } = session;
  const game = new Game({ gameId, token: session.token, clientType: 'player', clientId: String(playerId) });
  const show = createShow();
  const buzzer = { ...createBuzzer(), judged: keptJudgement(gameId, playerId) };
  const me = meView({ playerId, name: session.name ?? '' });
  const question = questionView();
  const extras = laterOn({ game, playerId, name: () => game.picture.players.get(playerId)?.name ?? session.name ?? '', onLeave: () => end(onLeave) });
  const pad = buzzerView({ onPress });
  const title = el('h1', { class: 'play-title clip', dir: 'auto', text: t('play.title') });
  const allScores = el('button', { type: 'button', class: 'button quiet compact all-scores', on: { click: extras.openScores } },
    icon('trophy'), t('play.allScores'));
  const menu = el('button', { type: 'button', class: 'button icon quiet', 'aria-label': t('play.menu'), on: { click: extras.openMenu } }, icon('more'));
  const node = el(
    'div', { class: 'play' },
    el('header', { class: 'play-head' }, title, connectionBar(game), soundSwitch(), menu),
    el('main', { class: 'play-main' }, me.node, question.node, pad.node, allScores),
  );
  const sleep = keepAwake();
  let isOver = false;
  /** Whether what the hosts have kept is still to come: until then it is not known who has pressed. */
  let isJoining = true;
  const isLive = () => game.connection === 'live' && !isJoining;

  function drawButton() {
    const { face, place } = faceOf(buzzer, show, playerId, isLive());
    pad.show({ face, place, points: buzzer.judged?.points ?? 0 });
  }

  function drawQuestion() {
    question.update(show, buzzer.judged, game.picture.pointsTerm ?? '');
  }

  function drawShow() {
    drawButton();
    drawQuestion();
  }

  function drawPicture() {
    if (isOver) return;
    setText(title, game.picture.name);
    document.title = `${game.picture.name} · Podium`;
    me.update(game.picture);
    extras.update();
  }

  // Hundreds of players may come and press in a second. Only the button does not wait for the frame.
  const planQuestion = perFrame(drawQuestion);
  const planPicture = perFrame(drawPicture);

  function onPress() {
    const action = press(buzzer, show, playerId, isLive());
    if (action === 'none') return;
    drawButton();
    if (action === 'send' && !sendPress()) return drawButton();
    if (action === 'early') {
      setTimeout(() => {
        earlyOver(buzzer);
        drawButton();
      }, EARLY_LOCK);
    }
    navigator.vibrate?.(action === 'send' ? 40 : [15, 40, 15]);
    // The first sound makes the browser start its mixer, which takes longer than a frame: the light comes first.
    if (action === 'send') requestAnimationFrame(() => setTimeout(() => play('buzz')));
  }

  /** The server says whose press it is, by the token. The round is named, for a slow network must not bring it into the next. */
  function sendPress() {
    const isSent = game.send(pressMessage(buzzer.sent ?? {}));
    if (!isSent) pressLost(buzzer);
    return isSent;
  }

  /** @param {import('../../lib/show-values.js').ShowEvent} event @param {import('../../lib/wire.js').Message} message */
  function happened(event, message) {
    if (event.kind === 'pressed' && event.playerId === playerId && event.place === 1) navigator.vibrate?.([60, 50, 60]);
    if (event.kind !== 'judged' || event.playerId !== playerId) return;
    const opening = typeof message.opening === 'number' ? message.opening : show.opening;
    const version = typeof message.version === 'number' ? message.version : Infinity;
    const judgement = { opening, isCorrect: event.isCorrect, points: event.points, version };
    judgedAs(buzzer, judgement);
    keepJudgement(gameId, playerId, judgement);
    forgetOld();
    play(event.isCorrect ? 'right' : 'wrong');
    announce(judgedText(judgement), { assertive: true });
  }

  /** Forgets a judgement that the score has gone past. */
  function forgetOld() {
    const score = game.picture.players.get(playerId);
    if (!score || !scoreCame(buzzer, score)) return;
    keepJudgement(gameId, playerId, buzzer.judged);
    drawButton();
    planQuestion();
  }

  /** @param {() => void} then */
  function end(then) {
    if (isOver) return;
    isOver = true;
    sleep();
    game.stop();
    then();
  }

  game.on('coordination', (message, { replayed }) => {
    const isAgain = !isJoining && pressAgain(buzzer, show, playerId, message);
    const { event } = reduce(show, message, playerOfBuzzer);
    if (event && !replayed) happened(event, message);
    if (isAgain) sendPress();
    drawButton();
    planQuestion();
  });
  game.on('picture', () => {
    if (!game.picture.players.has(playerId)) return end(onGone);
    forgetOld();
    planPicture();
  });
  game.on('connection', () => {
    if (game.connection !== 'live') {
      isJoining = true;
      forgetPresses(show);
    }
    drawShow();
  });
  game.socket.on('settled', () => {
    isJoining = false;
    // All that the hosts have kept is here: a press that is not in their order has not arrived.
    pressLost(buzzer);
    drawShow();
  });
  game.on('problem', (error) => {
    if (error.final) end(onGone);
    else problemToast(error);
  });

  /** @param {number} number @returns {number|null} */
  function playerOfBuzzer(number) {
    for (const player of game.picture.players.values() ?? []) if (player.buzzer === number) return player.id;
    return null;
  }

  return {
    node,
    async start() {
      drawShow();
      try {
        await game.start();
        // The first picture may have told that the player is gone, while there was nothing to stop yet.
        if (isOver) game.stop();
      } catch (error) {
        if (!(error instanceof ApiError && error.final)) throw error;
        end(onGone);
      }
    },
  };
}

/**
 * What is seldom opened, and loaded only then: a phone on a bad network has the buzzer sooner.
 * @param {{game: Game, playerId: number, name: () => string, onLeave: () => void}} options
 * @returns {{openScores: () => Promise<void>, openMenu: () => Promise<void>, update: () => void}} update: the picture has changed
 */
function laterOn({ game, playerId, name, onLeave }) {
  /** @type {import('./scores.js').ScoresDialog|null} */
  let scores = null;
  const openScores = async () => {
    const { scoresDialog } = await import('./scores.js');
    scores ??= scoresDialog({ playerId });
    scores.open(game.picture);
  };
  const openMenu = async () => {
    const { menuDialog } = await import('./menu.js');
    menuDialog({ name: name(), onLeave });
  };
  const tried = (/** @type {() => Promise<void>} */ open) => () => open().catch((error) => void problemToast(error, tried(open)));
  return { openScores: tried(openScores), openMenu: tried(openMenu), update: () => scores?.update(game.picture) };
}
