import { Api } from './api.js';
import { browserWake } from './backoff.js';
import { Emitter } from './emitter.js';
import { IntentQueue } from './intents.js';
import { KeptPicture } from './kept-picture.js';
import { log as realLog } from './log.js';
import { Pending } from './pending.js';
import { Presence } from './presence.js';
import { ApiError } from './problem.js';
import { Snapshots } from './snapshots.js';
import { gate as pageGate } from './state.js';
import { GameSocket } from './websocket.js';

/**
 * A game as a page works with it: its picture, kept in step with the server, and the way to change it.
 *
 * @typedef {import('./wire.js').Message} Message
 * @typedef {'connecting' | 'live' | 'away'} Connection
 * @typedef {{kind: 'snapshot' | 'change' | 'response', message?: Message}} PictureEvent  snapshot: anything may differ;
 *   change: `message` was applied; response: REST's answer was, the socket being away
 * @typedef {{picture: [PictureEvent], coordination: [Message, {replayed: boolean}],
 *   clients: [Map<string, import('./wire.js').Client>], connection: [Connection], pending: [string], waiting: [number],
 *   problem: [ApiError]}} GameEvents
 *
 * @typedef {object} GameSettings
 * @property {number} gameId
 * @property {string | null} [token]
 * @property {string} [clientType]  'host', 'board', 'player'
 * @property {string} [clientId]
 * @property {import('./state.js').VersionGate} [gate]
 * @property {typeof fetch} [fetch]
 * @property {typeof WebSocket} [WebSocket]
 * @property {string} [origin]  the server's, for the socket
 * @property {import('./backoff.js').Wait} [wait]
 * @property {() => number} [random]
 * @property {import('./backoff.js').OnWake} [onWake]
 * @property {(message: string) => void} [log]
 */

/** @extends {Emitter<GameEvents>} */
export class Game extends Emitter {
  /** @type {Connection} */
  connection = 'connecting';
  #stopped = new AbortController();
  #endWake = () => {};
  #queue = new IntentQueue((size) => this.emit('waiting', size));
  #presence;
  #pending;
  #kept;
  #snapshots;
  #log;
  #onWake;

