/**
 * Who is there: kept by the socket's snapshot and by what it tells of coming and going.
 *
 * @typedef {import('./wire.js').Client} Client
 */
export class Presence {
  /** @type {Map<string, Client>} by 'type/id' */
  clients = new Map();
  /** @type {Set<string> | null} those of before a resume that have not been told again */
  #unconfirmed = null;
  #changed;

  /** @param {() => void} changed  is called when `clients` differs */
  constructor(changed) {
    this.#changed = changed;
  }

  /** A snapshot tells of all. @param {Client[]} clients */
  replace(clients) {
    this.#unconfirmed = null;
    this.clients = new Map(clients.map((client) => [keyOf(client), client]));
    this.#changed();
  }

  /** The connection is resumed: those who are there will be told, those who went meanwhile will not. */
  resumed() {
    this.#unconfirmed = new Set(this.clients.keys());
  }

  /** All that was sent at joining has come: who was not told is gone. */
  settled() {
    const gone = this.#unconfirmed ?? new Set();
    this.#unconfirmed = null;
    for (const key of gone) this.clients.delete(key);
    if (gone.size > 0) this.#changed();
  }

  /** One came or went. @param {import('./wire.js').Message} message  client_connection_status */
  status({ client_type, client_id, connected }) {
    const client = { client_type, client_id };
    const key = keyOf(client);
    this.#unconfirmed?.delete(key);
    if (this.clients.has(key) === connected) return;
    if (connected) this.clients.set(key, client);
    else this.clients.delete(key);
    this.#changed();
  }
}

/** @param {Client} client */
function keyOf({ client_type, client_id }) {
  return `${client_type}/${client_id}`;
}
