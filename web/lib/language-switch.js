/** The choice of language. */
import { el } from './dom.js';
import { keepLanguage, language, languages, t } from './text.js';

/** Each language in its own words, so they are no texts to be translated. */
const names = { en: 'English', de: 'Deutsch', es: 'Español' };

/**
 * A list of the languages; the page is loaded again in the one chosen (what
 * the page shows is kept by the server, so nothing is lost).
 *
 * @returns {HTMLSelectElement}
 */
export function languageSwitch() {
  const select = el(
    'select',
    { class: 'input language', 'aria-label': t('common.language') },
    ...languages.map((code) => el('option', { value: code, lang: code, text: names[code], selected: code === language() })),
  );
  select.addEventListener('change', () => {
    const chosen = languages.find((code) => code === select.value);
    if (!chosen) return;
    keepLanguage(chosen);
    const url = new URL(location.href);
    url.searchParams.delete('lang');
    history.replaceState(history.state, '', url);
    location.reload();
  });
  return select;
}
