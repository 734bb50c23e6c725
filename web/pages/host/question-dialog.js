// @ts-check
/** Edits a question in place. Where another host was faster, both texts are shown and nobody's is lost. */

import { confirmDialog, openDialog } from '../../lib/dialog.js';
import { el } from '../../lib/dom.js';
import { findQuestion } from '../../lib/structure.js';
import { t } from '../../lib/text.js';
import { toast } from '../../lib/toast.js';
import { attempt } from './attempt.js';
import { button, field, pointsText, words } from './parts.js';
import { showAnew } from './show-anew.js';
import { readFlags } from './words.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('../../lib/structure.js').Question} Question */
/** @typedef {{text: string, answer: string, points: number, flags: string[]}} Values */

/** What the server allows. */
const LIMIT = 2000;
const MOST_POINTS = 2147483647;

/**
 * Opens the editor.
 * @param {App} app
 * @param {import('./work.js').Work} work
 * @param {number} categoryId
 * @param {Question|null} question null: a new one
 * @param {Values|null} [own] what this host has written meanwhile, against the question as it is now
 */
export function askQuestion(app, work, categoryId, question, own = null) {
  const { desk } = app;
  const fields = questionFields(own ?? question ?? newQuestion(app, categoryId));
  const conflict = el('div', { class: 'conflict', role: 'alert' });
  conflict.hidden = true;
  if (question && own) showConflict(conflict, fields, question, desk.picture.pointsTerm);
  // What the host sees in the fields: the picture's own question changes under them.
  let before = question && { ...question };
  const run = async () => {
    const values = fields.read();
    if (!values) return false;
    if (!question || !before) {
      await desk.game.mutate(`category:${categoryId}`, (api) => api.createQuestion(categoryId, values));
      return;
    }
    const patch = changedOnly(before, values);
    if (Object.keys(patch).length === 0) return;
    const { id, version } = before;
    try {
      await desk.game.mutate(`question:${id}`, (api) => api.updateQuestion(id, patch, { ifMatch: version }));
    } catch (error) {
      if (/** @type {any} */ (error).status !== 412) throw error;
      await desk.game.reload();
      const theirs = findQuestion(desk.picture, id)?.question;
      if (!theirs) return void toast({ message: t('host.questionGone'), kind: 'error' });
      // Closed while the answer was on its way: what has been written is not thrown away unasked.
      if (!dialog.node.isConnected) return void askQuestion(app, work, categoryId, { ...theirs }, values);
      before = { ...theirs };
      showConflict(conflict, fields, before, desk.picture.pointsTerm);
      return false;
    }
    showAnew(desk, work.show, id, values);
  };
  const dialog = openDialog({
    title: t(question ? 'host.editQuestion' : 'host.newQuestion'),
    wide: true,
    content: el('div', { class: 'stack' }, conflict, ...fields.nodes),
    actions: [
      ...(question ? [{ label: t('common.delete'), kind: /** @type {const} */ ('danger'), run: () => remove(app, question) }] : []),
      { label: t('common.cancel'), kind: 'quiet' },
      { label: t(question ? 'common.save' : 'common.add'), kind: 'primary', run },
    ],
  });
  fields.focus();
  return dialog;
}

/** @param {App} app @param {Question} question @returns {Promise<boolean>} */
async function remove({ desk }, { id }) {
  const isWanted = await confirmDialog({ title: t('host.deleteQuestion'), message: t('host.deleteQuestionHint'), action: t('common.delete'), danger: true });
  if (!isWanted) return false;
  if (desk.show.question?.id === id) {
    toast({ message: t('host.closeFirst'), kind: 'error' });
    return false;
  }
  return attempt(desk.game, `question:${id}`, (api) => api.deleteQuestion(id));
}

/** @param {Values | Question} start */
function questionFields(start) {
  const text = field({ tag: 'textarea', label: t('host.questionText'), props: { maxlength: LIMIT, required: true, rows: 4, dir: 'auto', value: start.text ?? '' } });
  const answer = field({ tag: 'textarea', label: t('host.questionAnswer'), props: { maxlength: LIMIT, rows: 2, dir: 'auto', value: start.answer ?? '' }, hint: t('host.answerHint') });
  const points = field({ label: t('host.questionPoints'), props: { type: 'number', min: 0, max: MOST_POINTS, step: 1, required: true, inputmode: 'numeric', value: String(start.points) } });
  const flags = field({ label: t('host.questionFlags'), props: { maxlength: 1000, dir: 'auto', value: start.flags.join(', ') }, hint: t('host.flagsHint') });
  const all = [text, answer, points, flags];
  return {
    nodes: [text.node, answer.node, el('div', { class: 'field-pair' }, points.node, flags.node)],
    focus: () => text.input.focus(),
    /** @returns {Values|null} null: something is missing, and said at its field */
    read() {
      if (!all.every(({ input }) => input.reportValidity())) return null;
      return { text: text.input.value, answer: answer.input.value, points: Number(points.input.value), flags: readFlags(flags.input.value) };
    },
    /** @param {Values | Question} values */
    fill(values) {
      text.input.value = values.text ?? '';
      answer.input.value = values.answer ?? '';
      points.input.value = String(values.points);
      flags.input.value = values.flags.join(', ');
    },
  };
}

/**
 * Shows what the other host has written; saving again then puts one's own over it.
 * @param {HTMLElement} box
 * @param {ReturnType<typeof questionFields>} fields
 * @param {Question} theirs
 * @param {string} term
 */
function showConflict(box, fields, theirs, term) {
  const take = button({
    label: t('host.takeTheirs'),
    class: 'compact',
    run: () => {
      fields.fill(theirs);
      box.hidden = true;
    },
  });
  box.replaceChildren(
    el('p', null, el('strong', { text: t('host.conflict') })),
    el('blockquote', null, el('p', null, words(theirs.text ?? '')), el('p', { class: 'muted' }, words(theirs.answer || t('host.noAnswer')), ` · ${pointsText(theirs.points, term)}`)),
    el('p', { class: 'small', text: t('host.conflictHint') }),
    take,
  );
  box.hidden = false;
}

/** @param {Question} before @param {Values} values @returns {Partial<Values>} */
function changedOnly(before, values) {
  /** @type {Partial<Values>} */
  const patch = {};
  if (values.text !== (before.text ?? '')) patch.text = values.text;
  if (values.answer !== (before.answer ?? '')) patch.answer = values.answer;
  if (values.points !== before.points) patch.points = values.points;
  if (values.flags.join('\n') !== before.flags.join('\n')) patch.flags = values.flags;
  return patch;
}

/** A new question is worth one step more than the last. @param {App} app @param {number} categoryId @returns {Values} */
function newQuestion({ desk }, categoryId) {
  const category = desk.picture.boards.flatMap((board) => board.categories).find((one) => one.id === categoryId);
  const worth = (category?.questions ?? []).map((question) => question.points);
  const last = worth.at(-1) ?? 0;
  const step = worth.length > 1 ? last - (worth.at(-2) ?? 0) : last || 100;
  return { text: '', answer: '', points: Math.min(MOST_POINTS, Math.max(0, last + step)), flags: [] };
}
