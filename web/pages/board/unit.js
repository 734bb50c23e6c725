// @ts-check
import { countUp } from '../../lib/count-up.js';
import { el, keyed, setProps, setText } from '../../lib/dom.js';
import { number } from '../../lib/text.js';

/** A team or a player with the score: in the strip, the ranking and on the podium. */

/** @typedef {import('./standings.js').Unit} Unit */

/**
 * Makes a list of places follow the units. A place keeps its node whoever stands in it, so that nothing moves; a score
 * counts to its new value if it is still the same one's.
 * @param {HTMLElement} list
 * @param {Unit[]} units
 * @param {boolean} isLive whether a newcomer's place is lit up
 * @returns {void}
 */
export function showUnits(list, units, isLive) {
  const places = units.map((unit, place) => ({ unit, place }));
  keyed(list, places, ({ place }) => place, () => unitNode(), (node, { unit }) => showUnit(node, unit, isLive));
}

/** @returns {HTMLLIElement} */
function unitNode() {
  return el(
    'li',
    { class: 'unit' },
    el('span', { class: 'unit-rank' }),
    el('span', { class: 'unit-name', dir: 'auto' }),
    el('span', { class: 'unit-score' }),
  );
}

/** @param {HTMLLIElement} node @param {Unit} unit @param {boolean} isLive */
function showUnit(node, unit, isLive) {
  const [rank, name, box] = /** @type {[HTMLElement, HTMLElement, HTMLElement]} */ ([...node.children]);
  const isOther = node.dataset.unit !== `${unit.kind}/${unit.id}`;
  const isNewcomer = isLive && isOther && node.dataset.unit !== undefined;
  setProps(node, {
    'data-unit': `${unit.kind}/${unit.id}`,
    'data-player-id': unit.kind === 'player' ? unit.id : null,
    'data-team-id': unit.kind === 'team' ? unit.id : null,
    'data-rank': unit.rank,
    vars: { '--team': unit.color || null },
  });
  if (isOther) box.replaceChildren(el('span', { class: 'score' }));
  if (isNewcomer) node.classList.add('is-new');
  setText(rank, number(unit.rank));
  setText(name, unit.name);
  name.dataset.length = unit.name.length <= 14 ? 'short' : unit.name.length <= 30 ? 'medium' : 'long';
  const score = /** @type {HTMLElement} */ (box.firstElementChild);
  // Long scores get smaller letters in the same box.
  setProps(score, { 'data-score': unit.score, vars: { '--chars': number(unit.score).length } });
  countUp(score, unit.score);
}
