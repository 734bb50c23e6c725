/** Dark, light, or as the system has it: a choice kept in this browser. Importing this applies what was chosen before. */

/** @typedef {'system' | 'dark' | 'light'} Theme */

/** @type {Theme[]} */
export const themes = ['system', 'dark', 'light'];
const storageKey = 'podium.theme';

/** @type {Theme} What holds where storage is forbidden. */
let unkept = 'system';

apply(keptTheme());

/** @param {Theme} theme */
export function choose(theme) {
  unkept = theme;
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Storage can be forbidden; the choice then holds for this page only.
  }
  apply(theme);
}

/** @returns {Theme} */
export function keptTheme() {
  try {
    const kept = localStorage.getItem(storageKey);
    return themes.find((theme) => theme === kept) ?? 'system';
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
