/** Dialogs on `<dialog>`: the browser keeps the focus inside, and gives it back. */
import { el } from './dom.js';
import { icon } from './icons.js';
import { dialogClosed, dialogOpened } from './overlay-home.js';
import { t } from './text.js';
import { problemToast } from './toast.js';

/**
 * @typedef {object} Action
 * @property {string} label
 * @property {'primary' | 'danger' | 'quiet' | 'good' | 'bad'} [kind]
 * @property {() => unknown} [run]  false, or a promise of it, keeps the dialog open; a rejection is shown and keeps it open too
 * @property {boolean} [submit]  Enter in a field runs it; without one, the first primary action
 */

/**
 * @typedef {object} DialogOptions
 * @property {string} title
 * @property {Node | null} [content]
 * @property {Action[]} [actions]
 * @property {() => void} [onClose]  called once, however it is closed
 * @property {boolean} [wide]
 */

/** @typedef {{node: HTMLDialogElement, close: () => void, setBusy: (busy: boolean) => void}} OpenDialog */

let count = 0;

/**
 * Opens a dialog over the page. It can always be closed by its ×, by Escape
 * and by a click beside it. While an action's promise is pending its buttons
 * are off.
 *
 * @param {DialogOptions} options
 * @returns {OpenDialog}
 */
export function openDialog(options) {
  const titleId = `dialog-title-${++count}`;
  const actions = options.actions ?? [];
  const main = actions.find((action) => action.submit) ?? actions.find((action) => action.kind === 'primary');
  const buttons = actions.map((action) =>
    el('button', { type: action === main ? 'submit' : 'button', class: `button ${action.kind ?? ''}`, text: action.label })
  );
  const form = el(
    'form',
    { class: 'dialog-form', method: 'dialog', novalidate: true },
    el(
      'div',
      { class: 'dialog-head' },
      el('h2', { id: titleId, dir: 'auto', text: options.title }),
      el('button', { type: 'button', class: 'button quiet icon', 'aria-label': t('common.close'), on: { click: () => node.close() } }, icon('close')),
    ),
    options.content,
    buttons.length > 0 && el('div', { class: 'dialog-actions' }, ...buttons),
  );
  const node = el('dialog', { class: options.wide ? 'dialog wide' : 'dialog', 'aria-labelledby': titleId }, form);

  const setBusy = (/** @type {boolean} */ busy) => {
    for (const button of buttons) button.disabled = busy;
  };
  const perform = async (/** @type {Action} */ action) => {
    const button = buttons[actions.indexOf(action)];
    if (button.disabled) return;
    setBusy(true);
    button.setAttribute('aria-busy', 'true');
    try {
      if (await action.run?.() !== false) node.close();
    } catch (error) {
      problemToast(error);
    } finally {
      button.removeAttribute('aria-busy');
      setBusy(false);
    }
  };

  actions.forEach((action, index) => {
    if (action !== main) buttons[index].addEventListener('click', () => perform(action));
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (main) perform(main);
  });
  closeBeside(node);
  node.addEventListener('close', () => {
    dialogClosed(node);
    node.remove();
    options.onClose?.();
  });
  document.body.append(node);
  node.showModal();
  dialogOpened(node);
  // Without a field Enter means the main action, but never one that destroys.
  (firstField(form) ?? buttons[main && main.kind !== 'danger' ? actions.indexOf(main) : 0])?.focus();
  return { node, close: () => node.close(), setBusy };
}

/**
 * Asks before something is done.
 *
 * @param {{title: string, message?: string, action: string, danger?: boolean}} options  action: the words on the button, saying what it does
 * @returns {Promise<boolean>} whether it was wanted
 */
export function confirmDialog({ title, message, action, danger }) {
  return new Promise((resolve) => {
    let wanted = false;
    openDialog({
      title,
      content: message ? el('p', { dir: 'auto', text: message }) : null,
      actions: [
        { label: t('common.cancel'), kind: 'quiet' },
        { label: action, kind: danger ? 'danger' : 'primary', submit: true, run: () => void (wanted = true) },
      ],
      onClose: () => resolve(wanted),
    });
  });
}

/**
 * Asks for one line of text or a number.
 *
 * @param {{title: string, label: string, action: string, value?: string, hint?: string, type?: string, maxLength?: number, required?: boolean}} options
 * @returns {Promise<string | null>} what was written, without spaces around it; null when it was taken back
 */
export function promptDialog({ title, label, action, value = '', hint, type = 'text', maxLength, required = true }) {
  return new Promise((resolve) => {
    /** @type {string | null} */
    let result = null;
    const id = `dialog-field-${count + 1}`;
    const error = el('span', { class: 'field-error', id: `${id}-error`, role: 'alert' });
    const input = el('input', {
      id,
      class: 'input',
      type,
      value,
      maxlength: maxLength,
      dir: 'auto',
      autocomplete: 'off',
      'aria-describedby': `${id}-hint ${id}-error`,
    });
    const run = () => {
      const written = input.value.trim();
      const missing = required && written === '';
      error.textContent = missing ? t('common.required') : '';
      input.setAttribute('aria-invalid', String(missing));
      if (missing) {
        input.focus();
        return false;
      }
      result = written;
      return true;
    };
    openDialog({
      title,
      content: el(
        'div',
        { class: 'field' },
        el('label', { for: id, text: label }),
        input,
        el('span', { class: 'field-hint', id: `${id}-hint`, text: hint ?? '', hidden: !hint }),
        error,
      ),
      actions: [{ label: t('common.cancel'), kind: 'quiet' }, { label: action, kind: 'primary', run }],
      onClose: () => resolve(result),
    });
    input.select();
  });
}

/**
 * A click on the backdrop closes; one that began inside (a selection that
 * was drawn out of the dialog) does not.
 *
 * @param {HTMLDialogElement} node
 */
function closeBeside(node) {
  let beganBeside = false;
  node.addEventListener('pointerdown', (event) => {
    beganBeside = event.target === node;
  });
  node.addEventListener('click', (event) => {
    if (event.target === node && beganBeside) node.close();
  });
}

/**
 * The field that takes the focus.
 *
 * @param {HTMLElement} form
 * @returns {HTMLElement | null}
 */
function firstField(form) {
  return form.querySelector('[autofocus], input:not([type="hidden"]), select, textarea');
}
