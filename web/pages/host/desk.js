// @ts-check
/**
 * The desk: the game, the show and what only this page knows, in one place that the views draw from.
 */

import { createShow, reduce } from '../../lib/show.js';
import { asHostHears } from '../../lib/show-values.js';
import { findQuestion } from '../../lib/structure.js';
import { ChangeHistory } from './change-history.js';
import { rosterRows } from './roster.js';
import { currentBoard, targetOf } from './targets.js';

/** @typedef {import('../../lib/game.js').Game} Game */
/** @typedef {import('../../lib/show.js').Show} Show */
/** @typedef {import('../../lib/show.js').ShowEvent} ShowEvent */
/** @typedef {'board'|'question'|'players'|'history'} Section */
/** @typedef {{chosenPlayer: number|null, chosenQuestion: number|null, previewed: number|null, answerShownFor: string,
 *   isEditing: boolean, filter: string, section: Section}} DeskState */

/** One desk a page. */
export class Desk {
  /** @param {Game} game started */
  constructor(game) {
    this.game = game;
    /** @type {Show} */
    this.show = createShow();
    this.history = new ChangeHistory(game, () => this.touch());
    /** @type {DeskState} */
    this.state = {
      chosenPlayer: null,
      chosenQuestion: null,
      previewed: null,
      answerShownFor: '',
      isEditing: false,
      filter: '',
      section: 'board',
    };
    /** @type {(() => void)[]} */
    this.views = [];
    /** @type {((event: ShowEvent) => void)[]} */
    this.listeners = [];
    /** @type {((message: any) => void)[]} */
    this.changeListeners = [];
    this.isDrawPlanned = false;
    /** What this page has sent and has not got back yet, in the order of sending. @type {import('./outbox.js').Sent[]} */
    this.sent = [];
  }

  /** Starts following the game. To be called before the socket's first message can come. */
  follow() {
    this.game.on('coordination', (/** @type {any} */ message, /** @type {{replayed?: boolean}} */ how) => this.take(message, how));
    this.game.on('picture', (/** @type {any} */ what) => {
      this.history.catchUp();
      if (what?.message) this.changeListeners.forEach((listener) => listener(what.message));
      this.touch();
    });
    for (const name of /** @type {const} */ (['clients', 'connection', 'pending'])) this.game.on(name, () => this.touch());
  }

  /**
   * A coordination message: the only thing that ever changes the show here.
   * @param {any} message
   * @param {{replayed?: boolean}} [how]
   */
  take(message, how) {
    const { changed, event } = reduce(this.show, asHostHears(message), (buzzer) => this.playerOfBuzzer(buzzer));
    if (event?.kind === 'opened' && this.state.section === 'board') this.state.section = 'question';
    if (event?.kind === 'opened') Object.assign(this.state, { chosenQuestion: null, previewed: null });
    if (event && !how?.replayed) this.listeners.forEach((listener) => listener(event));
    if (changed) this.touch();
  }

  /**
   * Changes what only this page knows.
   * @param {Partial<DeskState>} patch
   */
  set(patch) {
    Object.assign(this.state, patch);
    this.touch();
  }

  /** Draws all views soon: once a frame, or without frames where the page is hidden. */
  touch() {
    if (this.isDrawPlanned) return;
    this.isDrawPlanned = true;
    const draw = () => {
      this.isDrawPlanned = false;
      this.views.forEach((view) => view());
    };
    if (document.visibilityState === 'visible') requestAnimationFrame(draw);
    else setTimeout(draw, 50);
  }

  /**
   * Adds a view for a while, and draws it at once.
   * @param {() => void} view
   * @returns {() => void} takes it away
   */
  draw(view) {
    this.views.push(view);
    view();
    return () => {
      this.views = this.views.filter((one) => one !== view);
    };
  }

  get picture() {
    return this.game.picture;
  }

  /** The show as it is once all that was sent has come back: decisions are made of this, for messages carry whole state. */
  get planned() {
    if (this.sent.length === 0) return this.show;
    const show = structuredClone(this.show);
    for (const { message } of this.sent) reduce(show, message);
    return show;
  }

  /** The round at hand. */
  get board() {
    return currentBoard(this.picture, this.show);
  }

  /** The question that is open on the big screen, with its place; null: none. */
  get open() {
    return this.show.question ? findQuestion(this.picture, this.show.question.id) : null;
  }

  /** The question in the panel: the open one, else the one that is looked at. */
  get shown() {
    return this.open ?? (this.state.previewed === null ? null : findQuestion(this.picture, this.state.previewed));
  }

  /** The question that points are for. */
  get target() {
    return targetOf(this.picture, this.show, { chosen: this.state.chosenQuestion, last: this.history.log.lastQuestion() });
  }

  /** Whether the shown question's answer is to be seen on this page. */
  get isAnswerShown() {
    return this.state.answerShownFor === this.answerKey;
  }

  /** What an answer is shown for: a question opened anew starts with its answer hidden. */
  get answerKey() {
    const id = this.shown?.question.id ?? 0;
    return `${id}:${this.show.question ? this.show.opening : 'preview'}`;
  }

  /** The lines of the players' list. */
  get rows() {
    return rosterRows(this.picture, this.game.clients, this.state.filter);
  }

  /** @param {number} buzzer @returns {number|null} */
  playerOfBuzzer(buzzer) {
    for (const player of this.picture.players.values()) if (player.buzzer === buzzer) return player.id;
    return null;
  }
}
