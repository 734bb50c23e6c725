/** Dark, light, or as the system has it: a choice kept in this browser. */
import { el, setProps } from './dom.js';
import { icon } from './icons.js';
import { t } from './text.js';

/** @typedef {'system' | 'dark' | 'light'} Theme */

/** @type {Theme[]} */
const order = ['system', 'dark', 'light'];
const icons = /** @type {const} */ ({ system: 'auto', dark: 'moon', light: 'sun' });
const storageKey = 'podium.theme';

/** @type {Theme} What holds where storage is forbidden. */
let unkept = 'system';

apply(keptTheme());

/**
 * A button that goes through system, dark and light. Importing this module
 * applies what was chosen before.
 *
 * @returns {HTMLButtonElement}
 */
export function themeSwitch() {
  const button = el('button', { type: 'button', class: 'button quiet icon' });
  const draw = () => {
    const theme = keptTheme();
    const label = t('common.theme.label', { theme: t(`common.theme.${theme}`) });
    setProps(button, { 'aria-label': label, title: label });
    button.replaceChildren(icon(icons[theme]));
  };
  button.addEventListener('click', () => {
    choose(nextTheme(keptTheme()));
    draw();
  });
  draw();
  return button;
}

/**
 * The theme that follows on a press.
 *
 * @param {Theme} theme
 * @returns {Theme}
 */
export function nextTheme(theme) {
  return order[(order.indexOf(theme) + 1) % order.length];
}

/** @param {Theme} theme */
function choose(theme) {
  unkept = theme;
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Storage can be forbidden; the choice then holds for this page only.
  }
  apply(theme);
}

/** @returns {Theme} */
function keptTheme() {
  try {
    const kept = localStorage.getItem(storageKey);
    return order.find((theme) => theme === kept) ?? 'system';
  } catch {
    return unkept;
  }
}

/** @param {Theme} theme */
function apply(theme) {
  const root = globalThis.document?.documentElement;
  if (!root) return;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
}
