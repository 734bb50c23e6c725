import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canPress, createShow, forgetPresses, reduce } from '../lib/show.js';
import * as say from '../lib/show-messages.js';
import { asHostHears } from '../lib/show-values.js';
import { buzzersAfter, buzzersSwitched, isOrderTold, orderToTell } from '../pages/host/judging.js';
import { createBuzzer, press, pressAgain, pressLost } from '../pages/play/buzzer.js';
import { seeded } from './support/clock.js';

/**
 * Random rounds of presses, in which hosts, the board and phones go away and come back, and what was on its way is lost.
 * In the end all have the same order, and no press of a phone that is there is lost.
 */

const ROUNDS = 600;
/** Rounds in which messages crossed in ways that are seldom seen. */
const RARE = [8302, 13244];
const STEPS = 150;
const question = { id: 5, points: 200, flags: [], text: 'Why?' };

/** Takes messages in one order to all that are there. */
class Relay {
  /** @type {Page[]} */
  pages = [];
  /** @type {Map<string, any>} */
  retained = new Map();
  passed = 0;

  /** @param {any} message */
  pass(message) {
    this.passed += 1;
    if (message.retain) this.retained.set(message.type, message);
    for (const page of this.pages) if (page.isThere) page.inbox.push(message);
  }
}

/** A page on the line: what it says and hears takes its time. */
class Page {
  show = createShow();
  isThere = false;
  isSettled = false;
  /** @type {any[]} null: all that was kept has come */
  inbox = [];
  /** @type {any[]} */
  outbox = [];

  /** @param {Relay} relay */
  constructor(relay) {
    this.relay = relay;
    relay.pages.push(this);
  }

  come() {
    if (this.isThere) return;
    this.isThere = true;
    this.inbox = [...this.relay.retained.values(), null];
  }

  leave() {
    this.isThere = this.isSettled = false;
    this.inbox = [];
    this.outbox = [];
  }

  reload() {
    this.leave();
    this.show = createShow();
  }

  hear() {
    const message = this.inbox.shift();
    if (message === undefined) return;
    if (message !== null) return this.take(message);
    this.isSettled = true;
    this.settled();
  }

  speak() {
    if (this.outbox.length > 0) this.relay.pass(this.outbox.shift());
  }

  /** @param {any} message */
  take(message) {
    return reduce(this.show, message).event;
  }

  settled() {}
}

class Board extends Page {
  /** @override */
  leave() {
    super.leave();
    forgetPresses(this.show);
  }
}

class Host extends Page {
  /** @type {{isWhole: boolean}|null} */
  plan = null;

  /** @override @param {any} message */
  take(message) {
    const event = super.take(asHostHears(message));
    const isBehind = message.type === 'buzz_order' && !isOrderTold(this.show);
    if (event?.kind === 'pressed' || isBehind) this.plan ??= { isWhole: false };
    return event;
  }

  /** @override */
  settled() {
    this.plan = { isWhole: true };
  }

  tell() {
    const order = this.plan && this.isThere ? orderToTell(this.show, this.plan.isWhole) : null;
    if (order) this.outbox.push(say.buzzOrder(order));
    this.plan = null;
  }

  /** @param {any} state */
  set(state) {
    if (state && this.isSettled) this.outbox.push(say.buzzers(state));
  }
}

class Phone extends Board {
  buzzer = createBuzzer();

  /** @param {Relay} relay @param {number} id */
  constructor(relay, id) {
    super(relay);
    this.id = id;
  }

  /** @override */
  reload() {
    super.reload();
    this.buzzer = createBuzzer();
  }

  press() {
    if (press(this.buzzer, this.show, this.id, this.isSettled) === 'send') this.send();
  }

  send() {
    this.outbox.push({ ...say.press(this.buzzer.sent ?? {}), from: { player_id: this.id } });
  }

  /** @override @param {any} message */
  take(message) {
    if (this.isSettled && pressAgain(this.buzzer, this.show, this.id, message)) this.send();
    return super.take(message);
  }

  /** @override */
  settled() {
    pressLost(this.buzzer);
  }

  /** Whether it shows its person that the press is in. */
  get isIn() {
    const { sent } = this.buzzer;
    const { opening, round } = this.show.buzzers;
    return sent?.opening === opening && sent.round === round;
  }
}

