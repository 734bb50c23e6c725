/** A WebSocket whose other end is a test: frames go out when the test says so. */
export class FakeSocket {
  readyState = 0;
  /** @type {((event: {data: string}) => void) | null} */
  onmessage = null;
  /** @type {((event: {code: number}) => void) | null} */
  onclose = null;
  /** @type {any[]} what the client has sent, parsed */
  sent = [];

  /** @param {string} url */
  constructor(url) {
    this.url = new URL(url);
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text));
  }

  /** The client lets go. */
  close() {
    this.readyState = 3;
  }

  /** The server says something. @param {any} message a string is sent as it is */
  say(message) {
    if (this.readyState === 3) return;
    this.readyState = 1;
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }

  /** The server, or the network, ends it. @param {number} [code] */
  end(code = 1006) {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

/**
 * A class for `WebSocket`, and the sockets that were made of it.
 *
 * @param {(socket: FakeSocket) => void} [opened]
 * @returns {{WebSocket: typeof WebSocket, sockets: FakeSocket[]}}
 */
export function fakeWebSocket(opened = () => {}) {
  /** @type {FakeSocket[]} */
  const sockets = [];
  class Socket extends FakeSocket {
    /** @param {string} url */
    constructor(url) {
      super(url);
      sockets.push(this);
      opened(this);
    }
  }
  return { WebSocket: /** @type {any} */ (Socket), sockets };
}
