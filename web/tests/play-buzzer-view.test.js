// @ts-check
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { page } from './support/fake-page.js';

const { buzzerView } = await import('../pages/play/buzzer-view.js');

/** @type {EventTarget} */
let document;
/** @type {any} */
let button;
let presses = 0;
/** Where the pointer is. @type {any} */
let under;

beforeEach(() => {
  document = new EventTarget();
  page.addEventListener = document.addEventListener.bind(document);
  page.elementFromPoint = () => under;
  presses = 0;
  button = buzzerView({ onPress: () => presses++ }).node.firstChild;
  under = button;
});

/** @param {string} type @param {object} [more] */
function pointer(type, more) {
  const made = () => Object.assign(new Event(type), { pointerType: 'touch', button: 0, ...more });
  button.dispatchEvent(made());
  document.dispatchEvent(made());
}

/** A click. @param {number} detail how many times it was clicked; 0: by no pointer */
function click(detail) {
  button.dispatchEvent(Object.assign(new Event('click'), { detail }));
}

test('a press counts on its way down, and its click does not count again', () => {
  for (const expected of [1, 2]) {
    pointer('pointerdown');
    assert.equal(presses, expected);
    pointer('pointerup');
    click(1);
    assert.equal(presses, expected);
  }
});

test('a click alone is a press', () => {
  click(0);
  click(1);
  assert.equal(presses, 2);
});

for (const [how, slide] of /** @type {[string, () => void][]} */ ([
  ['was lifted elsewhere', () => {
    under = page.body;
    pointer('pointerup');
  }],
  ['became a scroll', () => pointer('pointercancel')],
])) {
  test(`after a pointer that ${how}, the next click alone is a press`, () => {
    pointer('pointerdown');
    slide();
    click(1);
    assert.equal(presses, 2);
  });
}

test('after a long press, which no click follows, the next click without a pointer is a press', () => {
  pointer('pointerdown');
  pointer('pointerup');
  click(0);
  assert.equal(presses, 2);
});
