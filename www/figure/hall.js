// A figure on a whole screen, so large that it is read from the last row of a hall.

/** @import { GhmFigure } from '../ghm-figure.js' */

/** CSS pixels of the smallest text, and the part of the screen's height that it is to have. */
const SMALLEST = 12;
const PART = 1 / 40;
/** A screen that is narrow for its height shows at least so many CSS pixels beside each other. */
const NARROWEST = 420;
/** Around the figure, as a part of the height. */
const EDGE = 0.025;

/** Whether this page may show anything on a whole screen. */
export const canFill = () => document.fullscreenEnabled;

/**
 * Shows a figure on the whole screen until the reader leaves that, or leaves it.
 * @param {GhmFigure} figure
 */
export async function fillScreen(figure) {
  if (document.fullscreenElement) return document.exitFullscreen();
  const { room } = figure;
  const scale = figure.getAttribute('scale');
  await figure.requestFullscreen();
  const fit = () => {
    const scale = Math.max(1, Math.min((innerHeight * PART) / SMALLEST, innerWidth / NARROWEST));
    figure.room = innerHeight * (1 - 2 * EDGE);
    figure.setAttribute('scale', scale.toFixed(3));
    figure.session?.mark();
  };
  addEventListener('resize', fit);
  const left = () => {
    if (document.fullscreenElement) return;
    removeEventListener('resize', fit);
    document.removeEventListener('fullscreenchange', left);
    figure.room = room;
    if (scale === null) figure.removeAttribute('scale');
    else figure.setAttribute('scale', scale);
    figure.session?.mark();
  };
  document.addEventListener('fullscreenchange', left);
  fit();
}
