// @ts-check
import { announce } from '../../lib/announce.js';
import { el, on, setProps, setText } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { number, signed, t } from '../../lib/text.js';
import { stateOf } from './buzzer.js';

/** @typedef {import('./buzzer.js').Face} Face */

/**
 * What the button has to show.
 * @typedef {{face: Face, place: number, points: number}} BuzzerPicture
 */

/** @type {Partial<Record<Face, import('../../lib/icons.js').IconName>>} */
const ICONS = {
  offline: 'wifi-off', waiting: 'screen', ready: 'eye', armed: 'buzzer', pressed: 'check', right: 'check', wrong: 'lock', early: 'lock',
  final: 'trophy',
};

/** What has to be heard at once; the rest can wait for the end of a sentence. */
const URGENT = new Set(['armed', 'first', 'right', 'wrong']);

/**
 * The big round button.
 * @param {{onPress: () => void}} options onPress: the button went down, by finger, key or screen reader
 * @returns {{node: HTMLElement, show: (picture: BuzzerPicture) => void}}
 */
export function buzzerView({ onPress }) {
  const mark = el('span', { class: 'buzzer-mark' });
  const label = el('span', { class: 'buzzer-label' });
  const hint = el('span', { class: 'buzzer-hint' });
  const button = el('button', { type: 'button', class: 'buzzer', 'data-action': 'buzz' }, mark, label, hint);
  listen(button, onPress);
  /** @type {BuzzerPicture|null} */
  let shown = null;

  /** @param {BuzzerPicture} picture */
  function show(picture) {
    const { face, place } = picture;
    if (shown?.face === face && shown.place === place && shown.points === picture.points) return;
    const isNew = shown !== null && (shown.face !== face || shown.place !== place);
    shown = { ...picture };
    setProps(button, {
      'data-face': face,
      'data-state': stateOf(face),
      'data-buzz-order': place > 0 ? place : null,
      'aria-disabled': face === 'offline' ? true : null,
    });
    const name = ICONS[face];
    if (name) mark.replaceChildren(icon(name));
    else setText(mark, number(place));
    setText(label, t(`play.face_${face}`, { place }));
    setText(hint, face === 'right' ? signed(picture.points) : t(`play.hint_${face}`, { place }));
    if (isNew) announce(`${label.textContent} ${hint.textContent}`, { assertive: URGENT.has(face) });
  }
  return { node: el('div', { class: 'pad' }, button), show };
}

/**
 * A press is the finger's way down, not the click at its way up. Screen readers make a click alone; keys are heard on
 * the whole page, unless something else has the focus that wants them.
 * @param {HTMLButtonElement} button
 * @param {() => void} onPress
 */
function listen(button, onPress) {
  let isDown = false;
  on(button, 'pointerdown', (/** @type {PointerEvent} */ event) => {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    isDown = true;
    onPress();
  });
  on(button, 'click', (/** @type {MouseEvent} */ event) => {
    // One without a count is nobody's finger.
    if (!isDown || event.detail === 0) onPress();
    isDown = false;
  });
  // Where the pointer slid off, no click ends it.
  on(document, 'pointerup', (/** @type {PointerEvent} */ { clientX, clientY }) => {
    if (!button.contains(document.elementFromPoint(clientX, clientY))) isDown = false;
  });
  on(document, 'pointercancel', () => {
    isDown = false;
  });
  on(button, 'contextmenu', (/** @type {Event} */ event) => event.preventDefault());
  on(document, 'keydown', (/** @type {KeyboardEvent} */ event) => {
    if ((event.key !== ' ' && event.key !== 'Enter') || wantsKeys(event.target, button)) return;
    event.preventDefault();
    if (!event.repeat) onPress();
  });
  on(document, 'keyup', (/** @type {KeyboardEvent} */ event) => {
    // Some browsers click a button when the space bar comes up.
    if (event.key === ' ' && event.target === button) event.preventDefault();
  });
}

/** @param {EventTarget|null} target @param {HTMLElement} button */
function wantsKeys(target, button) {
  if (!button.isConnected || document.querySelector('dialog[open]')) return true;
  return target instanceof Element && target !== button && target.closest('button, a, input, select, textarea, summary, [tabindex="0"]') !== null;
}
