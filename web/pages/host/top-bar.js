// @ts-check
/** The bar at the top: the game, what the big screen shows, who is there, and the doors to everything else. */

import { connectionBar } from '../../lib/connection.js';
import { el, setText } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { number, t } from '../../lib/text.js';
import { button, mark } from './parts.js';
import { countClients } from './roster.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('../../lib/show.js').View} View */

const VIEWS = /** @type {const} */ ([['lobby', 'l'], ['board', 'o'], ['scores', 's'], ['final', 'f']]);

/**
 * Makes the bar.
 * @param {App} app
 * @returns {{node: HTMLElement, update: () => void}}
 */
export function topBar(app) {
  const { desk, run } = app;
  const name = el('bdi', { class: 'clip', dir: 'auto' });
  const title = el('h1', { class: 'host-title' }, name);
  const views = VIEWS.map(([view, key]) => {
    const node = button({ label: t(`host.view_${view}`), class: 'compact', key, run: () => run(({ show }) => show.view(view)) });
    mark(node, 'data-view', view);
    return { view, node };
  });
  const people = button({ icon: 'people', label: t('host.clients'), isIconOnly: true, action: 'clients', class: 'quiet with-count', run: () => run(({ ask }) => ask.clients()) });
  const peopleCount = el('span', { class: 'number', 'aria-hidden': 'true' });
  people.append(peopleCount);
  const join = button({ icon: 'qr', label: t('host.join'), class: 'compact', action: 'join', key: 'j', run: () => run(({ ask }) => ask.join()) });
  const code = el('span', { class: 'join-short number', 'aria-hidden': 'true' });
  join.append(code);
  const history = button({ icon: 'history', label: t('host.history'), isIconOnly: true, action: 'history', key: 'h', class: 'quiet history-door', run: () => app.toggleHistory() });
  const keys = button({ icon: 'keyboard', label: t('host.keys'), isIconOnly: true, action: 'keys', key: '?', class: 'quiet keys-door', run: () => run(({ ask }) => ask.keys()) });
  const more = button({ icon: 'more', label: t('host.game'), isIconOnly: true, action: 'game', class: 'quiet', run: () => run(({ ask }) => ask.game()) });
  const node = el(
    'header',
    { class: 'topbar host-top' },
    el('a', { class: 'brand', href: '/', 'aria-label': t('host.toStart') }, el('img', { src: '/favicon.svg', alt: '', width: '30', height: '30' })),
    title,
    el('div', { class: 'host-views' }, icon('screen'), el('div', { class: 'segments', role: 'group', 'aria-label': t('host.bigScreen') }, ...views.map((one) => one.node))),
    el('div', { class: 'host-doors' }, connectionBar(desk.game), people, join, history, keys, more),
  );

  function update() {
    const { picture, state } = desk;
    setText(name, picture.name);
    mark(title, 'title', picture.name);
    for (const { view, node: one } of views) mark(one, 'aria-pressed', desk.show.view === view);
    const counts = countClients(desk.game.clients.values());
    const words = t('host.clientsLabel', { hosts: counts.hosts, boards: counts.boards, players: counts.players });
    mark(people, 'aria-label', words);
    mark(people, 'title', words);
    setText(peopleCount, number(counts.hosts + counts.boards + counts.players + counts.others));
    setText(code, picture.joinCode ?? '');
    mark(join, 'data-shown', desk.show.join.shown);
    mark(history, 'aria-pressed', state.section === 'history');
  }

  return { node, update };
}
