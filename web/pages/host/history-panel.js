// @ts-check
/** The history of changes: who, what and when, newest first, back to the start; each can be undone from here. */

import { el, keyed, setText } from '../../lib/dom.js';
import { dateTime, t, time } from '../../lib/text.js';
import { problemToast } from '../../lib/toast.js';
import { inverse, supersededBy } from '../../lib/undo.js';
import { actorLine, changeLine, nameBook } from './history-lines.js';
import { button, mark } from './parts.js';
import { questionLabel } from './targets.js';

/** How many lines are drawn, and how many more each time that older ones are wanted. */
const LINES = 300;

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./change-log.js').Change} Change */

/**
 * Makes the panel's contents.
 * @param {App} app
 * @param {import('./work.js').Work} work
 * @returns {import('./late-sections.js').Contents}
 */
export function historyContents({ desk }, { scores }) {
  const { history } = desk;
  const list = el('ol', { role: 'list', class: 'history' });
  const older = button({ icon: 'history', label: t('host.older'), action: 'older', class: 'compact wide', run: readOlder });
  const start = el('p', { class: 'muted small history-start', text: t('host.historyStart') });
  const behind = el('p', { class: 'muted small history-start', text: t('host.historyBehind') });
  const scroll = el('div', { class: 'history-scroll', on: { scroll: nearEnd } }, behind, list, older, start);
  const close = button({ icon: 'close', label: t('host.closeHistory'), isIconOnly: true, class: 'quiet history-close', run: () => desk.set({ section: 'players' }) });
  let drawn = '';
  let most = LINES;

  function update() {
    const { log } = history;
    behind.hidden = !history.isBehind;
    const isWhole = log.isComplete && log.changes.length <= most;
    older.hidden = isWhole || log.changes.length === 0;
    start.hidden = !isWhole && desk.picture.revision > 0;
    mark(older, 'aria-busy', history.isReadingOlder);
    const changes = log.list(most);
    const pending = changes.filter(isOnItsWay).map((change) => change.revision);
    // The lines follow from the log and the names, which all come with a revision: nothing to do while that stands.
    const now = `${log.oldest} ${log.newest} ${most} ${desk.picture.revision} ${pending.join()}`;
    if (now === drawn || scroll.offsetParent === null) return;
    drawn = now;
    const superseded = supersededBy(log.changes);
    const names = nameBook(desk.picture, log.changes);
    keyed(list, changes, (change) => change.revision, createLine, (line, change) => {
      updateLine(line, change, superseded.has(change.revision), names, pending.includes(change.revision));
    });
  }

  /** @param {Change} change whether it is just being undone */
  function isOnItsWay({ revision }) {
    return scores.isUndoing(revision) || desk.game.isPending(`undo:${revision}`);
  }

  /** @param {Change} change */
  function createLine(change) {
    const at = new Date(change.at);
    return el(
      'li',
      { class: 'history-line', 'data-revision': change.revision },
      el('div', { class: 'grow' }, el('p', { class: 'history-what' }), el('p', { class: 'history-who muted' },
        el('bdi', { dir: 'auto' }), ' · ', el('time', { datetime: change.at, title: dateTime(at), text: time(at) }), el('span', { class: 'history-why' }))),
      button({ icon: 'undo', label: t('host.undo'), isIconOnly: true, action: 'undo', class: 'quiet', run: () => scores.undo(change) }),
    );
  }

  /**
   * @param {HTMLElement} line
   * @param {Change} change
   * @param {boolean} isSuperseded
   * @param {import('./history-lines.js').NameOf} names
   * @param {boolean} isPending
   */
  function updateLine(line, change, isSuperseded, names, isPending) {
    const [what, who] = /** @type {HTMLElement[]} */ ([...(line.firstElementChild?.children ?? [])]);
    const undo = /** @type {HTMLButtonElement} */ (line.lastElementChild);
    if (!what || !who) return;
    const said = changeLine(change, names, (id) => questionLabel(desk.picture, id) ?? t('host.aQuestion'));
    const words = t(said.key, said.values);
    setText(what, words);
    const actor = actorLine(change.actor, names);
    setText(/** @type {Element} */ (who.firstElementChild), t(actor.key, actor.values));
    const canUndo = !isSuperseded && inverse(change) !== null;
    const why = canUndo ? '' : t(isSuperseded ? 'host.changedAgain' : 'host.cannotUndo');
    setText(/** @type {Element} */ (who.lastElementChild), why ? ` · ${why}` : '');
    undo.disabled = !canUndo || isPending;
    mark(undo, 'aria-label', canUndo ? t('host.undoThis', { what: words }) : why);
    mark(undo, 'title', canUndo ? t('host.undo') : why);
    mark(undo, 'aria-busy', isPending);
    line.classList.toggle('is-good', said.sign === '+');
    line.classList.toggle('is-bad', said.sign === '-');
  }

  async function readOlder() {
    const isThere = history.log.changes.length > most;
    most = Math.min(most, history.log.changes.length) + LINES;
    desk.touch();
    if (isThere) return;
    try {
      await history.readOlder();
    } catch (error) {
      problemToast(/** @type {any} */ (error), readOlder);
    }
  }

  function nearEnd() {
    const isNear = scroll.scrollTop + scroll.clientHeight > scroll.scrollHeight - 200;
    if (isNear && !older.hidden && !history.isReadingOlder) readOlder();
  }

  return { nodes: [scroll, close], update };
}
