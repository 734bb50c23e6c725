// @ts-check
/** Gives the keys of keys.js to the desk's actions. */

import { neighbourBoard } from './targets.js';
import { keyAction } from './keys.js';
import { playerOfDigit } from './roster.js';

/** @typedef {import('./app.js').App} App */

const STORAGE = 'podium.host.keys';

/** Whether single keys act, as this browser remembers it. */
export function areKeysOn() {
  try {
    return localStorage.getItem(STORAGE) !== 'off';
  } catch {
    return true;
  }
}

/**
 * Turns the keys on or off, for voices and hands that press them by mistake.
 * @param {boolean} isOn
 */
export function setKeysOn(isOn) {
  try {
    localStorage.setItem(STORAGE, isOn ? 'on' : 'off');
  } catch {
    // Storage can be forbidden; the keys then stay on.
  }
}

/**
 * Does what a key asks for.
 * @param {App} app
 * @param {import('./keys.js').Press} press that went to no field
 */
export function pressKey(app, press) {
  const action = keyAction(press, false);
  if (action && (areKeysOn() || action.name === 'keys')) app.run((work) => perform(app, work, action));
}

/**
 * @param {App} app
 * @param {import('./work.js').Work} work
 * @param {import('./keys.js').KeyAction} action
 */
function perform(app, { show, scores, ask }, { name, arg }) {
  const { desk } = app;
  /** @type {Record<string, () => void>} */
  const actions = {
    answer: () => app.toggleAnswer(),
    buzzers: () => show.switchBuzzers(),
    right: () => scores.judgeAsked(true),
    wrong: () => scores.judgeAsked(false),
    close: () => show.close({ isPlayed: true }),
    closeUnplayed: () => show.close({ isPlayed: false }),
    edit: () => desk.shown && ask.question(desk.shown.category.id, desk.shown.question),
    choose: () => desk.set({ chosenPlayer: playerOfDigit(desk.rows, Number(arg)) ?? desk.state.chosenPlayer }),
    chooseNone: () => desk.set({ chosenPlayer: null }),
    award: () => scores.judgeChosen(true),
    take: () => scores.judgeChosen(false),
    custom: () => desk.state.chosenPlayer !== null && ask.player(desk.state.chosenPlayer),
    filter: () => app.focusFilter(),
    view: () => show.view(/** @type {import('../../lib/show.js').View} */ (arg)),
    revealNext: () => show.reveal('next'),
    revealAll: () => show.reveal('all'),
    round: () => neighbourBoard(desk.picture, desk.board, Number(arg)) && show.nextRound(Number(arg)),
    join: () => ask.join(),
    grid: () => app.focusGrid(),
    history: () => app.toggleHistory(),
    undo: () => scores.undoNewest(),
    keys: () => ask.keys(),
  };
  actions[name]?.();
}