/** @param {number} seed */
function round(seed) {
  const random = seeded(seed);
  const pick = (/** @type {any[]} */ list) => list[Math.floor(random() * list.length)];
  const relay = new Relay();
  const hosts = Array.from({ length: 1 + (seed % 2) }, () => new Host(relay));
  const phones = [1, 2, 3, 4].map((id) => new Phone(relay, id));
  const board = new Board(relay);
  for (const message of say.openQuestion({ question, category: 'C', opening: 1 })) relay.pass(message);
  relay.pass(say.buzzers({ armed: true, opening: 1, round: 1, locked: [] }));
  relay.pages.forEach((page) => page.come());
  const steps = [
    ...Array(6).fill(() => pick(relay.pages).hear()),
    ...Array(4).fill(() => pick(relay.pages).speak()),
    () => pick(hosts).tell(),
    () => pick(hosts).tell(),
    () => pick(phones).press(),
    () => pick(phones).press(),
    () => pick(relay.pages).leave(),
    () => pick(relay.pages).come(),
    () => pick(relay.pages).come(),
    () => random() < 0.5 && pick(relay.pages).reload(),
    () => random() < 0.2 && act(pick(hosts)),
  ];
  /** @param {Host} host */
  const act = (host) => {
    const { show } = host;
    const playerId = show.order[0];
    const judgement = { playerId, isCorrect: false, isTakenBack: false };
    host.set(random() < 0.5 && playerId ? buzzersAfter(show, judgement) : buzzersSwitched(show));
  };
  for (let step = 0; step < STEPS; step += 1) pick(steps)();
  const gone = random() < 0.3 ? phones.pop() : null;
  gone?.leave();
  const there = [...hosts, board, ...phones];
  there.forEach((page) => page.come());
  const before = relay.passed;
  const isBusy = () => there.some(({ inbox, outbox }) => inbox.length + outbox.length > 0) || hosts.some(({ plan }) => plan);
  while (isBusy()) {
    pick(there).hear();
    pick(there).speak();
    if (random() < 0.1) pick(hosts).tell();
    assert.ok(relay.passed < before + 100, 'it comes to an end');
  }
  return { hosts, board, phones, there };
}

test('in the end hosts, board and phones have one order, whoever was away when', () => {
  for (const seed of [...Array(ROUNDS).keys(), ...RARE]) {
    const { there, phones } = round(seed);
    const orders = there.map(({ show }) => show.order);
    for (const order of orders) assert.deepEqual(order, orders[0], `seed ${seed}`);
    for (const phone of phones) {
      assert.ok(!phone.isIn || !canPress(phone.show, phone.id), `seed ${seed}: the press of ${phone.id} is lost, and its phone says that it is in`);
    }
  }
});

test('a host that comes back beside one that was there takes no press away, nor changes the order', () => {
  const relay = new Relay();
  const [there, back, ada, bob] = [new Host(relay), new Host(relay), new Phone(relay, 1), new Phone(relay, 2)];
  const hear = () => relay.pages.forEach((page) => {
    while (page.inbox.length > 0) page.hear();
  });
  const speak = () => relay.pages.forEach((page) => {
    while (page.outbox.length > 0) page.speak();
  });
  for (const message of say.openQuestion({ question, category: 'C', opening: 1 })) relay.pass(message);
  relay.pass(say.buzzers({ armed: true, opening: 1, round: 1, locked: [] }));
  [there, ada, bob].forEach((page) => page.come());
  hear();
  bob.press();
  speak();
  hear();
  ada.press();
  speak();
  hear();
  // Pressed by a box, which cannot press again.
  relay.pass({ ...say.press({ opening: 1, round: 1 }), from: { player_id: 9 } });
  hear();
  back.come();
  hear();
  for (let turn = 0; turn < 4; turn += 1) {
    back.tell();
    if (turn > 0) there.tell();
    speak();
    hear();
  }
  for (const page of [there, back, ada, bob]) assert.deepEqual(page.show.order, [2, 1, 9]);
});

test('a press that no host has heard is made again when one is back, and comes before later ones', () => {
  const relay = new Relay();
  const [host, board, ada, bob] = [new Host(relay), new Board(relay), new Phone(relay, 1), new Phone(relay, 2)];
  const rest = () => {
    for (const page of relay.pages) while (page.inbox.length > 0) page.hear();
    host.tell();
    const isDone = relay.pages.every(({ outbox }) => outbox.length === 0);
    for (const page of relay.pages) while (page.outbox.length > 0) page.speak();
    if (!isDone) rest();
  };
  for (const message of say.openQuestion({ question, category: 'C', opening: 1 })) relay.pass(message);
  relay.pass(say.buzzers({ armed: true, opening: 1, round: 1, locked: [] }));
  relay.pages.forEach((page) => page.come());
  rest();
  host.reload();
  ada.press();
  rest();
  host.come();
  rest();
  bob.press();
  rest();
  for (const page of [host, board, ada, bob]) assert.deepEqual(page.show.order, [1, 2]);
  assert.equal(relay.passed, 9, 'one press more, and two orders; no endless talk');
});
