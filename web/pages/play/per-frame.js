// @ts-check
/**
 * Gathers drawing: however often it is asked for, it is done once a frame, so that a storm of changes leaves the page
 * its time for presses.
 * @param {() => void} draw
 * @param {(then: () => void) => void} [plan] when to draw
 * @returns {() => void} asks for it
 */
export function perFrame(draw, plan = nextFrame) {
  let isPlanned = false;
  return () => {
    if (isPlanned) return;
    isPlanned = true;
    plan(() => {
      isPlanned = false;
      draw();
    });
  };
}

/** @param {() => void} then in a hidden page, which has no frames: soon */
function nextFrame(then) {
  if (document.hidden) setTimeout(then, 100);
  else requestAnimationFrame(then);
}
