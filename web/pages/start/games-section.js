// @ts-check
import { Api } from '../../lib/api.js';
import { confirmDialog } from '../../lib/dialog.js';
import { el, keyed, setProps, setText } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { adminToken, forget, knownGames } from '../../lib/session.js';
import { dateTime, t } from '../../lib/text.js';
import { problemToast } from '../../lib/toast.js';
import { gamesOf } from './games-list.js';

/** @typedef {import('./games-list.js').KnownGame} KnownGame */
/** @typedef {import('../../lib/wire.js').GameListing} GameListing */

/** How many games are asked for at once. */
const PAGE = 50;

/**
 * The games that this browser has links to; hidden while there are none.
 * @returns {HTMLElement}
 */
export function myGames() {
  const list = el('ul', { class: 'game-list', role: 'list' });
  const node = el('section', { class: 'games', 'aria-labelledby': 'my-games' }, el('h2', { id: 'my-games', text: t('start.myGames') }), list);
  const draw = () => {
    const games = gamesOf(knownGames());
    setProps(node, { hidden: games.length === 0 });
    keyed(list, games, (game) => JSON.stringify(game), (game) => knownLine(game, draw));
  };
  draw();
  return node;
}

/** @param {KnownGame} game @param {() => void} onForgotten @returns {HTMLElement} */
function knownLine(game, onForgotten) {
  const title = game.name || t('start.gameNumber', { id: String(game.gameId) });
  const remove = async () => {
    const message = t(game.host ? 'start.forgetHost' : 'start.forgetMeans', { name: title });
    if (!await confirmDialog({ title: t('start.forget'), message, action: t('start.forget'), danger: true })) return;
    for (const role of game.roles) forget(game.gameId, role);
    onForgotten();
  };
  return el(
    'li', { class: 'game card', 'data-game-id': game.gameId },
    el(
      'div', { class: 'game-name' },
      el('strong', { class: 'clip-2', dir: 'auto', text: title, title }),
      game.playsAs ? el('span', { class: 'small muted clip', dir: 'auto', text: t('start.playsAs', { name: game.playsAs }) }) : null,
    ),
    el(
      'div', { class: 'row' },
      link(game.host, 'host', 'start.toHost', title), link(game.board, 'board', 'start.toBoard', title), link(game.play, 'play', 'start.toPlay', title),
      el('button', { type: 'button', class: 'button icon quiet', 'aria-label': t('start.forgetGame', { name: title }), on: { click: () => void remove() } }, icon('trash')),
    ),
  );
}

/** @param {string|null} href @param {'host'|'board'|'play'} what @param {string} key @param {string} title */
function link(href, what, key, title) {
  if (href === null) return null;
  const name = /** @type {const} */ ({ host: 'people', board: 'screen', play: 'phone' })[what];
  return el('a', { class: 'button compact', href, 'data-link': what, 'aria-label': `${t(key)}: ${title}` }, icon(name), t(key));
}

/**
 * All games of the server, for who has given the admin token; hidden for the others.
 * @returns {{node: HTMLElement, load: () => Promise<void>}} load: from the newest on
 */
export function allGames() {
  const list = el('ul', { class: 'game-list', role: 'list' });
  const more = el('button', { type: 'button', class: 'button', text: t('start.more'), on: { click: () => void read() } });
  const node = el(
    'section', { class: 'games', 'aria-labelledby': 'all-games', hidden: true },
    el('h2', { id: 'all-games', text: t('start.allGames') }), list, more,
  );
  /** @type {GameListing[]} */
  let games = [];

  async function read() {
    try {
      const page = await new Api({ token: adminToken() }).listGames({ limit: PAGE, after: games.at(-1)?.game_id });
      games = [...games, ...page.games];
      setProps(node, { hidden: games.length === 0 });
      setProps(more, { hidden: page.games.length < PAGE });
      keyed(list, games, (game) => game.game_id, adminLine);
    } catch (error) {
      problemToast(error, () => void read());
    }
  }
  return {
    node,
    async load() {
      games = [];
      if (adminToken()) await read();
    },
  };
}

/** @param {GameListing} game @returns {HTMLElement} */
function adminLine(game) {
  // In this tab, which has the token: a new one would not.
  const open = () => location.assign(`/host/${game.game_id}`);
  const when = el('span', { class: 'small muted' });
  setText(when, `${dateTime(new Date(game.created_at))}${game.join_code ? ` · ${game.join_code}` : ''}`);
  return el(
    'li', { class: 'game card', 'data-game-id': game.game_id },
    el('div', { class: 'game-name' }, el('strong', { class: 'clip-2', dir: 'auto', text: game.name, title: game.name }), when),
    el('button', { type: 'button', class: 'button compact', 'aria-label': `${t('start.toHost')}: ${game.name}`, on: { click: open } }, icon('people'), t('start.toHost')),
  );
}
