// Shows the figure of a finding, in the state that shows it.

/** @import { GhmFigure } from '../ghm-figure.js' */
/** @import { Session } from '../session.js' */
/** @import { Finding } from '../types' */

/**
 * @param {Session} session
 * @param {Finding['figure']} figure
 */
export function showFigure(session, { name, knobs }) {
  const notes = session.apply(Object.entries(knobs));
  if (notes.length) session.problem?.(session.told(notes));
  for (const key of Object.keys(knobs)) session.changed(key);
  /** @type {NodeListOf<GhmFigure>} */
  const all = document.querySelectorAll('ghm-figure[data-of-file]');
  const figures = [...all];
  // If none of those beside the findings is this one, the last becomes it.
  const figure = figures.find((it) => it.name === name) ?? figures.at(-1);
  if (!figure) return;
  if (figure.name !== name) figure.name = name;
  // After the figure was built anew.
  setTimeout(() => {
    const { top, bottom } = figure.getBoundingClientRect();
    const seen = top >= 0 && bottom <= innerHeight;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (!seen) figure.scrollIntoView({ block: bottom - top > innerHeight ? 'start' : 'center', behavior: calm ? 'instant' : 'smooth' });
    figure.shadowRoot?.querySelector('canvas')?.focus({ preventScroll: true });
  });
}
