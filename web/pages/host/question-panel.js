// @ts-check
/** The question at hand: its text, its answer for the host's eyes, and what is done with it. */

import { el, keyed, setText } from '../../lib/dom.js';
import { t } from '../../lib/text.js';
import { buzzView } from './buzz-panel.js';
import { button, mark, pointsText, relabel } from './parts.js';

/** @typedef {import('./app.js').App} App */

/**
 * Makes the panel's contents.
 * @param {App} app
 * @param {import('./work.js').Work} work
 * @returns {import('./late-sections.js').Contents}
 */
export function questionContents(app, work) {
  const { desk } = app;
  const { show, ask } = work;
  const place = el('p', { class: 'eyebrow clip', dir: 'auto' });
  const points = el('p', { class: 'question-points number' });
  const flags = el('ul', { role: 'list', class: 'question-flags row' });
  const text = el('p', { class: 'question-text', dir: 'auto', tabindex: '0' });
  const answer = el('p', { class: 'answer-text', dir: 'auto', 'data-answer': '', tabindex: '0' });
  const showAnswer = button({ icon: 'eye', label: t('host.showAnswer'), action: 'answer', key: 'a', class: 'compact', run: () => app.toggleAnswer() });
  const edit = button({ icon: 'edit', label: t('host.editQuestion'), isIconOnly: true, action: 'edit', key: 'e', run: () => desk.shown && ask.question(desk.shown.category.id, desk.shown.question) });
  const close = button({ icon: 'check', label: t('host.closePlayed'), action: 'close', key: 'x', class: 'primary compact', run: () => show.close({ isPlayed: true }) });
  const closeOnly = button({ label: t('host.closeOnly'), action: 'close-unplayed', key: 'Shift+x', class: 'compact', run: () => show.close({ isPlayed: false }) });
  const reopen = button({ icon: 'play', label: t('host.openAgain'), action: 'reopen', class: 'primary compact', run: () => desk.shown && show.open(desk.shown) });
  const answered = button({ label: t('host.markUnplayed'), action: 'answered', class: 'compact quiet', run: toggleAnswered });
  const leave = button({ icon: 'close', label: t('host.closePreview'), isIconOnly: true, action: 'leave', class: 'quiet', run: () => desk.set({ previewed: null, section: 'board' }) });
  const buzz = buzzView(app, work);
  const head = el('div', { class: 'question-head' }, points, el('div', { class: 'grow question-place' }, place, flags), edit, leave);
  const answerBox = el('div', { class: 'answer' }, showAnswer, answer);
  const actions = el('div', { class: 'question-actions row' }, reopen, close, closeOnly, answered);
  const body = el(
    'div',
    { class: 'question-body' },
    el('div', { class: 'question-side' }, head, text, answerBox, actions),
    buzz.node,
  );
  function toggleAnswered() {
    const { shown } = desk;
    if (shown) show.mark(shown.question.id, !shown.question.answered);
  }

  function update() {
    const { open, shown, picture } = desk;
    body.hidden = shown === null;
    if (!shown) return;
    const { question, category, board } = shown;
    setText(place, [category.name, board.name].filter(Boolean).join(' · '));
    mark(place, 'title', category.name);
    setText(points, pointsText(question.points, picture.pointsTerm));
    keyed(flags, new Set(question.flags), (flag) => flag, (flag) => el('li', { class: 'chip gold', dir: 'auto', text: flag }));
    flags.hidden = question.flags.length === 0;
    setText(text, question.text ?? '');
    const isShown = desk.isAnswerShown;
    setText(answer, isShown ? question.answer || t('host.noAnswer') : t('host.answerHidden'));
    mark(answer, 'data-shown', isShown);
    relabel(showAnswer, t(isShown ? 'host.hideAnswer' : 'host.showAnswer'));
    mark(showAnswer, 'aria-expanded', isShown);
    close.hidden = closeOnly.hidden = open === null;
    reopen.hidden = leave.hidden = open !== null;
    relabel(reopen, t(question.answered ? 'host.openAgain' : 'host.openNow'));
    relabel(answered, t(question.answered ? 'host.markUnplayed' : 'host.markPlayed'));
    mark(answered, 'aria-busy', desk.game.isPending(`question:${question.id}`));
    buzz.node.hidden = open === null;
    mark(body, 'data-preview', open === null);
    buzz.update();
  }

  return { nodes: [body], update };
}
