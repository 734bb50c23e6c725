// @ts-check
/** Rounds and categories: names, places, new ones, and away with them. */

import { confirmDialog, openDialog } from '../../lib/dialog.js';
import { el } from '../../lib/dom.js';
import { t } from '../../lib/text.js';
import { attempt } from './attempt.js';
import { field } from './parts.js';
import { isolate, shorten } from './words.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('../../lib/structure.js').Board} Board */
/** @typedef {import('../../lib/structure.js').Category} Category */

/**
 * Asks about a round.
 * @param {App} app
 * @param {Board|null} board null: a new one
 */
export function askBoard({ desk }, board) {
  const { game } = desk;
  const name = field({ label: t('common.name'), props: { value: board?.name ?? '', maxlength: 200, dir: 'auto', autocomplete: 'off', required: true } });
  const place = placeField(desk.picture.boards, board);
  const before = board?.name;
  const save = async () => {
    if (!name.input.reportValidity()) return false;
    const value = name.input.value.trim();
    if (!board) return void await game.mutate('boards', (api) => api.createBoard(game.gameId, { name: value }));
    const patch = { ...(value === before ? {} : { name: value }), ...place.read() };
    if (Object.keys(patch).length > 0) await game.mutate(`board:${board.id}`, (api) => api.updateBoard(board.id, patch));
  };
  const remove = async () => {
    if (!board) return false;
    const isWanted = await confirmDialog({ title: t('host.deleteRound'), message: t('host.deleteRoundHint', { name: isolate(shorten(board.name, 80)) }), action: t('common.delete'), danger: true });
    return isWanted && attempt(game, `board:${board.id}`, (api) => api.deleteBoard(board.id));
  };
  openDialog({
    title: t(board ? 'host.editRound' : 'host.addRound'),
    content: el('div', { class: 'stack' }, name.node, place.node),
    actions: actionsOf(board !== null, save, remove),
  });
}

/**
 * Asks about a category.
 * @param {App} app
 * @param {Board} board
 * @param {Category|null} category null: a new one
 */
export function askCategory({ desk }, board, category) {
  const { game } = desk;
  const name = field({ label: t('common.name'), props: { value: category?.name ?? '', maxlength: 200, required: true, dir: 'auto', autocomplete: 'off' } });
  const description = field({ tag: 'textarea', label: t('host.description'), props: { value: category?.description ?? '', maxlength: 2000, dir: 'auto', rows: 3 } });
  const place = placeField(board.categories, category);
  const before = { name: category?.name, description: category?.description };
  const save = async () => {
    if (!name.input.reportValidity()) return false;
    const values = { name: name.input.value.trim(), description: description.input.value };
    if (!category) return void await game.mutate(`board:${board.id}`, (api) => api.createCategory(board.id, values));
    const patch = {
      ...(values.name === before.name ? {} : { name: values.name }),
      ...(values.description === before.description ? {} : { description: values.description }),
      ...place.read(),
    };
    if (Object.keys(patch).length > 0) await game.mutate(`category:${category.id}`, (api) => api.updateCategory(category.id, patch));
  };
  const remove = async () => {
    if (!category) return false;
    const isWanted = await confirmDialog({ title: t('host.deleteCategory'), message: t('host.deleteCategoryHint', { name: isolate(shorten(category.name, 80)) }), action: t('common.delete'), danger: true });
    return isWanted && attempt(game, `category:${category.id}`, (api) => api.deleteCategory(category.id));
  };
  openDialog({
    title: t(category ? 'host.editCategoryTitle' : 'host.addCategory'),
    content: el('div', { class: 'stack' }, name.node, description.node, place.node),
    actions: actionsOf(category !== null, save, remove),
  });
}

/**
 * @param {boolean} exists
 * @param {() => unknown} save
 * @param {() => unknown} remove
 * @returns {import('../../lib/dialog.js').Action[]}
 */
function actionsOf(exists, save, remove) {
  return [
    ...(exists ? [{ label: t('common.delete'), kind: /** @type {const} */ ('danger'), run: remove }] : []),
    { label: t('common.cancel'), kind: 'quiet' },
    { label: t(exists ? 'common.save' : 'common.add'), kind: 'primary', run: save },
  ];
}

/**
 * The number by which things of a kind are sorted.
 * @param {{id: number, order: number}[]} siblings
 * @param {{id: number, order: number}|null} thing null: a new one, which comes last
 */
function placeField(siblings, thing) {
  const { node, input } = field({
    label: t('host.order'),
    props: { type: 'number', min: 0, max: 32767, step: 1, value: String(thing?.order ?? 0) },
    hint: t('host.orderHint', { orders: siblings.map((one) => String(one.order)).join(', ') }),
  });
  const before = thing?.order;
  node.hidden = thing === null || siblings.length < 2;
  return {
    node,
    /** @returns {{order?: number}} */
    read: () => (thing && input.value !== '' && Number(input.value) !== before ? { order: Number(input.value) } : {}),
  };
}
