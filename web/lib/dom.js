/**
 * The little that the pages need of a UI library: make nodes, keep lists by
 * key, listen. Text from people goes in as text nodes only, never as markup.
 */

/** @typedef {string | number | Node | null | undefined | false} Child */

/**
 * @typedef {object} SpecialProps
 * @property {string} [class]  class names
 * @property {string | number} [text]  the text content, before the children
 * @property {Record<string, (event: any) => void>} [on]  event handlers by type
 * @property {Record<string, string | number | null | undefined>} [vars]  CSS custom properties ('--team': '#f00')
 */

/** @typedef {SpecialProps & Record<string, unknown>} Props */

/** What a browser reads from a property after the attribute was only its start value. */
const liveProperties = new Set(['value', 'checked', 'selected', 'indeterminate', 'open']);

/**
 * Makes an HTML element.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag  the element's name
 * @param {Props | null} [props]  see setProps
 * @param {...Child} children  nodes and texts; null, undefined and false are left out
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, props, ...children) {
  const node = document.createElement(tag);
  if (props) setProps(node, props);
  append(node, children);
  return node;
}

/**
 * Makes an SVG element.
 *
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag  the element's name
 * @param {Props | null} [props]  see setProps
 * @param {...Child} children  as with el()
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, props, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  if (props) setProps(node, props);
  append(node, children);
  return node;
}

/**
 * Sets properties on an element; the ones not named stay as they are, so that
 * it also serves as the update of an element that exists.
 *
 * true sets an empty attribute, false, null and undefined take it away;
 * `aria-*` and `data-*` take booleans as words. `class`, `text`, `on` and
 * `vars` are special; value, checked, selected and open are set as properties.
 *
 * @template {Element} E
 * @param {E} node
 * @param {Props} props
 * @returns {E} the same node
 */
export function setProps(node, props) {
  for (const [name, value] of Object.entries(props)) {
    if (name === 'on') {
      for (const [type, handler] of Object.entries(props.on ?? {})) node.addEventListener(type, handler);
    } else if (name === 'vars') {
      setVars(node, props.vars ?? {});
    } else if (name === 'text') {
      setText(node, props.text ?? '');
    } else if (liveProperties.has(name) && name in node) {
      Reflect.set(node, name, value ?? '');
    } else {
      setAttribute(node, name, value);
    }
  }
  return node;
}

/**
 * Sets the text of a node, and touches the document only when it differs: a
 * live region is then not read again, and a selection stays.
 *
 * @template {Node} N
 * @param {N} node
 * @param {string | number} text
 * @returns {N} the same node
 */
export function setText(node, text) {
  const value = String(text);
  if (node.textContent !== value) node.textContent = value;
  return node;
}

/**
 * Listens, and says how to stop.
 *
 * @param {EventTarget} node
 * @param {string} type
 * @param {(event: any) => void} handler
 * @param {AddEventListenerOptions} [options]
 * @returns {() => void} takes the listener away
 */
export function on(node, type, handler, options) {
  node.addEventListener(type, handler, options);
  return () => node.removeEventListener(type, handler, options);
}

/** @type {WeakMap<Node, Map<unknown, Element>>} */
const keyedChildren = new WeakMap();

/**
 * Makes the children of `parent` follow `items`: one node an item, the same
 * node for the same key for as long as the item is there. Nodes are moved and
 * never made anew, and the one that holds the focus is not even moved (the
 * others move around it), for a move would take the focus away.
 *
 * The parent's children must be left to this function alone. Two items with
 * one key are a mistake of the caller's and throw.
 *
 * @template T
 * @template {Element} E
 * @param {Element} parent
 * @param {Iterable<T>} items
 * @param {(item: T) => unknown} key
 * @param {(item: T) => E} create  makes the node; update is called on it as well
 * @param {(node: E, item: T, index: number) => void} [update]
 * @returns {void}
 */
export function keyed(parent, items, key, create, update) {
  const before = keyedChildren.get(parent) ?? new Map();
  /** @type {Map<unknown, E>} */
  const after = new Map();
  let index = 0;
  for (const item of items) {
    const id = key(item);
    if (after.has(id)) throw new Error(`keyed: two items with the key ${String(id)}`);
    const node = before.get(id) ?? create(item);
    after.set(id, node);
    update?.(node, item, index++);
  }
  for (const [id, node] of before) if (!after.has(id)) node.remove();
  keyedChildren.set(parent, after);
  arrange(parent, [...after.values()], parent.ownerDocument.activeElement);
}

/**
 * Brings nodes into an order without moving the one that holds the focus.
 *
 * @param {Element} parent
 * @param {Element[]} nodes
 * @param {Element | null} focused
 */
function arrange(parent, nodes, focused) {
  /** @type {ChildNode | null} */
  let cursor = parent.firstChild;
  for (const node of nodes) {
    if (node !== cursor && focused && node.parentNode === parent && node.contains(focused)) {
      while (cursor && cursor !== node) {
        /** @type {ChildNode | null} */
        const next = cursor.nextSibling;
        parent.insertBefore(cursor, node.nextSibling);
        cursor = next;
      }
    }
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
}

/**
 * Whether the person asked for less motion. CSS honours it in base.css; this
 * is for motion that scripts make.
 *
 * @returns {boolean}
 */
export function reducedMotion() {
  return globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false;
}

/**
 * @param {Element} node
 * @param {Child[]} children
 */
function append(node, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    node.append(typeof child === 'number' ? String(child) : child);
  }
}

/**
 * @param {Element} node
 * @param {string} name
 * @param {unknown} value
 */
function setAttribute(node, name, value) {
  const inWords = name.startsWith('aria-') || name.startsWith('data-');
  if (value === null || value === undefined || (value === false && !inWords)) {
    node.removeAttribute(name);
    return;
  }
  const text = value === true && !inWords ? '' : String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

/**
 * @param {Element} node
 * @param {Record<string, string | number | null | undefined>} vars
 */
function setVars(node, vars) {
  if (!(node instanceof HTMLElement || node instanceof SVGElement)) return;
  for (const [name, value] of Object.entries(vars)) {
    if (value === null || value === undefined) node.style.removeProperty(name);
    else node.style.setProperty(name, String(value));
  }
}
