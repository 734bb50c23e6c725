/** A button that goes through system, dark and light. */
import { el, setProps } from './dom.js';
import { icon } from './icons.js';
import { t } from './text.js';
import { choose, keptTheme, themes } from './theme.js';

const icons = /** @type {const} */ ({ system: 'auto', dark: 'moon', light: 'sun' });

/** @returns {HTMLButtonElement} */
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
 * @param {import('./theme.js').Theme} theme
 * @returns {import('./theme.js').Theme}
 */
export function nextTheme(theme) {
  return themes[(themes.indexOf(theme) + 1) % themes.length];
}
