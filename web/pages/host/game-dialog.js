// @ts-check
/** The game as a whole: its name, links for other screens and hosts, files to take away, and how this page looks. */

import { openDialog } from '../../lib/dialog.js';
import { el } from '../../lib/dom.js';
import { languageSwitch } from '../../lib/language-switch.js';
import { soundSwitch } from '../../lib/sound.js';
import { t } from '../../lib/text.js';
import { themeSwitch } from '../../lib/theme-switch.js';
import { problemToast } from '../../lib/toast.js';
import { save } from './download.js';
import { linksPart } from './links.js';
import { button, field } from './parts.js';
import { fileName } from './words.js';

/** @typedef {import('./app.js').App} App */

const FILES = /** @type {const} */ ([['template', 'json'], ['full', 'json'], ['csv', 'csv']]);

/**
 * Opens the dialog.
 * @param {App} app
 * @param {import('./work.js').Work} work
 */
export function askGame(app, { ask }) {
  const { desk } = app;
  const { game, picture } = desk;
  const name = field({ label: t('host.gameName'), props: { value: picture.name, maxlength: 200, required: true, dir: 'auto', autocomplete: 'off' } });
  const term = field({ label: t('host.pointsTerm'), props: { value: picture.pointsTerm, maxlength: 50, required: true, dir: 'auto', autocomplete: 'off' }, hint: t('host.pointsTermHint') });
  const files = FILES.map(([mode, ending]) => button({ icon: 'download', label: t(`host.export_${mode}`), action: `export-${mode}`, class: 'compact', run: () => download(app, mode, ending) }));
  const before = { name: picture.name, points_term: picture.pointsTerm };
  const saveNames = async () => {
    if (![name, term].every(({ input }) => input.reportValidity())) return false;
    const values = { name: name.input.value.trim(), points_term: term.input.value.trim() };
    const patch = Object.fromEntries(Object.entries(values).filter(([key, value]) => Reflect.get(before, key) !== value));
    if (Object.keys(patch).length > 0) await game.mutate('game', (api) => api.updateGame(game.gameId, patch));
  };
  const dialog = openDialog({
    title: t('host.game'),
    wide: true,
    content: el(
      'div',
      { class: 'game-parts' },
      el('section', { class: 'stack' }, el('h3', { text: t('host.names') }), name.node, term.node),
      el('section', { class: 'stack' }, el('h3', { text: t('host.links') }), linksPart(app)),
      el('section', { class: 'stack' }, el('h3', { text: t('host.export') }), el('div', { class: 'row' }, ...files), el('p', { class: 'muted small', text: t('host.exportHint') })),
      el('section', { class: 'stack' }, el('h3', { text: t('host.thisPage') }), el('div', { class: 'row' }, themeSwitch(), soundSwitch(), languageSwitch()), button({ icon: 'keyboard', label: t('host.keys'), class: 'compact', run: openKeys })),
    ),
    actions: [{ label: t('common.cancel'), kind: 'quiet' }, { label: t('common.save'), kind: 'primary', run: saveNames }],
  });

  function openKeys() {
    dialog.close();
    ask.keys();
  }
}

/** @param {App} app @param {'template'|'full'|'csv'} mode @param {string} ending */
async function download(app, mode, ending) {
  const { game, picture } = app.desk;
  try {
    save(await game.api.exportGame(game.gameId, mode), fileName(picture.name, mode, ending));
  } catch (error) {
    problemToast(/** @type {any} */ (error), () => download(app, mode, ending));
  }
}
