/** The sounds as notes. All are short and in one key, C major pentatonic, so that several at once agree. */

/**
 * @typedef {object} Note
 * @property {number} at  start, in seconds
 * @property {number} length  in seconds
 * @property {number} from  frequency in hertz
 * @property {number} [to]  frequency at its end; the same when left out
 * @property {OscillatorType} wave
 * @property {number} level  0 to 1; the notes of one sound that overlap stay below 1 together
 */

const [c4, e4, g4, c5, d5, e5, g5, a5, c6, e6] = [261.6, 329.6, 392, 523.3, 587.3, 659.3, 784, 880, 1046.5, 1318.5];

/** @typedef {'buzz' | 'right' | 'wrong' | 'reveal' | 'open' | 'tick' | 'final'} Sound */

/** Every sound of the show. @type {Readonly<Record<Sound, Note[]>>} */
export const melodies = {
  /** Somebody was first: two low reeds, cutting through a hall's noise. */
  buzz: [
    { at: 0, length: 0.34, from: c4, wave: 'sawtooth', level: 0.22 },
    { at: 0, length: 0.34, from: g4, wave: 'square', level: 0.12 },
    { at: 0.06, length: 0.3, from: c5, wave: 'triangle', level: 0.3 },
  ],
  /** Points given: a bright step up. */
  right: [
    { at: 0, length: 0.16, from: g5, wave: 'triangle', level: 0.34 },
    { at: 0.1, length: 0.2, from: c6, wave: 'triangle', level: 0.34 },
    { at: 0.2, length: 0.42, from: e6, wave: 'sine', level: 0.3 },
  ],
  /** Points taken: a soft fall, no scolding. */
  wrong: [
    { at: 0, length: 0.24, from: e4, to: c4, wave: 'triangle', level: 0.4 },
    { at: 0.2, length: 0.42, from: c4, to: c4 * 0.75, wave: 'triangle', level: 0.38 },
  ],
  /** A category turns over: a drop of light. */
  reveal: [
    { at: 0, length: 0.3, from: c5, to: g5, wave: 'sine', level: 0.3 },
    { at: 0.08, length: 0.4, from: e6, wave: 'sine', level: 0.1 },
  ],
  /** A question opens: an open fifth that rises. */
  open: [
    { at: 0, length: 0.5, from: c4, wave: 'triangle', level: 0.26 },
    { at: 0.07, length: 0.5, from: g4, wave: 'triangle', level: 0.24 },
    { at: 0.14, length: 0.6, from: d5, wave: 'sine', level: 0.22 },
  ],
  /** A small yes to a click. */
  tick: [{ at: 0, length: 0.05, from: a5, wave: 'sine', level: 0.18 }],
  /** The final scores: the chord that ends a show. */
  final: [
    { at: 0, length: 0.3, from: c5, wave: 'triangle', level: 0.24 },
    { at: 0.18, length: 0.3, from: e5, wave: 'triangle', level: 0.24 },
    { at: 0.36, length: 0.3, from: g5, wave: 'triangle', level: 0.24 },
    { at: 0.54, length: 1.3, from: c6, wave: 'triangle', level: 0.26 },
    { at: 0.54, length: 1.3, from: c5, wave: 'sine', level: 0.18 },
    { at: 0.54, length: 1.3, from: e5, wave: 'sine', level: 0.14 },
  ],
};