  /** @param {GameSettings} settings */
  constructor(settings) {
    super();
    const { gameId, gate = pageGate, wait, onWake = browserWake, log = realLog } = settings;
    this.gameId = gameId;
    this.gate = gate;
    this.#kept = new KeptPicture(gameId, gate, log);
    this.#onWake = onWake;
    this.#log = log;
    this.api = new Api(settings);
    const after = () => this.#kept.loaded ? this.picture.revision : null;
    const check = () => this.#refusal();
    this.socket = new GameSocket({ ...settings, after, check });
    this.#snapshots = new Snapshots({
      read: (options) => this.api.snapshot(gameId, options),
      revision: () => this.picture.revision,
      take: (json, began) => this.#take(json, began),
      away: (problem) => this.#unread(problem),
      stopped: this.#stopped.signal,
      // A hall full of phones does not ask all at once when a question is edited: they do not show it.
      spread: () => settings.clientType === 'player' ? (settings.random ?? Math.random)() * 2_000 : 0,
      wait,
    });
    this.#presence = new Presence(() => this.emit('clients', this.clients));
    this.#pending = new Pending({
      game: this,
      wait,
      changed: (key) => this.emit('pending', key),
      apply: (result) => this.#applyResponse(result),
    });
    this.#listen();
  }

  /** The game as far as it is known; empty until `start` is through. */
  get picture() {
    return this.#kept.picture;
  }

  /** Who is there, by 'type/id'. */
  get clients() {
    return this.#presence.clients;
  }

  /** Mutations that the server has not answered yet, those among them that wait for their turn. */
  get waiting() {
    return this.#queue.size();
  }

  /**
   * Reads the game and connects. Waits for a server that is away.
   *
   * @returns {Promise<void>}  rejects with ApiError where that will not help (401, 403, 404 …)
   */
  async start() {
    this.#endWake = this.#onWake(() => this.#awake());
    await this.#snapshots.load();
    this.socket.connect();
  }

  /** Disconnects for good; mutations on their way go on. */
  stop() {
    this.#stopped.abort();
    this.#awake();
    this.#endWake();
    this.socket.close();
  }

  /**
   * Changes something: after earlier intents of the same key, and pending until this page's picture has it.
   *
   * @template T
   * @param {string} key  the thing that is changed, such as 'player:3'
   * @param {(api: Api) => Promise<T>} fn  calls the API
   * @returns {Promise<T>}  the server's answer; the picture may follow a little later. Rejects with ApiError
   */
  mutate(key, fn) {
    return this.#pending.during(key, () => this.#queue.run(key, () => fn(this.api)));
  }

  /** Whether an intent of this key is on its way, or its effect not yet in the picture. @param {string} key */
  isPending(key) {
    return this.#pending.has(key);
  }

  /** Sends coordination. @param {Message} message @returns {boolean} false: not connected, and not sent */
  send(message) {
    return this.socket.send(message);
  }

  /**
   * Reads REST's snapshot again. Wishes that come together are one request, and none is answered by a request that
   * had begun before it.
   *
   * @returns {Promise<void>}  rejects with ApiError
   */
  reload() {
    return this.#snapshots.reload();
  }

  #listen() {
    const { socket } = this;
    socket.on('change', (message) => this.#change(message));
    socket.on('snapshot', (message) => this.#snapshot(message));
    socket.on('coordination', (message) => this.emit('coordination', message, { replayed: false }));
    socket.on('refused', ({ code, detail }) => this.emit('problem', new ApiError({ code, detail })));
    socket.on('welcome', ({ resumed }) => resumed && this.#presence.resumed());
    socket.on('presence', (message) => this.#presence.status(message));
    socket.on('settled', () => this.#presence.settled());
    socket.on('rejected', (problem) => this.#end(problem));
    socket.on('state', (state) => {
      if (state === 'open') this.#become('live');
      else if (this.connection === 'live' || state === 'waiting') this.#become('away');
      if (state === 'open') this.#awake();
    });
  }

  /** @param {Message} message */
  #change(message) {
    const { stale, needsSnapshot } = this.#kept.change(message);
    if (needsSnapshot) this.#refresh();
    if (!stale) this.emit('picture', { kind: 'change', message });
    this.#pending.changed(message);
  }

  /** @param {Message} message */
  #snapshot(message) {
    if (this.#kept.socketSnapshot(message).needsSnapshot) this.#refresh();
    this.#presence.replace(message.clients);
    this.emit('picture', { kind: 'snapshot' });
    this.#pending.changed(message);
    for (const retained of message.retained) this.emit('coordination', retained, { replayed: true });
  }

  /** Reloads, and reports what stands against it. */
  #refresh() {
    return this.reload().catch((error) => {
      if (!(error instanceof ApiError)) throw error;
      if (error.final) this.#end(error);
      else if (!this.#stopped.signal.aborted) this.emit('problem', error);
    });
  }

  /** @param {ApiError} problem */
  #unread(problem) {
    if (!this.#kept.loaded) this.#become('away');
    this.#log(`podium: no snapshot: ${problem.message}`);
  }

  /** @param {import('./wire.js').Snapshot} json @param {number} began */
  #take(json, began) {
    if (!this.#kept.take(json, began)) return false;
    this.emit('picture', { kind: 'snapshot' });
    this.#pending.changed({ type: 'snapshot' });
    return true;
  }

  /** REST's answer takes the place of a broadcast that does not come. @param {any} result */
  async #applyResponse(result) {
    const { shown, needsSnapshot } = this.#kept.response(result);
    if (shown) this.emit('picture', { kind: 'response' });
    if (needsSnapshot) await this.#refresh();
  }

  /** @returns {Promise<ApiError | null>} why the socket's handshake may have been refused */
  async #refusal() {
    try {
      await this.api.snapshot(this.gameId, { ifRevision: this.picture.revision, signal: this.#stopped.signal });
      return null;
    } catch (error) {
      return error instanceof ApiError ? error : null;
    }
  }

  /** @param {ApiError} problem */
  #end(problem) {
    if (this.#stopped.signal.aborted) return;
    this.stop();
    this.#become('away');
    this.emit('problem', problem);
  }

  #awake() {
    this.api.retryNow();
    this.#snapshots.retryNow();
  }

  /** @param {Connection} connection */
  #become(connection) {
    if (this.connection === connection) return;
    this.connection = connection;
    this.emit('connection', connection);
    if (connection === 'away') this.#pending.away();
  }
}
