// @ts-check
/** Says which question points are for, and lets the host pick one while none is open. */

import { el, keyed, setText } from '../../lib/dom.js';
import { findQuestion } from '../../lib/structure.js';
import { number, t } from '../../lib/text.js';
import { mark } from './parts.js';
import { questionLabel } from './targets.js';
import { shorten } from './words.js';

/** @typedef {import('./app.js').App} App */

/**
 * Makes the bar.
 * @param {App} app
 * @returns {{node: HTMLElement, update: () => void}}
 */
export function targetBar({ desk }) {
  const sentence = el('p', { class: 'target-words' });
  const select = el('select', {
    class: 'input target-select',
    'aria-label': t('host.pickTarget'),
    on: { change: () => desk.set({ chosenQuestion: Number(select.value) || null }) },
  });
  const picker = el('details', { class: 'target-picker' }, el('summary', { text: t('host.pickTarget') }), select);
  const node = el('div', { class: 'target' }, sentence, picker);
  let drawn = '';

  function update() {
    const { target, picture } = desk;
    const found = target ? findQuestion(picture, target.id) : null;
    mark(node, 'data-why', target?.why ?? 'none');
    if (target && found) {
      const question = questionLabel(picture, target.id) ?? '';
      const key = { open: 'host.targetOpen', chosen: 'host.targetChosen', last: 'host.targetLast' }[target.why];
      setText(sentence, t(key, { question }));
    } else setText(sentence, t('host.noTarget'));
    picker.hidden = target?.why === 'open';
    if (!picker.hidden && picker.open) fillSelect(target?.id ?? null);
  }

  // Filled only when it is opened: a quiz may have thousands of questions.
  picker.addEventListener('toggle', () => {
    drawn = '';
    update();
  });

  /** @param {number|null} chosen */
  function fillSelect(chosen) {
    const { picture } = desk;
    const now = `${picture.revision}`;
    if (drawn !== now) {
      drawn = now;
      const groups = picture.boards.flatMap((board) => board.categories);
      keyed(select, groups, (category) => category.id, (category) => el('optgroup', { label: shorten(category.name) }), (group, category) => {
        mark(group, 'label', shorten(category.name));
        keyed(group, category.questions, (question) => question.id, (question) => el('option', { value: String(question.id) }), (option, question) => {
          const text = `${shorten(category.name, 40)} · ${number(question.points)}`;
          setText(option, question.answered ? t('host.playedOption', { question: text }) : text);
        });
      });
    }
    if (document.activeElement !== select) select.value = chosen === null ? '' : String(chosen);
  }

  return { node, update };
}
