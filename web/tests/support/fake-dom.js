/** As much of a document as lib/dom.js touches, for tests in node: a tree, attributes, and a focus that a move takes away, as in browsers. */

/** A node of the tree: an element, or a text where `tag` is '#text'. */
export class FakeNode extends EventTarget {
  /** @type {FakeNode[]} */
  childNodes = [];
  /** @type {FakeNode | null} */
  parentNode = null;
  /** @type {Map<string, string>} */
  attributes = new Map();
  /** How often it was put into its place. */
  moves = 0;
  #text = '';

  /**
   * @param {string} tag
   * @param {FakeDocument} ownerDocument
   */
  constructor(tag, ownerDocument) {
    super();
    this.tag = tag;
    this.ownerDocument = ownerDocument;
  }

  get firstChild() {
    return this.childNodes[0] ?? null;
  }

  get nextSibling() {
    const siblings = this.parentNode?.childNodes ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }

  /** @returns {string} */
  get textContent() {
    return this.#text + this.childNodes.map((child) => child.textContent).join('');
  }

  set textContent(text) {
    for (const child of [...this.childNodes]) child.remove();
    this.#text = text;
  }

  /** @param {string} name */
  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  setAttribute(name, value) {
    this.attributes.set(name, value);
  }

  /** @param {string} name */
  removeAttribute(name) {
    this.attributes.delete(name);
  }

  /**
   * @param {FakeNode} node
   * @returns {boolean}
   */
  contains(node) {
    return node === this || this.childNodes.some((child) => child.contains(node));
  }

  remove() {
    if (!this.parentNode) return;
    const document = this.ownerDocument;
    if (document.activeElement && this.contains(document.activeElement)) document.activeElement = null;
    this.parentNode.childNodes = this.parentNode.childNodes.filter((child) => child !== this);
    this.parentNode = null;
  }

  /**
   * @param {FakeNode} node
   * @param {FakeNode | null} before
   */
  insertBefore(node, before) {
    node.remove();
    const at = before ? this.childNodes.indexOf(before) : this.childNodes.length;
    this.childNodes.splice(at, 0, node);
    node.parentNode = this;
    node.moves++;
  }

  /** @param {(FakeNode | string)[]} children */
  append(...children) {
    for (const child of children) {
      const node = typeof child === 'string' ? new FakeNode('#text', this.ownerDocument) : child;
      if (typeof child === 'string') node.textContent = child;
      this.insertBefore(node, null);
    }
  }
}

/** Makes nodes and knows which has the focus. */
export class FakeDocument {
  /** @type {FakeNode | null} */
  activeElement = null;

  /**
   * @param {string} tag
   * @returns {FakeNode}
   */
  createElement(tag) {
    return new FakeNode(tag, this);
  }
}
