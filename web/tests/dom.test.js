import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { el, keyed, on, setProps, setText } from '../lib/dom.js';
import { FakeDocument } from './support/fake-dom.js';

let document = new FakeDocument();

beforeEach(() => {
  document = new FakeDocument();
  Object.assign(globalThis, { document });
});

/** @param {unknown} node */
const fake = (node) => /** @type {import('./support/fake-dom.js').FakeNode} */ (node);

/** A list of letters as nodes, and a way to bring it into another order. */
function letters() {
  const parent = el('ul');
  const show = (/** @type {string} */ order) =>
    keyed(parent, order, (letter) => letter, (letter) => el('li', { text: letter }), (node, _, at) => setProps(node, { 'data-at': at }));
  const text = () => fake(parent).childNodes.map((child) => child.textContent).join('');
  const node = (/** @type {string} */ letter) => {
    const found = fake(parent).childNodes.find((child) => child.textContent === letter);
    assert.ok(found);
    return found;
  };
  return { parent, show, text, node };
}

test('text goes in as text, and nothing comes of null, undefined and false', () => {
  const node = fake(el('p', { class: 'lead', text: '<b>' }, null, undefined, false, 0, ' & ', el('em', null, 'x')));
  assert.equal(node.textContent, '<b>0 & x');
  assert.equal(node.getAttribute('class'), 'lead');
  assert.deepEqual(node.childNodes.map((child) => child.tag), ['#text', '#text', 'em']);
});

test('booleans are attributes that are there or not, but words in aria and data', () => {
  const node = el('button', { disabled: true, hidden: false, 'aria-pressed': false, 'data-open': true, title: undefined });
  assert.deepEqual([...fake(node).attributes], [['disabled', ''], ['aria-pressed', 'false'], ['data-open', 'true']]);
  setProps(node, { disabled: false, 'aria-pressed': null });
  assert.deepEqual([...fake(node).attributes], [['data-open', 'true']]);
});

test('listeners are added, and taken away again', () => {
  /** @type {string[]} */
  const heard = [];
  const node = el('button', { on: { click: () => heard.push('prop') } });
  const off = on(node, 'click', () => heard.push('on'));
  node.dispatchEvent(new Event('click'));
  off();
  node.dispatchEvent(new Event('click'));
  assert.deepEqual(heard, ['prop', 'on', 'prop']);
});

test('text that stays the same is not set again', () => {
  const node = el('p', null, 'same');
  const child = fake(node).firstChild;
  setText(node, 'same');
  assert.equal(fake(node).firstChild, child);
  setText(node, 7);
  assert.equal(node.textContent, '7');
});

test('a keyed list follows its items and keeps the nodes', () => {
  const { show, text, node } = letters();
  show('abcd');
  const [a, c] = [node('a'), node('c')];
  for (const order of ['dcba', 'ca', 'xcya', 'a', '', 'abc']) {
    show(order);
    assert.equal(text(), order);
  }
  show('ca');
  assert.notEqual(node('a'), a, 'one that left and came back is a new one');
  assert.notEqual(node('c'), c);
});

test('nodes are the same before and after a move, and know their place', () => {
  const { show, node } = letters();
  show('abc');
  const before = ['a', 'b', 'c'].map(node);
  show('cab');
  assert.deepEqual(['a', 'b', 'c'].map(node), before);
  assert.deepEqual(['c', 'a', 'b'].map((letter) => node(letter).getAttribute('data-at')), ['0', '1', '2']);
});

test('nothing moves when the order stays, and one node when one item comes', () => {
  const { show, node } = letters();
  show('abc');
  show('abc');
  show('axbc');
  assert.deepEqual(['a', 'x', 'b', 'c'].map((letter) => node(letter).moves), [1, 1, 1, 1]);
});

test('the node with the focus is never moved: the others move around it', () => {
  const alphabet = 'abcde';
  for (const focused of alphabet) {
    for (const order of ['edcba', 'bcdea', 'eabcd', 'xaebydc', focused, `z${focused}`]) {
      const { show, text, node } = letters();
      show(alphabet);
      document.activeElement = node(focused);
      show(order);
      assert.equal(text(), order);
      assert.equal(document.activeElement, node(focused), `${focused} in ${order}`);
      assert.equal(node(focused).moves, 1);
    }
  }
});

test('two items with one key are a mistake', () => {
  const { show } = letters();
  assert.throws(() => show('aba'), /two items with the key a/);
});
