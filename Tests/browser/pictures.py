"""What is to be seen on a page, as lines of text that can be compared; and whether all of it fits."""

import difflib
import time

# What is visible below <main>, in its order: elements with their state, and text without how it is broken into lines.
PICTURE = """() => {
  const volatile = new Set(['data-motion', 'data-pending', 'data-size', 'data-length']);
  const kept = (name) => (name.startsWith('data-') && !volatile.has(name)) ||
    ['role', 'aria-pressed', 'aria-current', 'aria-disabled', 'aria-label', 'disabled', 'dir'].includes(name);
  const lines = [];
  const walk = (node, depth) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.data.replace(/\\s+/g, ' ').trim();
      if (text) lines.push(' '.repeat(depth) + text);
    } else if (node.nodeType === Node.ELEMENT_NODE && node.checkVisibility({ visibilityProperty: true })) {
      const state = [...node.attributes].filter(({ name }) => kept(name)).map(({ name, value }) => `${name}=${value}`).sort();
      lines.push(' '.repeat(depth) + [node.localName, ...state].join(' '));
      for (const child of node.childNodes) walk(child, depth + 1);
    }
  };
  for (const main of document.querySelectorAll('main')) walk(main, 0);
  return lines.join('\\n');
}"""

# Once no score is counting and nothing moves.
AT_REST = """() => document.getAnimations().every((animation) =>
  animation.playState !== 'running' || animation.effect.getComputedTiming().iterations === Infinity)"""

# Texts that are cut off by what is around them, or stand out of the window, and windows that scroll sideways. A box that
# scrolls (overflow auto or scroll), and one that shortens with an ellipsis or a line clamp and has the whole as its title,
# cut nothing off.
CUT_OFF = """() => {
  const faults = [];
  const root = document.scrollingElement;
  if (root.scrollWidth > root.clientWidth) faults.push(`the window scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`);
  const describe = (node) => `<${node.localName} class="${node.className}"> ${node.textContent.trim().slice(0, 40)}`;
  const isHiddenOnPurpose = (node) => node.closest('.visually-hidden, .skip-link, [aria-hidden="true"]') !== null;
  const clips = (style, axis) => ['hidden', 'clip'].includes(style[`overflow${axis}`]);
  const shortens = (style) => style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const own = text.parentElement;
    if (!text.data.trim() || !own.checkVisibility({ visibilityProperty: true }) || isHiddenOnPurpose(own)) continue;
    if (['SCRIPT', 'STYLE', 'NOSCRIPT', 'OPTION', 'TITLE'].includes(own.tagName)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const { left, right, top, bottom, width } = range.getBoundingClientRect();
    if (width === 0) continue;
    const fault = (why, box) => faults.push(`${why}: ${describe(own)} (${Math.round(left)}-${Math.round(right)} × ` +
      `${Math.round(top)}-${Math.round(bottom)}${box ? ` in ${describe(box)}` : ''})`);
    let isInside = true;
    for (let box = own; box && box !== document.documentElement; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (shortens(style)) { isInside = false; break; }
      const area = box.getBoundingClientRect();
      const scrolls = (axis) => ['auto', 'scroll'].includes(style[`overflow${axis}`]);
      if (scrolls('X') || scrolls('Y')) { isInside = false; break; }
      const slack = 3;
      if (clips(style, 'X') && (left < area.left - slack || right > area.right + slack)) { fault('cut off at its side', box); isInside = false; break; }
      // Letters with many marks, and line heights below 1, stand out of their line by a little.
      const high = Math.max(slack, parseFloat(getComputedStyle(own).fontSize) * 0.35);
      if (clips(style, 'Y') && (top < area.top - high || bottom > area.bottom + high)) { fault('cut off above or below', box); isInside = false; break; }
      if (style.position === 'fixed') break;
    }
    if (isInside && (left < -1 || right > root.clientWidth + 1)) fault('out of the window');
  }
  return faults;
}"""

# A big screen does not scroll at all.
SCROLLS = """() => {
  const { scrollHeight, clientHeight } = document.scrollingElement;
  return scrollHeight > clientHeight ? `the window scrolls down: ${scrollHeight} > ${clientHeight}` : '';
}"""


def picture(window):
    """What is to be seen now, once it has come to rest."""
    at_rest(window)
    return window.page.evaluate(PICTURE)


def at_rest(window):
    window.eventually(AT_REST, None, "nothing moves")


def same_again(window, before, what):
    """Waits until the window shows what it did before."""
    try:
        window.eventually(f"(before) => ({PICTURE})() === before", before, what, 5)
    except AssertionError:
        after = window.page.evaluate(PICTURE)
        difference = difflib.unified_diff(before.splitlines(), after.splitlines(), "before", "after", lineterm="")
        assert after == before, f"{what}:\n" + "\n".join(difference)


def nothing_is_cut_off(window, what, may_scroll=True):
    """Now, or as soon as what was just resized has found its place."""
    at_rest(window)

    def faults():
        found = window.page.evaluate(CUT_OFF)
        return found if may_scroll else [*found, *filter(None, [window.page.evaluate(SCROLLS)])]

    deadline = time.monotonic() + 2
    while found := faults():
        assert time.monotonic() < deadline, f"{what}:\n" + "\n".join(found[:10])
        window.page.wait_for_timeout(20)


def is_readable_from_afar(board, what):
    """A question that is not long fills the big screen: letters of 3 % of its height at least."""
    share = "() => parseFloat(getComputedStyle(document.querySelector('.question-text')).fontSize) / innerHeight"
    board.eventually(f"() => ({share})() >= 0.03", None, f"{what}: the question's letters are large", 2)
