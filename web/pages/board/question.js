// @ts-check
import { el, keyed, on, setProps, setText } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { number, t } from '../../lib/text.js';
import { fitText } from './fit.js';
import { strip } from './strip.js';

/** A question full screen, and who has buzzed. */

/** @typedef {import('./picture.js').QuestionView} QuestionView */
/** @typedef {import('./picture.js').Press} Press */

/** Texts of more characters than this are set like a page of a book. */
const LONG_TEXT = 260;

/**
 * @param {boolean} isLive whether it has just been opened, and not found open
 * @returns {{node: HTMLElement, update: (model: QuestionView, isLive: boolean) => void, end: () => void}}
 */
export function question(isLive) {
  const category = el('span', { class: 'question-category', dir: 'auto' });
  const points = el('span', { class: 'question-points' });
  const flags = el('ul', { role: 'list', class: 'question-flags' });
  const armed = el('p', { class: 'question-armed' }, icon('buzzer'), el('span', null, t('board.question.armed')));
  const text = el('p', { class: 'question-text', dir: 'auto' });
  const box = el('div', { class: 'question-box' }, text);
  const presses = el('ol', { role: 'list', class: 'presses' });
  const more = el('p', { class: 'presses-more' });
  const band = el('section', { class: 'band', 'aria-label': t('board.question.order') }, presses, more);
  const scores = strip();
  const node = el(
    'div',
    { class: isLive ? 'question opens' : 'question' },
    el('header', { class: 'question-head' }, el('h1', { class: 'question-title' }, category, ' ', points), flags, armed),
    box,
    el('footer', { class: 'question-foot' }, scores.node, band),
  );
  const fit = () => fitText(box, text);
  const observer = new ResizeObserver(fit);
  observer.observe(box);
  return {
    node,
    update(model, isLiveNow) {
      node.dataset.openQuestion = String(model.id);
      setText(category, model.category);
      setText(points, t('board.question.points', { points: number(model.points), term: model.term }));
      keyed(flags, [...new Set(model.flags)].slice(0, 4), (flag) => flag, (flag) => el('li', { class: 'flag', dir: 'auto', text: flag }));
      node.dataset.armed = String(model.isArmed);
      armed.hidden = !model.isArmed;
      if (text.textContent !== model.text) {
        setText(text, model.text);
        text.dataset.length = model.text.length <= LONG_TEXT ? 'short' : 'long';
        if (node.isConnected) fit();
      }
      node.dataset.complete = String(model.isComplete);
      node.dataset.buzzed = String(model.presses.length > 0);
      band.hidden = model.presses.length === 0;
      keyed(presses, model.presses, ({ id }) => id, () => pressNode(isLiveNow), showPress);
      setText(more, model.morePresses > 0 ? t('board.question.morePresses', { count: model.morePresses }) : '');
      scores.update(model.strip, isLiveNow);
    },
    end: () => observer.disconnect(),
  };
}

/** @param {boolean} isLive @returns {HTMLLIElement} */
function pressNode(isLive) {
  const node = el(
    'li',
    { class: isLive ? 'press slides' : 'press' },
    el('span', { class: 'press-place' }),
    el('span', { class: 'press-who' }, el('span', { class: 'press-name', dir: 'auto' }), el('span', { class: 'press-team', dir: 'auto' })),
  );
  // Once it has come in, it does not come in again when its place changes.
  on(node, 'animationend', () => node.classList.remove('slides'));
  return node;
}

/** @param {HTMLLIElement} node @param {Press} press */
function showPress(node, { place, id, name, team, color }) {
  const [number_, who] = /** @type {[HTMLElement, HTMLElement]} */ ([...node.children]);
  const [nameNode, teamNode] = /** @type {[HTMLElement, HTMLElement]} */ ([...who.children]);
  setProps(node, { 'data-buzz-order': place, 'data-player-id': id, vars: { '--team': color || null } });
  setText(number_, number(place));
  setText(nameNode, name);
  nameNode.dataset.length = name.length <= 24 ? 'short' : 'long';
  setText(teamNode, team);
}
