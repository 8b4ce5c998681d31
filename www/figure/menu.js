// The menu of a figure, behind three dots. What is in it is in tools.js, which is loaded when it is first opened.

import { make, reason } from '../dom.js';
import { part } from '../load.js';

/** @import { MenuPlace } from '../types' */

const DOTS = '<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="4" cy="10" r="1.7"/><circle cx="10" cy="10" r="1.7"/><circle cx="16" cy="10" r="1.7"/></svg>';
/** CSS pixels between the button and the menu, and between the menu and the window's edge. */
const GAP = 4;

export class Menu {
  opener = make('button', 'more');
  box = make('div', 'tools');

  /** @param {MenuPlace} place */
  constructor(place) {
    const { opener, box } = this;
    const { session, table } = place;
    if (!table.hidden) table.classList.add('quiet');
    const name = session.text('Tools');
    opener.type = 'button';
    opener.innerHTML = DOTS;
    opener.title = opener.ariaLabel = name;
    opener.popoverTargetElement = box;
    box.popover = 'auto';
    box.setAttribute('role', 'group');
    box.ariaLabel = name;
    // What is in it is made when it opens: it depends on the state.
    box.addEventListener('beforetoggle', (event) => {
      if (/** @type {ToggleEvent} */ (event).newState !== 'open' || box.firstChild) return;
      event.preventDefault();
      this.#fill(place);
    });
    // Whatever is chosen closes the menu. In the capturing phase: a dialog that opens then takes the focus.
    box.addEventListener('click', (event) => event.target !== box && this.box.matches(':popover-open') && box.hidePopover(), { capture: true });
    box.addEventListener('toggle', (event) => {
      if (/** @type {ToggleEvent} */ (event).newState === 'open') this.#place();
      else box.replaceChildren();
    });
  }

  /** @param {MenuPlace} place */
  async #fill(place) {
    const { box } = this;
    try {
      // The hero's engine has nothing of what these do.
      const [{ items }] = await Promise.all([part('figure/tools'), place.session.whole]);
      box.replaceChildren(...items(place));
      box.showPopover();
    } catch (error) {
      place.notes.say(reason(error));
    }
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
