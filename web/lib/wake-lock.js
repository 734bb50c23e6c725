// @ts-check
import { on } from './dom.js';

/**
 * Keeps the screen on while the page is in front. Browsers let go of the lock when the page is hidden, so it is
 * asked for again each time the page comes back. Where there is no such thing, it goes dark as ever.
 * @returns {() => void} lets it go dark again
 */
export function keepAwake() {
  /** @type {WakeLockSentinel|null} */
  let lock = null;
  let isOver = false;
  const ask = async () => {
    if (isOver || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    try {
      lock = await navigator.wakeLock.request('screen');
      if (isOver) await lock.release();
    } catch {
      // Low battery or the person's settings: not ours to overrule.
    }
  };
  const off = on(document, 'visibilitychange', ask);
  void ask();
  return () => {
    isOver = true;
    off();
    void lock?.release();
  };
}
