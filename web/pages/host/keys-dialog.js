// @ts-check
/** The list of keys. */

import { openDialog } from '../../lib/dialog.js';
import { el } from '../../lib/dom.js';
import { t } from '../../lib/text.js';
import { areKeysOn, setKeysOn } from './key-bindings.js';
import { KEY_TABLE } from './keys.js';

/** @typedef {import('./keys.js').Row} Row */

/** Opens it. */
export function showKeys() {
  const groups = ['question', 'desk', 'players', 'show'];
  const isOn = el('input', { type: 'checkbox', checked: areKeysOn(), on: { change: () => setKeysOn(isOn.checked) } });
  const lists = groups.map((group) =>
    el(
      'section',
      { class: 'keys-group' },
      el('h3', { text: t(`host.keys_${group}`) }),
      el('dl', { class: 'keys-list' }, ...KEY_TABLE.filter((row) => row.group === group).flatMap((row) => [el('dt', null, ...caps(row)), el('dd', { text: meaning(row) })])),
    )
  );
  openDialog({
    title: t('host.keys'),
    wide: true,
    content: el(
      'div',
      { class: 'stack' },
      el('div', { class: 'row' }, el('label', { class: 'check' }, isOn, t('host.keysOn')), el('p', { class: 'muted small', text: t('host.keysHint') })),
      el('div', { class: 'keys-groups' }, ...lists),
    ),
    actions: [{ label: t('common.close'), kind: 'primary' }],
  });
}

/** @param {Row} row */
function caps(row) {
  const shown = row.shown ?? row.keys.map((key) => key.toUpperCase());
  return shown.flatMap((key, index) => [
    index > 0 ? ' / ' : '',
    row.shift ? el('span', null, el('kbd', { class: 'kbd', text: '\u21e7' }), ' ') : '',
    el('kbd', { class: 'kbd', text: key }),
  ]);
}

/** @param {Row} row */
function meaning(row) {
  if (row.name === 'view') return t('host.key_view', { view: t(`host.view_${row.arg}`) });
  if (row.name === 'round') return t(row.arg === 1 ? 'host.key_roundNext' : 'host.key_roundBefore');
  return t(`host.key_${row.name}`);
}
