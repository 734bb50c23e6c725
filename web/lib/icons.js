/** The pages' icons: strokes on a grid of 24 by 24, in the colour of the text. */
import { svg } from './dom.js';

const paths = {
  alert: 'M12 8v5m0 3.5v.01M10.3 4 2.6 17.5A2 2 0 0 0 4.3 20.5h15.4a2 2 0 0 0 1.7-3L13.7 4a2 2 0 0 0-3.4 0Z',
  auto: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 0v18m0-15 6 0m-6 4h8.7M12 14h8.7M12 18h6',
  buzzer: 'M4 18h16v3H4zM6 18v-2a6 6 0 0 1 12 0v2M12 3v3M5 5l2 2M19 5l-2 2',
  check: 'm4.5 12.5 5 5 10-11',
  close: 'm6 6 12 12M18 6 6 18',
  copy: 'M9 9h11v12H9zM5 15H4V3h11v2',
  cross: 'm5.5 5.5 13 13m0-13-13 13',
  download: 'M12 3.5v11m-4.5-4 4.5 4.5 4.5-4.5M4 20h16',
  edit: 'm4 20 1-4.5L16.5 4a2.1 2.1 0 0 1 3.5 3.5L8.5 19 4 20Z',
  eye: 'M2 12s3.5-6.5 10-6.5S22 12 22 12s-3.5 6.5-10 6.5S2 12 2 12Zm10-3a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z',
  'eye-off': 'M9.5 5.8A10 10 0 0 1 12 5.5c6.5 0 10 6.5 10 6.5s-1 1.9-3 3.7M6.5 7.3C3.6 9.2 2 12 2 12s3.5 6.5 10 6.5c1.7 0 3.2-.4 4.5-1M3 3l18 18',
  history: 'M3.5 12a8.5 8.5 0 1 0 2.6-6.1L3.5 8.5m0-5v5h5M12 7.5V12l3 2',
  info: 'M12 11v5.5m0-8.5v-.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z',
  keyboard: 'M3 6h18v12H3zM7 10v.01M11 10v.01M15 10v.01M7 14h10',
  lock: 'M5 11h14v10H5zM8 11V7.5a4 4 0 0 1 8 0V11',
  moon: 'M20 14.5A8.5 8.5 0 1 1 9.5 4 6.8 6.8 0 0 0 20 14.5Z',
  more: 'M5 11a1 1 0 1 0 0 2 1 1 0 0 0 0-2ZM12 11a1 1 0 1 0 0 2 1 1 0 0 0 0-2ZM19 11a1 1 0 1 0 0 2 1 1 0 0 0 0-2Z',
  mute: 'M4 9.5v5h4l5 4.5V5L8 9.5H4Zm13 .5 4.5 4.5m0-4.5L17 14.5',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-6.5 9a6.5 6.5 0 0 1 13 0M16 4.3a3.5 3.5 0 0 1 0 6.4M18.5 14.3a6.5 6.5 0 0 1 3 5.7',
  phone: 'M7 2.5h10v19H7zM11 18.5h2',
  play: 'M7 4.5v15l12-7.5z',
  plus: 'M12 5v14M5 12h14',
  qr: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2M14 20h2',
  right: 'm9.5 5 7 7-7 7',
  screen: 'M3 4h18v12H3zM8 21h8m-4-5v5',
  sound: 'M4 9.5v5h4l5 4.5V5L8 9.5H4ZM16.5 9a4.2 4.2 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Zm0-5.5v2m0 15v2m9.5-9.5h-2m-15 0h-2m16.2-6.7-1.4 1.4M6.7 17.3l-1.4 1.4m13.4 0-1.4-1.4M6.7 6.7 5.3 5.3',
  trash: 'M4 6.5h16M9 6.5V4h6v2.5m-8.5 0L7.5 20.5h9l1-14M10 10.5v6m4-6v6',
  trophy: 'M7 4h10v6a5 5 0 0 1-10 0V4Zm0 2H3.5c0 3 1.5 5 4 5M17 6h3.5c0 3-1.5 5-4 5M12 15v3m-4 3h8',
  undo: 'M4 9h10.5a5.5 5.5 0 0 1 0 11H11M4 9l4.5-4.5M4 9l4.5 4.5',
  upload: 'M12 15V4m-4.5 4L12 3.5 16.5 8M4 20h16',
  'wifi-off': 'M3 3l18 18M12 19.5v.01M8.5 15.5a5 5 0 0 1 6-.8M5 12a10 10 0 0 1 5-2.7M2 8.5a15 15 0 0 1 4.5-2.9M13 9a10 10 0 0 1 6 3M10.5 4.6A15 15 0 0 1 22 8.5',
};

/** @typedef {keyof typeof paths} IconName */

/**
 * Makes an icon. It is hidden from screen readers: the words stand beside it
 * or in the aria-label of its button.
 *
 * @param {IconName} name
 * @param {{class?: string}} [options]
 * @returns {SVGElement}
 */
export function icon(name, options = {}) {
  return svg(
    'svg',
    {
      class: options.class ?? 'icon-mark',
      viewBox: '0 0 24 24',
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 2,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
      'aria-hidden': 'true',
    },
    svg('path', { d: paths[name] }),
  );
}
