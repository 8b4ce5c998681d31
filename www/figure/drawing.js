// The canvas of a figure: drawn when something that it shows has changed, as high as suits it or as its room allows.

/** @import { GhmFigure } from '../ghm-figure.js' */
/** @import { Session } from '../session.js' */
/** @import { Parts } from './build.js' */
/** @import { Cursor } from './pointing.js' */
/** @import { Sight } from './sight.js' */

export class Drawing {
  /** Stands for all that the canvas shows: the picture is drawn again when this changes. */
  stamp = '';
  /** The width that the room was last measured at. */
  #width = 0;

  /**
   * @param {GhmFigure} element
   * @param {Session} session
   * @param {string} figure
   * @param {Parts} parts
   * @param {Sight} sight
   */
  constructor(element, session, figure, { canvas, readout }, sight) {
    this.element = element;
    this.session = session;
    this.figure = figure;
    this.canvas = canvas;
    this.readout = readout;
    this.sight = sight;
  }

  /**
   * Draws if the picture is stale; returns whether it did.
   * @param {Cursor | null} cursor
   * @param {{ width: number, dark: boolean }} look
   */
  draw(cursor, { width, dark } = this.sight) {
    const { canvas, element, figure } = this;
    const { engine } = this.session;
    if (!width) return false;
    const [panel, x] = cursor ?? [-1, 0];
    const height = this.#fitted(engine.height(figure, width), width);
    const ratio = devicePixelRatio;
    const stamp = [engine.stamp(figure), dark, width, height, ratio, panel, x].join(' ');
    if (stamp === this.stamp) return false;
    this.stamp = stamp;
    canvas.style.height = `${height}px`;
    canvas.classList.toggle('dark', dark);
    engine.draw(canvas, figure, width, height, ratio, dark, panel, x);
    element.dataset.draws = String(Number(element.dataset.draws ?? 0) + 1);
    return true;
  }

  /**
   * The canvas's height: what suits the figure, or what fills the room that it was given.
   * @param {number} suits
   * @param {number} width
   */
  #fitted(suits, width) {
    const { canvas, element, readout } = this;
    if (element.room === undefined) return suits;
    // The values at the cursor may need more or fewer lines, which must not change the canvas's height.
    readout.style.minHeight = width === this.#width ? `${readout.offsetHeight}px` : '';
    this.#width = width;
    const around = element.offsetHeight - canvas.offsetHeight;
    if (element.natural !== around + suits) {
      element.natural = around + suits;
      element.dispatchEvent(new CustomEvent('ghm-fit'));
    }
    return Math.round(Math.min(Math.max(element.room - around, 0.7 * suits), 2.2 * suits));
  }
}
