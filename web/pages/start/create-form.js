// @ts-check
import { el, on, setProps, setText } from '../../lib/dom.js';
import { t } from '../../lib/text.js';
import { problemToast } from '../../lib/toast.js';
import { asAdmin } from './admin.js';
import { openNewGame } from './open-game.js';
import { waitingLine } from './waiting-line.js';

/**
 * Makes an empty game.
 * @returns {HTMLFormElement}
 */
export function createForm() {
  const name = el('input', {
    id: 'game-name', class: 'input', required: true, maxlength: 200, dir: 'auto', autocomplete: 'off', 'aria-describedby': 'game-name-error',
    placeholder: t('start.namePlaceholder'),
  });
  const nameError = el('p', { id: 'game-name-error', class: 'field-error' });
  const term = el('input', { id: 'points-term', class: 'input', maxlength: 50, dir: 'auto', autocomplete: 'off', placeholder: t('start.termPlaceholder') });
  const button = el('button', { type: 'submit', class: 'button primary large wide', text: t('start.create') });
  const waiting = waitingLine();
  const form = el(
    'form', { class: 'stack create-form', novalidate: true },
    el('h3', { text: t('start.createTitle') }),
    el('div', { class: 'field' }, el('label', { for: 'game-name', text: t('start.gameName') }), name, nameError),
    el('div', { class: 'field' }, el('label', { for: 'points-term', text: t('start.pointsTerm') }), term),
    button,
    waiting.node,
  );

  async function create() {
    const body = { name: name.value.trim(), ...(term.value.trim() ? { points_term: term.value.trim() } : {}) };
    setProps(button, { 'aria-busy': true, disabled: true });
    try {
      const made = await asAdmin((api) => waiting.during(api.createGame(body)));
      if (made) openNewGame(made, body.name);
    } catch (error) {
      problemToast(error, () => void create());
    }
    setProps(button, { 'aria-busy': null, disabled: false });
  }

  on(name, 'input', () => setText(nameError, ''));
  on(form, 'submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    const isEmpty = name.value.trim() === '';
    setProps(name, { 'aria-invalid': isEmpty ? true : null });
    setText(nameError, isEmpty ? t('start.nameNeeded') : '');
    if (isEmpty) name.focus();
    else void create();
  });
  return form;
}
