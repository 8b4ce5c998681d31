// Shows the figure of a finding, in the state that shows it.

/** @import { GhmFigure } from '../ghm-figure.js' */
/** @import { Session } from '../session.js' */
/** @import { Finding } from '../types' */

/** Milliseconds after which a figure that became another one has been drawn. */
const SETTLED = 300;

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
  const see = () => {
    const { top, bottom } = figure.getBoundingClientRect();
    if (top >= 0 && bottom <= innerHeight) return;
    figure.scrollIntoView({ block: bottom - top > innerHeight ? 'start' : 'center', behavior: 'instant' });
  };
  const shown = () => {
    see();
    figure.shadowRoot?.querySelector('canvas')?.focus({ preventScroll: true });
    // Once more when it has its height, as another figure may be higher.
    setTimeout(see, SETTLED);
  };
  if (figure.name === name) {
    setTimeout(shown);
    return;
  }
  // It is built anew, and only where the reader sees it.
  figure.addEventListener('ghm-ready', () => setTimeout(shown), { once: true });
  figure.name = name;
  see();
}
