// @ts-check
/** Says aloud and sounds what happens: who pressed, what was judged, scores. */

import { announce } from '../../lib/announce.js';
import { play } from '../../lib/sound.js';
import { t } from '../../lib/text.js';
import { isolate } from './words.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('../../lib/show.js').ShowEvent} ShowEvent */

/** Scores that change together are said together, after this time in milliseconds. */
const PAUSE = 600;
/** How many scores are said at once. */
const MOST = 3;

/** @type {{event: (event: ShowEvent) => void, score: (playerId: number) => void}|null} */
let speech = null;

/**
 * What speaks on this page.
 * @param {Desk} desk
 */
export function speechOf(desk) {
  speech ??= makeSpeech(desk);
  return speech;
}

/** @param {Desk} desk */
function makeSpeech(desk) {
  /** @type {Set<number>} */
  const changed = new Set();
  return {
    event: (/** @type {ShowEvent} */ event) => tellEvent(desk, event),
    score(/** @type {number} */ playerId) {
      if (changed.size === 0) {
        setTimeout(() => {
          tellScores(desk, [...changed]);
          changed.clear();
        }, PAUSE);
      }
      changed.add(playerId);
    },
  };
}

/** @param {Desk} desk @param {ShowEvent} event */
function tellEvent(desk, event) {
  switch (event.kind) {
    case 'pressed':
      if (event.place === 1) {
        play('buzz');
        announce(t('host.saidFirst', { name: nameOf(desk, event.playerId) }), { assertive: true });
      } else announce(t('host.saidPressed', { name: nameOf(desk, event.playerId), place: event.place }));
      break;
    case 'opened':
      announce(t('host.saidOpened', { category: isolate(desk.show.question?.category ?? ''), points: desk.show.question?.points ?? 0 }));
      break;
    case 'closed':
      announce(t('host.saidClosed'));
      break;
    default:
  }
}

/** @param {Desk} desk @param {number[]} ids */
function tellScores(desk, ids) {
  const said = ids.slice(-MOST).map((id) => t('host.saidScore', { name: nameOf(desk, id), score: desk.picture.players.get(id)?.score ?? 0 }));
  announce(said.join(' '));
}

/** @param {Desk} desk @param {number} id */
function nameOf(desk, id) {
  return isolate(desk.picture.players.get(id)?.name ?? `#${id}`);
}
