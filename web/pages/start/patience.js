// @ts-check
/** How long nothing is said of a request without an answer, in milliseconds. */
export const PATIENCE = 2500;

/**
 * Tells when answers keep somebody waiting, and when they no longer do. Pure but for its timer.
 * @param {(isLate: boolean) => void} tell is told what is new only
 * @returns {{during: <T>(answer: Promise<T>) => Promise<T>, heard: () => void}} during: waits for an answer; heard: there
 *   is progress, so that the patience begins anew
 */
export function patience(tell) {
  let waiting = 0;
  let isTold = false;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;

  /** @param {boolean} isLate */
  function say(isLate) {
    if (isLate === isTold) return;
    isTold = isLate;
    tell(isLate);
  }

  function begin() {
    clearTimeout(timer);
    say(false);
    if (waiting > 0) timer = setTimeout(() => say(true), PATIENCE);
  }

  return {
    async during(answer) {
      waiting += 1;
      if (waiting === 1) begin();
      try {
        return await answer;
      } finally {
        waiting -= 1;
        if (waiting === 0) begin();
      }
    },
    heard: begin,
  };
}
