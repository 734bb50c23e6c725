/** As much of a page, in this process, as toasts need. To be imported before what looks for one. */

import { FakeDocument } from './fake-dom.js';

export const page = /** @type {any} */ (new FakeDocument());
page.body = page.createElement('body');
page.documentElement = page.createElement('html');
page.createElementNS = (/** @type {string} */ _, /** @type {string} */ tag) => page.createElement(tag);
page.addEventListener = () => {};

export const browser = /** @type {any} */ (globalThis);
browser.document = page;
browser.HTMLElement = class {};
browser.SVGElement = class {};
browser.ResizeObserver = class {
  observe() {}
};
