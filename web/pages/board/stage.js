// @ts-check
import { roomIn } from './fit.js';
import { lobby } from './lobby.js';
import { question } from './question.js';
import { final, scores } from './ranking.js';
import { round } from './round.js';

/** The stage: one view at a time, made anew only when something else is shown. */

/** @typedef {import('./picture.js').BigPicture} BigPicture */
/** @typedef {import('./picture.js').Room} Room */
/** @typedef {{node: HTMLElement, update: (model: any, isLive: boolean) => void, end?: () => void}} View */

/**
 * @param {HTMLElement} main the page's main element
 * @param {(code: string) => string} joinLink the address to join by
 * @returns {{show: (model: BigPicture, isLive: boolean) => void, room: (before: Room) => Room}}
 */
export function stage(main, joinLink) {
  /** @type {View|null} */
  let view = null;
  let shown = '';
  return {
    show(model, isLive) {
      const key = keyOf(model);
      const isOther = key !== shown || !view;
      if (isOther) {
        view?.end?.();
        view = viewFor(model, isLive, joinLink);
        shown = key;
      }
      // Set before the update: transitions look at it when the change is made.
      main.dataset.motion = isLive && !isOther ? 'on' : 'off';
      main.dataset.view = model.view;
      if (isOther && view) main.replaceChildren(view.node);
      view?.update(model, isLive);
    },
    room: (before) => roomOf(main, before),
  };
}

/**
 * What stays the same node; a question opened again is another one.
 * @param {BigPicture} model
 */
function keyOf(model) {
  if (model.view === 'question') return `question/${model.id}/${model.opening}`;
  return model.view === 'board' ? `board/${model.id}` : model.view;
}

/** @param {BigPicture} model @param {boolean} isLive @param {(code: string) => string} joinLink @returns {View} */
function viewFor(model, isLive, joinLink) {
  switch (model.view) {
    case 'lobby':
      return lobby(joinLink);
    case 'board':
      return round();
    case 'question':
      return question(isLive);
    case 'scores':
      return scores();
    case 'final':
      return final(isLive);
  }
}

/**
 * How much the list that is on the stage has room for, measured by its first item.
 * @param {HTMLElement} main @param {Room} before @returns {Room}
 */
function roomOf(main, before) {
  const list = main.querySelector('[data-room]');
  const item = list?.firstElementChild;
  if (!(list instanceof HTMLElement) || !(item instanceof HTMLElement)) return before;
  const { gridTemplateColumns, rowGap } = getComputedStyle(list);
  const gap = Number.parseFloat(rowGap) || 0;
  const box = { width: gridTemplateColumns.split(' ').length, height: list.clientHeight + gap };
  const { columns, rows } = roomIn(box, { width: 1, height: item.offsetHeight + gap });
  return { ...before, [String(list.dataset.room)]: columns * rows };
}
