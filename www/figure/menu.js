// The menu of a figure, behind three dots: embed it, save it, its numbers as a table, its full description.

import { button, make } from '../dom.js';
import { toolButtons } from './tools.js';

/** @import { GhmFigure } from '../ghm-figure.js' */
/** @import { Session } from '../session.js' */

const DOTS = '<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="4" cy="10" r="1.7"/><circle cx="10" cy="10" r="1.7"/><circle cx="16" cy="10" r="1.7"/></svg>';
/** CSS pixels between the button and the menu, and between the menu and the window's edge. */
const GAP = 4;

export class Menu {
  opener = make('button', 'more');
  box = make('div', 'tools');

  /**
   * @param {object} place
   * @param {GhmFigure} place.element
   * @param {Session} place.session
   * @param {HTMLCanvasElement} place.canvas
   * @param {HTMLDetailsElement} place.table
   * @param {HTMLElement} place.described
   * @param {(text: string) => void} place.say
   */
  constructor({ element, session, canvas, table, described, say }) {
    const { opener, box } = this;
    const name = session.text('Tools');
    opener.type = 'button';
    opener.innerHTML = DOTS;
    opener.title = opener.ariaLabel = name;
    opener.popoverTargetElement = box;
    box.popover = 'auto';
    box.setAttribute('role', 'group');
    box.ariaLabel = name;
    box.append(...toolButtons(element, session, canvas, say));
    if (!table.hidden) {
      table.classList.add('quiet');
      box.append(button(session.text('Data'), () => this.#reveal(table, () => (table.open = true))));
    }
    const describe = button(session.text('Describe'), () => {
      described.textContent = session.engine.summary(element.figure);
      this.#reveal(described, () => (described.hidden = false));
    });
    box.append(describe);
    // Whatever is chosen closes the menu. In the capturing phase: a dialog that opens then takes the focus.
    box.addEventListener('click', (event) => event.target !== box && this.box.matches(':popover-open') && box.hidePopover(), { capture: true });
    box.addEventListener('toggle', (event) => /** @type {ToggleEvent} */ (event).newState === 'open' && this.#place());
  }

  /**
   * Shows a part below the figure, and moves the focus there.
   * @param {HTMLElement} part
   * @param {() => void} open
   */
  #reveal(part, open) {
    open();
    const target = part.querySelector('summary') ?? part;
    target.tabIndex = 0;
    target.focus();
    part.scrollIntoView({ block: 'nearest' });
  }

  /** Puts the menu below its button, or above it where there is no room. It closes when the page scrolls. */
  #place() {
    const { opener, box } = this;
    const at = opener.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = box;
    const below = at.bottom + GAP;
    const fits = below + offsetHeight <= innerHeight;
    box.style.left = `${Math.max(GAP, Math.min(at.right, innerWidth - GAP) - offsetWidth)}px`;
    box.style.top = `${fits ? below : Math.max(GAP, at.top - GAP - offsetHeight)}px`;
    addEventListener('scroll', () => box.hidePopover(), { once: true, passive: true });
  }
}
