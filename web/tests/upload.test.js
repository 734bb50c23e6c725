import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { byUpload } from '../lib/upload.js';

/** @type {any} the request that was made last */
let made;

class FakeRequest {
  upload = {};
  headers = {};
  status = 0;
  responseText = '';
  aborted = false;
  constructor() {
    made = this;
  }
  /** @param {any[]} line */
  open(...line) {
    this.line = line;
  }
  /** @param {string} name @param {string} value */
  setRequestHeader(name, value) {
    Object.assign(this.headers, { [name]: value });
  }
  /** @param {string} name */
  getResponseHeader(name) {
    return name === 'Retry-After' ? '3' : null;
  }
  /** @param {string} body */
  send(body) {
    this.body = body;
  }
  abort() {
    this.aborted = true;
    made.onabort();
  }
}

beforeEach(() => {
  made = undefined;
  Object.assign(globalThis, { XMLHttpRequest: FakeRequest });
});
afterEach(() => Reflect.deleteProperty(globalThis, 'XMLHttpRequest'));

/** @param {Partial<Parameters<typeof byUpload>[0]>} [more] */
const sent = (more) => byUpload({ method: 'POST', url: '/x', headers: { A: 'b' }, body: 'text', signal: new AbortController().signal, ...more });

test('an upload sends its headers and body, and tells how much has gone', async () => {
  /** @type {number[]} */
  const progress = [];
  const done = sent({ onProgress: (fraction) => progress.push(fraction) });
  assert.deepEqual([made.line, made.headers, made.body], [['POST', '/x'], { A: 'b' }, 'text']);
  made.upload.onprogress({ loaded: 1, total: 4 });
  made.upload.onprogress({ loaded: 0, total: 0 });
  made.upload.onload();
  made.status = 201;
  made.responseText = '{}';
  made.onload();
  const answer = await done;
  assert.deepEqual([answer.status, answer.text, answer.headers.get('Retry-After')], [201, '{}', '3']);
  assert.deepEqual(progress, [0.25, 0, 1]);
});

test('a line that breaks rejects', async () => {
  const done = sent();
  made.onerror();
  await assert.rejects(done, TypeError);
});

test('it can be given up, before and on the way', async () => {
  const stop = new AbortController();
  const done = sent({ signal: stop.signal });
  stop.abort();
  await assert.rejects(done, { name: 'AbortError' });
  assert.equal(made.aborted, true);
  await assert.rejects(sent({ signal: AbortSignal.abort() }), { name: 'AbortError' });
  assert.equal(made.body, undefined);
});
