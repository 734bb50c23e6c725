// @ts-check
import { el, keyed, setText } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { number, t } from '../../lib/text.js';
import { showUnits } from './unit.js';

/** The ranking between the rounds, and the podium at the end. */

/** @typedef {import('./picture.js').ScoresView} ScoresView */
/** @typedef {import('./picture.js').FinalView} FinalView */
/** @typedef {import('./standings.js').Unit} Unit */
/** @typedef {import('./standings.js').Step} Step */

/** So many rows are set larger where little else is on the screen. */
const FEW = 6;

/**
 * @returns {{node: HTMLElement, update: (model: ScoresView, isLive: boolean) => void}}
 */
export function scores() {
  const leaders = el('ol', { role: 'list', class: 'leaders' });
  const others = rest();
  const empty = el('p', { class: 'ranking-empty' }, t('board.scores.none'));
  const node = el('div', { class: 'ranking' }, el('h1', { class: 'ranking-title' }, t('board.scores.title')), leaders, others.node, empty);
  return {
    node,
    update({ scores: { leaders: first, rest: units, more } }, isLive) {
      empty.hidden = first.length > 0;
      leaders.style.setProperty('--units', String(Math.max(1, first.length)));
      leaders.dataset.size = first.length > 4 ? 'many' : 'few';
      showUnits(leaders, first, isLive);
      others.update(units, more, isLive, first.length <= 3);
    },
  };
}

/**
 * @param {boolean} isLive whether the podium rises
 * @returns {{node: HTMLElement, update: (model: FinalView, isLive: boolean) => void}}
 */
export function final(isLive) {
  const name = el('p', { class: 'final-name', dir: 'auto' });
  const podium = el('ol', { role: 'list', class: isLive ? 'podium rises' : 'podium' });
  const others = rest();
  const empty = el('p', { class: 'ranking-empty' }, t('board.scores.none'));
  const title = el('h1', { class: 'ranking-title' }, t('board.final.title'));
  const node = el('div', { class: 'final' }, el('header', { class: 'final-head' }, name, title), podium, others.node, empty);
  return {
    node,
    update(model, isLiveNow) {
      setText(name, model.name);
      empty.hidden = model.final.steps.length > 0;
      keyed(podium, model.final.steps, ({ rank }) => rank, stepNode, (step, model) => showStep(step, model, isLiveNow));
      others.update(model.final.rest, model.final.more, isLiveNow, false);
    },
  };
}

/** @param {Step} step @returns {HTMLLIElement} */
function stepNode({ rank }) {
  return el(
    'li',
    { class: 'step', 'data-step': rank },
    el('ol', { role: 'list', class: 'step-units' }),
    el('p', { class: 'step-more' }),
    el('div', { class: 'step-block', 'aria-hidden': 'true' }, rank === 1 && icon('trophy'), el('span', null, number(rank))),
  );
}

/** @param {HTMLLIElement} node @param {Step} step @param {boolean} isLive */
function showStep(node, { units, more }, isLive) {
  const [list, rest] = /** @type {[HTMLElement, HTMLElement]} */ ([...node.children]);
  node.dataset.ties = String(units.length);
  showUnits(list, units, isLive);
  setText(rest, more > 0 ? t('board.final.tied', { count: more }) : '');
}

/** The rows under the large ones, as many as there is room for. */
function rest() {
  const list = el('ol', { role: 'list', class: 'rest', 'data-room': 'rows' });
  const more = el('p', { class: 'rest-more' });
  const node = el('section', { class: 'rest-box', 'aria-label': t('board.scores.others') }, list, more);
  return {
    node,
    /** @param {Unit[]} units @param {number} count @param {boolean} isLive @param {boolean} isRoomy */
    update(units, count, isLive, isRoomy) {
      node.dataset.empty = String(units.length === 0);
      list.dataset.size = isRoomy && units.length + count <= FEW ? 'few' : 'many';
      showUnits(list, units, isLive);
      setText(more, count > 0 ? t('board.scores.more', { count }) : '');
    },
  };
}
