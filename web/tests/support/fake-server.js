import { aborted, answer, problem } from './answers.js';
import { fakeWebSocket } from './fake-socket.js';

/** @typedef {import('./fake-socket.js').FakeSocket} FakeSocket */

/**
 * A server with one game, by the words of openapi.yaml and asyncapi.yaml, as far as pages see it. Frames and answers
 * go through `network`, which a test may let delay, double, reorder or lose them.
 */
export class FakeServer {
  gameId = 1;
  name = 'Quiz';
  /** @type {any[]} */
  boards = [{ id: 1, name: 'R1', order: 0, categories: [{ id: 1, name: 'C', description: '', order: 0, questions: [] }] }];
  /** @type {any[]} */
  teams = [];
  /** @type {any[]} */
  players = [];
  /** @type {any[]} the change messages, by revision from 1 */
  log = [];
  /** @type {Map<string, any>} retained coordination, by type */
  retained = new Map();
  /** @type {Map<string, {client_type: string, client_id: string}>} */
  clients = new Map();
  /** @type {Map<string, {request: string, status: number, body: any}>} */
  keys = new Map();
  /** @type {any[]} all requests: {method, path, headers, body} */
  requests = [];
  /** @type {FakeSocket[]} that are in the room */
  room = [];
  /** Takes a frame to its socket. @type {(deliver: () => void, socket: FakeSocket) => void} */
  network = (deliver) => deliver();
  /** What goes wrong with the next requests, one entry each: 'refused', 'lost' (done, but the answer is lost), 'hang', or an answer. @type {any[]} */
  faults = [];
  /** Whether handshakes are refused. */
  refusing = false;
  #connections = 0;
  #ids = 100;

  constructor() {
    const { WebSocket, sockets } = fakeWebSocket((socket) => queueMicrotask(() => this.#join(socket)));
    this.WebSocket = WebSocket;
    this.sockets = sockets;
  }

  get revision() {
    return this.log.length;
  }

  get questions() {
    return this.boards.flatMap((board) => board.categories).flatMap((category) => category.questions);
  }

  /** @param {string} name */
  addPlayer(name) {
    const player = { id: ++this.#ids, team_id: null, name, buzzer: null, score: 0, version: 0 };
    this.players.push(player);
    this.#changed({ type: 'game_changed', kind: 'player_created', player: { ...player } });
    return player;
  }

  /** @param {number} id */
  removePlayer(id) {
    this.players = this.players.filter((player) => player.id !== id);
    this.#changed({ type: 'game_changed', kind: 'player_deleted', player_id: id });
  }

  /** @param {number} id @param {string} name */
  renamePlayer(id, name) {
    const player = this.players.find((one) => one.id === id);
    player.name = name;
    this.#changed({ type: 'game_changed', kind: 'player_updated', player: { ...player } });
    return { ...player };
  }

  /** @param {number} id @param {number} points */
  score(id, points) {
    const player = this.players.find((one) => one.id === id);
    player.score += points;
    player.version += 1;
    const score = { player_id: id, score: player.score, version: player.version };
    this.#changed({ type: 'update_score', ...score });
    return score;
  }

  /** @param {string} text */
  addQuestion(text) {
    const question = { id: ++this.#ids, text, answer: 'A', points: 100, flags: [], order: 0, answered: false, version: 0 };
    this.boards[0].categories[0].questions.push(question);
    this.#changed(this.#questionChanged('question_created', question));
    return question;
  }

  /** @param {number} id @param {any} patch */
  editQuestion(id, patch) {
    const question = this.questions.find((one) => one.id === id);
    Object.assign(question, patch);
    question.version += 1;
    const { answered, version } = question;
    if (Object.keys(patch).join() === 'answered') {
      this.#changed({ type: 'toggle_question', question_id: id, answered, version });
    } else this.#changed(this.#questionChanged('question_updated', question));
    return { question_id: id, answered, version };
  }

  /** @param {string} name */
  rename(name) {
    this.name = name;
    this.#changed({ type: 'game_changed', kind: 'game_updated', name, points_term: 'points' });
    return { game_id: 1, name, points_term: 'points', revision: this.revision };
  }

  /** @param {any} message */
  coordinate(message) {
    if (message.retain) this.retained.set(message.type, message);
    for (const socket of this.room) this.#send(socket, message);
  }

  /** @param {string} client_type @param {string} client_id @param {boolean} connected */
  presence(client_type, client_id, connected) {
    const key = `${client_type}/${client_id}`;
    if (this.clients.has(key) === connected) return;
    if (connected) this.clients.set(key, { client_type, client_id });
    else this.clients.delete(key);
    const status = { type: 'client_connection_status', client_type, client_id, connected };
    for (const socket of this.room) this.#send(socket, status);
  }

  /** The network of a socket breaks. @param {FakeSocket} socket @param {number} [code] */
  cut(socket, code) {
    this.room = this.room.filter((one) => one !== socket);
    socket.end(code);
  }

  /** REST's snapshot. */
  snapshot() {
    const { gameId: game_id, name, revision, boards, teams, players } = this;
    return structuredClone({ game_id, name, points_term: 'points', revision, join_code: 'ABC123', boards, teams, players });
  }

  /** @param {any} message */
  #changed(message) {
    const change = { ...message, revision: this.revision + 1 };
    this.log.push(change);
    for (const socket of this.room) this.#send(socket, change);
  }

  /** @param {string} kind @param {any} question */
  #questionChanged(kind, { id, answered, version }) {
    return { type: 'game_changed', kind, question_id: id, category_id: 1, answered, version };
  }

  /** @param {FakeSocket} socket @param {any} message */
  #send(socket, message) {
    const text = JSON.stringify(message);
    this.network(() => socket.say(text), socket);
  }

  /** @param {FakeSocket} socket */
  #join(socket) {
    if (socket.readyState === 3) return;
    if (this.refusing) return socket.end(1006);
    const connection_id = `c${++this.#connections}`;
    const wish = socket.url.searchParams.get('after');
    const after = wish === null ? null : Number(wish);
    const resumed = after !== null && after <= this.revision;
    const { revision } = this;
    const send = (/** @type {any} */ message) => this.#send(socket, message);
    /** @type {any[]} what a client says before it is in the room is kept until then */
    const early = [];
    const hear = (/** @type {any} */ message) => message.type === 'pong' && send({ ...message, from: { connection_id } });
    socket.send = (text) => {
      socket.sent.push(JSON.parse(text));
      early.push(JSON.parse(text));
    };
    send({ type: 'welcome', game_id: 1, client_id: 'x', connection_id, revision, resumed });
    if (resumed) {
      for (const change of this.log.slice(after)) send(change);
      for (const message of this.retained.values()) send(message);
      for (const client of this.clients.values()) {
        send({ type: 'client_connection_status', ...client, connected: true });
      }
    } else {
      const players = this.players.map(({ id, score, version }) => ({ player_id: id, score, version }));
      const questions = this.questions.map(({ id, answered, version }) => ({ question_id: id, answered, version }));
      const [retained, clients] = [[...this.retained.values()], [...this.clients.values()]];
      send({ type: 'snapshot', revision, players, questions, retained, clients });
    }
    this.room.push(socket);
    early.forEach(hear);
    socket.send = (text) => {
      const message = JSON.parse(text);
      socket.sent.push(message);
      if (this.room.includes(socket)) hear(message);
    };
  }

