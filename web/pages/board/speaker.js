// @ts-check
import { announce } from '../../lib/announce.js';
import { eventText, scoresText } from './say.js';

/** What a screen reader hears of the show: each event once, and scores gathered until they are quiet. */

/** @typedef {import('../../lib/structure.js').Picture} Picture */
/** @typedef {import('../../lib/show-values.js').Show} Show */
/** @typedef {import('../../lib/show-values.js').ShowEvent} ShowEvent */

/** Scores are read so long after the last change, in milliseconds. */
const QUIET = 1200;

/**
 * @param {() => Picture} picture
 * @param {() => Show} show
 * @returns {{event: (event: ShowEvent) => void, score: (playerId: number) => void}}
 */
export function speaker(picture, show) {
  /** @type {Set<number>} */
  const changed = new Set();
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  const readScores = () => {
    const text = scoresText(picture(), changed);
    changed.clear();
    if (text) announce(text);
  };
  return {
    event(event) {
      const text = eventText(event, picture(), show());
      if (text) announce(text, { assertive: event.kind === 'pressed' });
    },
    score(playerId) {
      changed.add(playerId);
      clearTimeout(timer);
      timer = setTimeout(readScores, QUIET);
    },
  };
}
