/** Sounds made by the browser itself: no files, no silence while one loads. */
import { el, on, setProps } from './dom.js';
import { icon } from './icons.js';
import { melodies } from './sound-notes.js';
import { t } from './text.js';

/** @typedef {import('./sound-notes.js').Sound} Sound */

const storageKey = 'podium.sound';
let wanted = keptWish();

/** @type {{context: AudioContext, out: AudioNode} | null} */
let audio = null;

// Browsers let a page sound only after a gesture. It is made ready when the finger is up again: that takes up to a tenth
// of a second, which must not stand between a press and what it does.
for (const type of ['pointerup', 'click', 'keyup']) on(document, type, wake, { capture: true, passive: true });

/**
 * Plays a sound now, or not at all: nothing is kept for later, so that a page
 * which may not sound yet does not make up for it at its first click.
 *
 * @param {Sound} sound
 * @returns {void}
 */
export function play(sound) {
  if (!wanted || !audio || audio.context.state !== 'running') return;
  const { context, out } = audio;
  const now = context.currentTime + 0.005;
  for (const note of melodies[sound]) {
    const tone = new OscillatorNode(context, { type: note.wave, frequency: note.from });
    const start = now + note.at;
    if (note.to !== undefined) {
      tone.frequency.setValueAtTime(note.from, start);
      tone.frequency.exponentialRampToValueAtTime(note.to, start + note.length);
    }
    const level = new GainNode(context, { gain: 0 });
    level.gain.setValueAtTime(0.0001, start);
    level.gain.exponentialRampToValueAtTime(note.level, start + 0.012);
    level.gain.exponentialRampToValueAtTime(0.0001, start + note.length);
    tone.connect(level).connect(out);
    tone.start(start);
    tone.stop(start + note.length + 0.02);
  }
}

/**
 * A button that turns the sounds on and off; the choice is kept in this browser.
 *
 * @returns {HTMLButtonElement}
 */
export function soundSwitch() {
  const button = el('button', { type: 'button', class: 'button quiet icon' });
  const draw = () => {
    const label = t(wanted ? 'common.sound.turnOff' : 'common.sound.turnOn');
    setProps(button, { 'aria-label': label, title: label });
    button.replaceChildren(icon(wanted ? 'sound' : 'mute'));
  };
  button.addEventListener('click', () => {
    wanted = !wanted;
    try {
      localStorage.setItem(storageKey, wanted ? 'on' : 'off');
    } catch {
      // Storage can be forbidden; the choice then holds for this page only.
    }
    draw();
    wake();
    play('tick');
  });
  draw();
  return button;
}

/** Makes the audio ready, or wakes it after a phone has put it to sleep. */
function wake() {
  if (!wanted || !('AudioContext' in globalThis)) return;
  if (!audio) {
    const context = new AudioContext({ latencyHint: 'interactive' });
    const softener = new DynamicsCompressorNode(context, { threshold: -18, ratio: 6 });
    softener.connect(context.destination);
    audio = { context, out: softener };
  }
  // A refusal only means that this gesture was none to the browser; the next one tries again.
  if (audio.context.state !== 'running') audio.context.resume().catch(() => {});
}

/** @returns {boolean} */
function keptWish() {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}
