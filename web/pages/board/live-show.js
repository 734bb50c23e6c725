// @ts-check
import { createShow, forgetPresses, reduce } from '../../lib/show.js';

/**
 * Follows the show through a game's connection, and knows what is live: what is handed over after each connect is how
 * things stand already, and is shown without motion, sound or announcement.
 */

/** @typedef {import('../../lib/show-values.js').Show} Show */
/** @typedef {import('../../lib/show-values.js').ShowEvent} ShowEvent */
/** @typedef {import('../../lib/game.js').Game} Game */

export class LiveShow {
  /** @type {Show} */
  show = createShow();
  /** Whether all that was handed over at joining has come; from then on everything is live. */
  isLive = false;

  /**
   * @param {Game} game
   * @param {{changed: (isLive: boolean) => void, happened: (event: ShowEvent) => void}} tell changed: there may be something
   *   new to be seen; happened: only for what is live
   */
  constructor(game, { changed, happened }) {
    game.socket.on('welcome', ({ resumed }) => {
      this.isLive = false;
      if (resumed) forgetPresses(this.show);
      else this.show = createShow();
    });
    game.on('coordination', (message, { replayed }) => {
      const isLive = this.isLive && !replayed;
      const { changed: isChanged, event } = reduce(this.show, message, (buzzer) => playerOf(game, buzzer));
      if (isChanged && this.isLive) changed(true);
      if (event && isLive) happened(event);
    });
    game.on('picture', () => {
      if (this.isLive) changed(true);
    });
    game.socket.on('settled', () => {
      changed(false);
      this.isLive = true;
    });
  }
}

/** @param {Game} game @param {number} buzzer @returns {number|null} */
function playerOf(game, buzzer) {
  for (const player of game.picture.players.values()) if (player.buzzer === buzzer) return player.id;
  return null;
}
