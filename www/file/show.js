// Shows the figure of a finding, in the state that shows it.

/** @import { GhmFigure } from '../ghm-figure.js' */
/** @import { Session } from '../session.js' */
/** @import { Value } from '../types' */

/** Milliseconds after which a figure that became another one has been drawn. */
const SETTLED = 300;
/** How often the focus is tried, and milliseconds between. */
const TRIES = 40;
const SOON = 50;

/**
 * @param {Session} session
 * @param {string} name The figure's.
 * @param {[string, Value][]} knobs
 */
export function showFigure(session, name, knobs) {
  const notes = session.apply(knobs);
  if (notes.length) session.problem?.(session.told(notes));
  for (const [key] of knobs) session.changed(key);
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
  if (figure.name !== name) figure.name = name;
  // It is built anew then, and a section that was far from view has nothing that could have the focus at first.
  let tries = TRIES;
  const shown = () => {
    see();
    figure.shadowRoot?.querySelector('canvas')?.focus({ preventScroll: true });
    const again = document.activeElement !== figure && tries-- > 0;
    // Once more when it has its height, as another figure may be higher.
    setTimeout(again ? shown : see, again ? SOON : SETTLED);
  };
  setTimeout(shown);
}
