// A figure in words: its controls, title and legend, the values at the cursor, its table, and what a screen reader
// announces.

import { make, show } from '../dom.js';
import { RESTS } from '../session.js';
import { dataTables, emphasized, legendItems, readoutItems } from './items.js';

/** @import { Session } from '../session.js' */
/** @import { Parts } from './build.js' */
/** @import { Drawing } from './drawing.js' */
/** @import { Cursor } from './pointing.js' */
/** @import { Settings } from './settings.js' */

export class Words {
  /** The stamp of the picture that the words were last written for; empty at first. */
  #stamp = '';
  /** Title and legend as last written. */
  #legend = '';
  /** Whether the legend is to come or to go once the movement has ended: else it would move the plots under the hand. */
  #late = false;
  /**
   * What was last announced.
   * @type {string | null}
   */
  #announced = null;

  /**
   * @param {Session} session
   * @param {Settings} settings
   * @param {Parts} parts
   */
  constructor(session, { figure, text, scale }, parts) {
    this.session = session;
    this.scale = scale;
    this.figure = figure;
    this.text = text;
    this.parts = parts;
    parts.table.addEventListener('toggle', () => this.tabulate());
  }

  /** Whether words were written yet. */
  get written() {
    return this.#stamp !== '';
  }

  /**
   * Writes what is stale.
   * @param {Drawing} drawing The picture on the canvas.
   * @param {Cursor | null} cursor
   * @param {boolean} dark
   */
  write({ stamp, width, height }, cursor, dark) {
    const { controls, player, title, legend } = this.parts;
    const { engine } = this.session;
    for (const control of controls) control.refresh();
    player?.refresh();
    const moving = performance.now() - this.session.moved < RESTS;
    if (this.#stamp === stamp && (moving || !this.#late)) return;
    if (this.#stamp !== stamp) this.#writeReadout(cursor, dark);
    this.#stamp = stamp;
    this.#late = false;
    // What has its name in the plot is not in the legend.
    const { scale } = this;
    const items = engine.legend(this.figure, width / scale, height / scale, dark);
    // Until its data is here, or the twin's boundaries are trained, a legend lacks names and then grows.
    const lacks = !items.length && engine.partial();
    const waits = lacks || (engine.touch(this.figure) === 'outliers' && !engine.quote('twin.ap.ce'));
    if (waits && legend.querySelector('.still')) return;
    const heading = engine.title(this.figure);
    const now = JSON.stringify([heading, items]);
    if (this.#legend === now) return;
    const hidden = !this.text.legend || items.length === 0;
    if (this.#legend && moving && hidden !== legend.hidden) {
      this.#late = true;
      return;
    }
    this.#legend = now;
    show(title, heading);
    legend.replaceChildren(...legendItems(items));
    legend.hidden = hidden;
  }

  /**
   * Writes the values at the cursor, or without a cursor a sentence.
   * @param {Cursor | null} cursor
   * @param {boolean} dark
   */
  #writeReadout(cursor, dark) {
    const { readout, values, handled } = this.parts;
    const { engine } = this.session;
    const items = cursor && this.text.readout ? engine.readout(this.figure, ...cursor, dark) : [];
    // The sentence under a handle stays while a mouse reads values: they stand beside the cursor where there is room.
    const beside = handled && items.length > 0 && matchMedia('(min-width: 641px)').matches;
    values.hidden = !beside;
    if (beside && cursor) {
      values.classList.toggle('left', cursor[1] > 0.5);
      values.style.setProperty('--x', String(cursor[1]));
      values.replaceChildren(readoutItems(items));
    } else if (items.length) return readout.replaceChildren(readoutItems(items));
    const hint = readout.querySelector('.hint') ?? make('div', 'hint');
    if (!hint.parentNode) readout.replaceChildren(hint);
    const text = this.text.caption ? engine.summary(this.figure) : this.session.text('ReadHint');
    // A sentence under a handle is read while that moves: its numbers stand out.
    if (!handled) show(hint, text);
    else if (hint.textContent !== text) hint.replaceChildren(...emphasized(text));
  }

  /** Fills the table if it is open. */
  tabulate() {
    const { table, scroll } = this.parts;
    // The hero's engine has no tables.
    if (table.open && this.session.isWhole) scroll.replaceChildren(...dataTables(this.session.engine.tables(this.figure)));
  }

  /** For a screen reader: says what the figure shows, and then, at the end of each movement, what changed. */
  announce() {
    const { canvas, readout, values, spoken, described } = this.parts;
    const { engine } = this.session;
    const summary = engine.summary(this.figure);
    if (!described.hidden) show(described, summary);
    canvas.setAttribute('aria-label', `${engine.title(this.figure)}. ${summary}`);
    const terms = [...(values.hidden ? readout : values).querySelectorAll('dt')];
    const now = terms.map((term) => `${term.textContent} ${term.nextSibling?.textContent}`).join(', ') || summary;
    if (this.#announced !== null && this.#announced !== now) spoken.textContent = now;
    this.#announced = now;
  }
}
