// @ts-check
import { el, on } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { languageSwitch } from '../../lib/language-switch.js';
import { adminToken, takeFragment } from '../../lib/session.js';
import { loadTexts, number, t } from '../../lib/text.js';
import { themeSwitch } from '../../lib/theme-switch.js';
import { normaliseCode } from '../play/join.js';
import { createForm } from './create-form.js';
import { allGames, myGames } from './games-section.js';
import { importCard } from './import-card.js';
import { joinCard } from './join-card.js';

/** The start page: two ways in, to play and to host. */

/** @returns {HTMLElement} */
function hero() {
  // A row of a board, to say what this is before a word is read.
  const tiles = [200, 400, 600, 800, 1000].map((points, index) => el('span', { class: `tile${index === 2 ? ' open' : ''}`, text: number(points) }));
  return el(
    'div', { class: 'hero' },
    el('div', { class: 'hero-words' }, el('h1', { text: t('start.title') }), el('p', { class: 'lead', text: t('start.lead') })),
    el('div', { class: 'hero-tiles', 'aria-hidden': true }, ...tiles),
  );
}

/** @returns {HTMLElement} */
function hostCard() {
  return el(
    'section', { class: 'path card raised host-path', 'aria-labelledby': 'host-title' },
    el('span', { class: 'path-mark' }, icon('screen')),
    el('h2', { id: 'host-title', text: t('start.hostTitle') }),
    el('p', { class: 'muted', text: t('start.hostMeans') }),
    el('div', { class: 'host-ways' }, createForm(), importCard()),
  );
}

await loadTexts();
document.title = t('start.pageTitle');
const { join } = takeFragment(location, history);
on(globalThis, 'hashchange', () => location.hash.includes('join=') && location.reload());
const all = allGames();
document.body.prepend(
  el('a', { class: 'skip-link', href: '#main', text: t('common.skipToContent') }),
  el(
    'header', { class: 'topbar' },
    el('a', { class: 'brand', href: '/' }, el('img', { src: '/favicon.svg', alt: '', width: 30, height: 30 }), 'Podium'),
    el('span', { class: 'push' }), languageSwitch(), themeSwitch(),
  ),
  el(
    'main', { id: 'main', class: 'page start', tabindex: -1 },
    hero(),
    el('div', { class: 'paths' }, joinCard({ code: normaliseCode(join ?? '') }), hostCard()),
    myGames(),
    all.node,
  ),
);
document.documentElement.dataset.ready = '';
if (adminToken()) await all.load();
