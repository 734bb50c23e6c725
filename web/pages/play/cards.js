// @ts-check
import { countUp } from '../../lib/count-up.js';
import { el, setProps, setText } from '../../lib/dom.js';
import { language, number, signed, t } from '../../lib/text.js';
import { rankKey, standingOf } from './standing.js';

/** The two cards above the buzzer: who I am and where I stand; the open question. */

/** @typedef {import('../../lib/structure.js').Picture} Picture */
/** @typedef {import('../../lib/show-values.js').Show} Show */
/** @typedef {import('./buzzer.js').Judgement} Judgement */

/**
 * The player: name, team, score and rank.
 * @param {{playerId: number, name: string}} options name: shown until the game's picture has come
 * @returns {{node: HTMLElement, update: (picture: Picture) => void}}
 */
export function meView({ playerId, name }) {
  const nameNode = el('span', { class: 'me-name clip-2', dir: 'auto', text: name });
  const mark = el('span', { class: 'team-mark', hidden: true });
  const team = el('span', { class: 'clip', dir: 'auto' });
  const teamRow = el('span', { class: 'me-team', hidden: true }, mark, team);
  const score = el('span', { class: 'me-score number', text: '–' });
  const term = el('span', { class: 'me-term clip', dir: 'auto' });
  const rank = el('span', { class: 'me-rank number' });
  const of = el('span', { class: 'muted small number' });
  const node = el(
    'section', { class: 'me card', 'aria-label': t('play.me'), 'data-player-id': playerId },
    el('div', { class: 'me-who' }, nameNode, teamRow),
    el('div', { class: 'me-numbers' }, el('div', { class: 'me-points' }, score, term), el('div', { class: 'me-place' }, rank, of)),
  );

  /** @param {Picture} picture */
  function update(picture) {
    const player = picture.players.get(playerId);
    const standing = standingOf(picture, playerId);
    if (!player || !standing) return;
    setText(nameNode, player.name);
    nameNode.title = player.name;
    const own = picture.teams.find(({ id }) => id === player.teamId);
    setProps(teamRow, { hidden: own === undefined });
    setProps(mark, { hidden: own === undefined, vars: { '--team': own?.color || null } });
    setText(team, own?.name ?? '');
    if (score.dataset.score !== String(standing.score)) {
      score.dataset.score = String(standing.score);
      setProps(score, { vars: { '--chars': number(standing.score).length } });
      countUp(score, standing.score);
    }
    setText(term, picture.pointsTerm);
    setText(rank, t(rankKey(language(), standing.rank), { rank: standing.rank }));
    rank.dataset.rank = String(standing.rank);
    setText(of, t('play.of', { of: standing.of }));
  }
  return { node, update };
}

/**
 * The open question, small: its text is on the big screen too. And how the player's last answer was judged.
 * @returns {{node: HTMLElement, update: (show: Show, judged: Judgement|null, pointsTerm: string) => void}}
 */
export function questionView() {
  const category = el('h2', { class: 'question-category clip-2', dir: 'auto' });
  const points = el('span', { class: 'badge gold number', hidden: true });
  const judgement = el('span', { class: 'badge number', hidden: true });
  const text = el('p', { class: 'question-text', dir: 'auto' });
  const scroller = el('div', { class: 'question-scroll' }, text);
  const node = el(
    'section', { class: 'question stage', 'aria-label': t('play.question') },
    el('div', { class: 'question-head' }, category, judgement, points),
    scroller,
  );

  /** @param {Show} show @param {Judgement|null} judged @param {string} pointsTerm */
  function update(show, judged, pointsTerm) {
    const { question } = show;
    setText(category, question ? question.category : t(show.view === 'final' ? 'play.over' : 'play.noQuestion'));
    setProps(points, { hidden: question === null });
    setText(points, question ? number(question.points) : '');
    points.title = pointsTerm;
    setText(text, question ? question.text : t(show.view === 'final' ? 'play.thanks' : 'play.lookUp'));
    setProps(node, { 'data-open': question === null ? null : question.id });
    const isOfThis = judged !== null && judged.opening === show.opening;
    setProps(judgement, { hidden: !isOfThis, class: `badge number ${judged?.isCorrect ? 'good' : 'bad'}` });
    setText(judgement, isOfThis && judged ? judgedText(judged) : '');
    // Only what scrolls may take the focus of the keyboard.
    setProps(scroller, { tabindex: scroller.scrollHeight > scroller.clientHeight + 1 ? 0 : null });
  }
  return { node, update };
}

/**
 * A judgement in words and points.
 * @param {Judgement} judged
 * @returns {string}
 */
export function judgedText({ isCorrect, points }) {
  return t(isCorrect ? 'play.judgedRight' : 'play.judgedWrong', { points: signed(points) });
}
