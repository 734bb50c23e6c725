// @ts-check
import { openDialog } from '../../lib/dialog.js';
import { el, keyed, setProps, setText } from '../../lib/dom.js';
import { number, t } from '../../lib/text.js';
import { ranking, teamScores } from '../../lib/structure.js';

/** @typedef {import('../../lib/structure.js').Picture} Picture */
/** @typedef {{open: (picture: Picture) => void, update: (picture: Picture) => void}} ScoresDialog */

/** More lines than anybody reads on a phone; one's own is always among them. */
const MOST_LINES = 100;

/**
 * All scores, in a dialog that follows the game while it is open.
 * @param {{playerId: number}} options
 * @returns {ScoresDialog}
 */
export function scoresDialog({ playerId }) {
  const teams = el('ol', { class: 'score-list', role: 'list' });
  const teamPart = el('section', null, el('h3', { text: t('play.teams') }), teams);
  const players = el('ol', { class: 'score-list', role: 'list' });
  const content = el('div', { class: 'stack' }, teamPart, el('section', null, el('h3', { text: t('play.players') }), players));
  let isOpen = false;

  /** @param {Picture} picture */
  function update(picture) {
    if (!isOpen) return;
    const byTeam = teamScores(picture);
    setProps(teamPart, { hidden: byTeam.length === 0 });
    keyed(teams, byTeam, ({ team }) => team.id, line, (node, { team, rank, score }) => {
      fill(node, { rank, name: team.name, score, color: team.color, isOwn: false });
    });
    const ranked = ranking(picture).filter(({ player }, index) => index < MOST_LINES || player.id === playerId);
    const colors = new Map(picture.teams.map(({ id, color }) => [id, color]));
    keyed(players, ranked, ({ player }) => player.id, line, (node, { player, rank }) => {
      const color = player.teamId === null ? '' : colors.get(player.teamId) ?? '';
      fill(node, { rank, name: player.name, score: player.score, color, isOwn: player.id === playerId });
    });
  }
  return {
    update,
    open(picture) {
      isOpen = true;
      update(picture);
      openDialog({ title: t('play.allScores'), content, onClose: () => (isOpen = false) });
    },
  };
}

/** @returns {HTMLLIElement} */
function line() {
  return el(
    'li', { class: 'score-line' },
    el('span', { class: 'score-rank number muted' }), el('span', { class: 'team-mark' }),
    el('span', { class: 'score-name clip-2', dir: 'auto' }), el('span', { class: 'score-points number' }),
  );
}

/**
 * @param {Element} node
 * @param {{rank: number, name: string, score: number, color: string, isOwn: boolean}} values
 */
function fill(node, { rank, name, score, color, isOwn }) {
  const [rankNode, mark, nameNode, scoreNode] = node.children;
  setProps(node, { class: isOwn ? 'score-line own' : 'score-line', 'aria-current': isOwn ? 'true' : null });
  setText(rankNode, number(rank));
  setProps(mark, { hidden: color === '', vars: { '--team': color || null } });
  setProps(nameNode, { text: name, title: name });
  setText(scoreNode, number(score));
}
