// @ts-check
/** Who is connected: how many of each kind, and which players are not. */

import { openDialog } from '../../lib/dialog.js';
import { el, keyed, setText } from '../../lib/dom.js';
import { t } from '../../lib/text.js';
import { awayCount, countClients } from './roster.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {{client_type: string, client_id: string}} Client */

/**
 * Opens it; it follows who comes and goes.
 * @param {App} app
 */
export function showClients({ desk }) {
  const counts = el('p', { class: 'lead', role: 'status' });
  const list = el('ul', { role: 'list', class: 'lines clients' });
  const away = el('p', { class: 'muted' });
  const off = desk.draw(() => {
    const clients = /** @type {Client[]} */ ([...desk.game.clients.values()]);
    const { hosts, boards, players, others, playerIds } = countClients(clients);
    const said = t('host.clientsLabel', { hosts, boards, players });
    setText(counts, others > 0 ? `${said} ${t('host.clientsOthers', { count: others })}` : said);
    keyed(list, clients, (client) => `${client.client_type}/${client.client_id}`, createClient, (line, client) => {
      setText(/** @type {Element} */ (line.lastElementChild), label(client));
    });
    const missing = awayCount(desk.picture.players.keys(), playerIds);
    setText(away, missing > 0 ? t('host.playersAway', { count: missing }) : '');
  });
  openDialog({
    title: t('host.clients'),
    content: el('div', { class: 'stack' }, counts, list, away),
    actions: [{ label: t('common.close'), kind: 'primary' }],
    onClose: off,
  });

  /** @param {Client} client */
  function createClient(client) {
    return el('li', { class: 'row', 'data-client': `${client.client_type}/${client.client_id}` }, el('span', { class: 'dot', 'data-connected': 'true' }), el('bdi', { dir: 'auto', class: 'grow' }));
  }

  /** @param {Client} client */
  function label({ client_type: type, client_id: id }) {
    if (type === 'player') return desk.picture.players.get(Number(id))?.name ?? `#${id}`;
    if (type === 'host') return t('host.aHost', { id: id.slice(0, 6) });
    if (type === 'board') return t('host.aBoard', { id: id.slice(0, 6) });
    return `${type} ${id}`;
  }
}
