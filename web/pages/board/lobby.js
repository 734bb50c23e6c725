// @ts-check
import { el, keyed, setText } from '../../lib/dom.js';
import { qrSvg } from '../../lib/qr.js';
import { t } from '../../lib/text.js';

/** The lobby: how to join, and who has. */

/** @typedef {import('./picture.js').LobbyView} LobbyView */

/** So many names are set larger. */
const FEW = 8;

/**
 * @param {(code: string) => string} joinLink the address to join by
 * @returns {{node: HTMLElement, update: (model: LobbyView, isLive: boolean) => void}}
 */
export function lobby(joinLink) {
  const title = el('h1', { class: 'lobby-title', dir: 'auto' });
  const join = el('div', { class: 'lobby-join' });
  const count = el('h2', { class: 'lobby-count' });
  const people = el('ul', { role: 'list', class: 'lobby-people', 'data-room': 'people' });
  const more = el('p', { class: 'lobby-more' });
  const node = el(
    'div',
    { class: 'lobby' },
    el('header', { class: 'lobby-head' }, title, join),
    el('section', { class: 'lobby-players' }, el('div', { class: 'lobby-line' }, count, more), people),
  );
  /** @type {string|null|undefined} */
  let shownCode;
  return {
    node,
    update(model, isLive) {
      setText(title, model.name);
      const code = model.join?.code ?? null;
      if (code !== shownCode) join.replaceChildren(...joinNodes(code, joinLink));
      node.dataset.join = String(code !== null);
      shownCode = code;
      setText(count, t('board.lobby.players', { count: model.count }));
      setText(more, model.more > 0 ? t('board.lobby.more', { count: model.more }) : '');
      people.dataset.size = model.count <= FEW ? 'few' : 'many';
      keyed(
        people,
        model.people,
        ({ id }) => id,
        () => el('li', { class: isLive ? 'person pops' : 'person' }, el('span', { class: 'person-name', dir: 'auto' })),
        (person, { id, name, color }) => {
          person.dataset.playerId = String(id);
          if (color) person.style.setProperty('--team', color);
          else person.style.removeProperty('--team');
          setText(/** @type {Node} */ (person.firstChild), name);
        },
      );
    },
  };
}

/** @param {string|null} code @param {(code: string) => string} joinLink @returns {Node[]} */
function joinNodes(code, joinLink) {
  if (code === null) return [el('p', { class: 'lobby-hint' }, t('board.lobby.noCode'))];
  return [
    el(
      'div',
      { class: 'lobby-how' },
      el('p', { class: 'lobby-where' }, t('board.lobby.where', { host: location.host })),
      el('p', { class: 'lobby-code-label' }, t('board.lobby.code')),
      el('p', { class: 'lobby-code', 'data-join-code': code, vars: { '--chars': code.length } }, code),
    ),
    el('div', { class: 'lobby-qr' }, qrSvg(joinLink(code), t('board.lobby.qr'))),
  ];
}
