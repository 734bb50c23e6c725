// @ts-check
/**
 * Keeps the change log of this page up with the game's, and reads older pages of it when asked.
 */

import { ChangeLog } from './change-log.js';

/** @typedef {import('../../lib/game.js').Game} Game */

const PAGE = 100;
/** What the first view needs: which question was played last. */
const FEW = 3;
/** Changes come in bursts: one read serves those of this time, in milliseconds. */
const PATIENCE = 150;
/** After a read that failed, in milliseconds. */
const RETRY = 3000;

/** The history of one game. */
export class ChangeHistory {
  /**
   * @param {Game} game
   * @param {() => void} onChange called when there is more to show
   */
  constructor(game, onChange) {
    this.game = game;
    this.onChange = onChange;
    this.log = new ChangeLog();
    this.isReadingOlder = false;
    /** Whether the newest read failed. */
    this.isBehind = false;
    /** @type {Promise<boolean>|null} the read that is under way */
    this.running = null;
    /** @type {Promise<boolean>|null} the one after it */
    this.following = null;
    this.isPlanned = false;
    /** Whether more than the first view's few have been read. */
    this.isLong = false;
  }

  /** Reads what is new, soon, and once for many calls. */
  catchUp(delay = PATIENCE) {
    if (this.isPlanned) return;
    this.isPlanned = true;
    setTimeout(() => {
      this.isPlanned = false;
      this.read();
    }, delay);
  }

  /**
   * Reads up to the newest change that there is by now.
   * @returns {Promise<boolean>} whether that worked
   */
  read() {
    // What is under way may have been answered already: another read comes after it, one for all who ask meanwhile.
    if (this.running) {
      this.following ??= this.running.then(() => {
        this.following = null;
        return this.#start();
      });
    }
    return this.following ?? this.#start();
  }

  #start() {
    this.running = this.#readOnce().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  async #readOnce() {
    try {
      let newest = this.log.newest || Math.max(0, this.game.picture.revision - FEW);
      for (let isMore = true; isMore;) {
        const { changes, revision } = await this.game.api.changes(this.game.gameId, newest, PAGE);
        if (this.log.merge(changes)) this.onChange();
        newest = this.log.newest || revision;
        isMore = changes.length > 0 && newest < revision;
      }
      this.isBehind = false;
    } catch {
      // The connection bar says that the server is away; the history says that it is behind.
      this.isBehind = true;
      this.catchUp(RETRY);
    }
    this.onChange();
    return !this.isBehind;
  }

  /** Reads a page further back than the first view did, once: for a question's answers, and for the history. */
  readMany() {
    if (this.isLong || this.log.changes.length === 0) return;
    this.isLong = true;
    this.readOlder().catch(() => {
      this.isLong = false;
    });
  }

  /**
   * Reads a page of older changes.
   * @returns {Promise<void>} rejects with the ApiError
   */
  async readOlder() {
    const page = this.log.older(PAGE);
    if (!page || this.isReadingOlder) return;
    this.isReadingOlder = true;
    this.onChange();
    try {
      const { changes } = await this.game.api.changes(this.game.gameId, page.after, page.limit);
      this.log.merge(changes);
    } finally {
      this.isReadingOlder = false;
      this.onChange();
    }
  }
}