  /** @type {any} */
  fetch = async (/** @type {string} */ url, /** @type {any} */ init) => {
    const { method, headers, body, signal } = init;
    const request = { method, path: url, headers, body };
    this.requests.push(request);
    const fault = this.faults.shift();
    if (fault === 'refused') throw new TypeError('fetch failed');
    if (fault === 'hang') await aborted(signal);
    if (typeof fault === 'object') return answer(fault.status, fault.body, fault.headers);
    const { status, body: result } = method === 'GET' ? this.#read(request) : this.#once(request);
    if (fault === 'lost') throw new TypeError('fetch failed');
    return answer(status, result);
  };

  /** @param {any} request */
  #read({ headers }) {
    if (headers['If-None-Match'] === `"${this.revision}"`) return { status: 304, body: null };
    return { status: 200, body: this.snapshot() };
  }

  /** @param {any} request */
  #once({ method, path, headers, body }) {
    const key = headers['Idempotency-Key'];
    const request = `${method} ${path} ${body}`;
    const known = this.keys.get(key);
    if (known) return known.request === request ? known : problem(422, 'idempotency_key_reused', 'Another request.');
    const result = this.#mutate(method, path, body && JSON.parse(body));
    this.keys.set(key, { request, ...result });
    return result;
  }

  /** @param {string} method @param {string} path @param {any} body */
  #mutate(method, path, body) {
    const id = Number(path.split('/').at(-1));
    if (path === '/api/games/1/answers') return { status: 200, body: this.score(body.player_id, body.points) };
    if (path === '/api/games/1') return { status: 200, body: this.rename(body.name) };
    if (path.startsWith('/api/questions/')) return { status: 200, body: this.editQuestion(id, body) };
    if (path.startsWith('/api/players/') && method === 'DELETE') return { status: 204, body: this.removePlayer(id) ?? null };
    if (path.startsWith('/api/players/')) return { status: 200, body: this.renamePlayer(id, body.name) };
    if (path === '/api/games/1/players') return { status: 201, body: this.addPlayer(body.name) };
    return problem(404, 'not_found', 'There is no such thing.');
  }
}
