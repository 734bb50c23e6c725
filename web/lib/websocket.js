import { browserWake, fullJitter, wait as realWait } from './backoff.js';
import { Emitter } from './emitter.js';
import { Heartbeat } from './heartbeat.js';
import { log as realLog } from './log.js';
import { SocketRules } from './socket-rules.js';

/**
 * The socket of a game: everything comes in by it, coordination goes out. Mutations are REST's (api.js).
 *
 * @typedef {import('./wire.js').Message} Message
 * @typedef {'connecting' | 'open' | 'waiting' | 'closed'} SocketState  waiting: for the next try
 * @typedef {{welcome: [Message], snapshot: [Message], change: [Message], coordination: [Message], presence: [Message],
 *   refused: [Message], reset: [Message], settled: [], state: [SocketState],
 *   rejected: [import('./problem.js').ApiError]}} SocketEvents  settled: all that was sent at joining has come
 *
 * @typedef {object} SocketSettings
 * @property {number} gameId
 * @property {string | null} [token]
 * @property {string} [clientType]  'host', 'board', 'player'; the others are told of it
 * @property {string} [clientId]
 * @property {() => number | null} [after]  the newest revision that the page has; null: none
 * @property {() => Promise<import('./problem.js').ApiError | null>} [check]  asks REST why a handshake was refused
 * @property {string} [origin]  the server's, http(s)://…
 * @property {typeof WebSocket} [WebSocket]
 * @property {import('./backoff.js').Wait} [wait]
 * @property {() => number} [random]
 * @property {import('./backoff.js').OnWake} [onWake]
 * @property {(message: string) => void} [log]
 */

/** Milliseconds: ceilings of the waits between tries, how long a handshake may take, how long a hole may stay. */
export const LIMITS = { first: 300, most: 3_000, handshake: 5_000, hole: 250 };

/** A connection that comes back by itself, and goes on where it was. @extends {Emitter<SocketEvents>} */
export class GameSocket extends Emitter {
  #settings;
  #log;
  #wait;
  /** @type {WebSocket | null} */
  #socket = null;
  #rules = new SocketRules();
  /** @type {Heartbeat | null} */
  #heartbeat = null;
  /** @type {AbortController} ends what belongs to one connection or one wait */
  #life = new AbortController();
  #failed = 0;
  #holding = false;
  #checking = false;
  #endWake = () => {};
  /** @type {SocketState} */
  state = 'closed';

  /** @param {SocketSettings} settings */
  constructor(settings) {
    super();
    this.#settings = settings;
    this.#log = settings.log ?? realLog;
    this.#wait = settings.wait ?? realWait;
  }

  /** The own connection's id; null until the server has said it. */
  get connectionId() {
    return this.#rules.connectionId;
  }

  /** Connects, and stays connected until `close`. */
  connect() {
    if (this.state !== 'closed') return;
    this.#endWake = (this.#settings.onWake ?? browserWake)(() => this.wake());
    this.#open();
  }

  /** Ends it for good. */
  close() {
    if (this.state === 'closed') return;
    this.#endWake();
    this.#leave();
    this.#become('closed');
  }

  /**
   * Sends coordination.
   *
   * @param {Message} message
   * @returns {boolean}  false: there is no connection; nothing is kept for later
   */
  send(message) {
    if (this.state !== 'open' || this.#socket?.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Something speaks for a change of the network: a waiting try goes now, an open line is doubted. */
  wake() {
    if (this.state === 'waiting') this.#life.abort();
    else this.#heartbeat?.poke();
  }

  #open() {
    this.#rules = new SocketRules();
    this.#holding = false;
    const life = this.#life = new AbortController();
    this.#become('connecting');
    try {
      const socket = this.#socket = new (this.#settings.WebSocket ?? WebSocket)(this.#url());
      socket.onmessage = ({ data }) => this.#socket === socket && this.#receive(data);
      socket.onclose = ({ code }) => this.#socket === socket && this.#lost(`closed with ${code}`);
    } catch (error) {
      return this.#lost(String(error));
    }
    this.#wait(LIMITS.handshake, life.signal).then(() => {
      if (!life.signal.aborted && this.state === 'connecting') this.#lost('no welcome in time');
    });
  }

  #url() {
    const { gameId, token, clientType, clientId, after } = this.#settings;
    const url = new URL(`/ws/games/${gameId}`, this.#settings.origin ?? location.origin);
    url.protocol = url.protocol.replace('http', 'ws');
    if (token) url.searchParams.set('token', token);
    if (clientType) url.searchParams.set('client_type', clientType);
    if (clientId) url.searchParams.set('client_id', clientId);
    const revision = after?.() ?? null;
    if (revision !== null) url.searchParams.set('after', String(revision));
    return url.href;
  }

  /** @param {unknown} data */
  #receive(data) {
    this.#heartbeat?.heard();
    let message;
    try {
      message = JSON.parse(String(data));
    } catch {
      message = null;
    }
    this.#perform(this.#rules.receive(message, this.#known()));
  }

  #known() {
    return this.#settings.after?.() ?? null;
  }

  /** @param {import('./socket-rules.js').Decision[]} decisions */
  #perform(decisions) {
    for (const decision of decisions) {
      switch (decision.do) {
        case 'ignore':
          this.#log(`podium: ignored ${decision.reason}`);
          break;
        case 'hold':
          this.#log(`podium: held ${decision.reason}`);
          this.#lookAgain();
          break;
        case 'resume':
          return this.#lost(decision.reason);
        case 'alive':
          this.#failed = 0;
          this.emit('settled');
          break;
        case 'welcome':
          this.#welcomed();
          this.emit('welcome', decision.message);
          break;
        default:
          this.emit(decision.do, decision.message);
      }
    }
  }

  #welcomed() {
    this.#become('open');
    const recipient = { connection_id: this.connectionId };
    this.#heartbeat = new Heartbeat({
      wait: this.#wait,
      send: () => this.send({ type: 'pong', recipient }),
      dead: () => this.#lost('the line is dead'),
    });
    this.#heartbeat.start();
  }

  async #lookAgain() {
    if (this.#holding) return;
    this.#holding = true;
    const { signal } = this.#life;
    await this.#wait(LIMITS.hole, signal);
    if (signal.aborted) return;
    this.#holding = false;
    this.#perform(this.#rules.late(this.#known()));
  }

  /** Lets go of the connection, if there is one. */
  #leave() {
    this.#heartbeat?.stop();
    this.#heartbeat = null;
    this.#life.abort();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  /** @param {string} reason */
  async #lost(reason) {
    const refused = this.state === 'connecting';
    this.#leave();
    this.#failed += 1;
    // At once first: most often an instance was stopped, and another one is there.
    const { random } = this.#settings;
    const pause = this.#failed === 1 ? 0 : fullJitter(this.#failed - 1, { ...LIMITS, random });
    this.#log(`podium: socket: ${reason}; again in ${pause} ms`);
    const life = this.#life = new AbortController();
    this.#become('waiting');
    if (refused) this.#askWhy();
    await this.#wait(pause, life.signal);
    if (this.state === 'waiting' && this.#life === life) this.#open();
  }

  /** Browsers do not tell why a handshake was refused. REST does; the tries go on meanwhile. */
  async #askWhy() {
    if (this.#checking || !this.#settings.check) return;
    this.#checking = true;
    const problem = await this.#settings.check();
    this.#checking = false;
    if (!problem?.final || this.state === 'open' || this.state === 'closed') return;
    this.close();
    this.emit('rejected', problem);
  }

  /** @param {SocketState} state */
  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.emit('state', state);
  }
}
