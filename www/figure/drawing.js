// The canvas of a figure: drawn when something that it shows has changed, as high as suits it or as its room allows.

/** @import { GhmFigure } from '../ghm-figure.js' */
/** @import { Session } from '../session.js' */
/** @import { Parts } from './build.js' */
/** @import { Cursor } from './pointing.js' */
/** @import { Settings } from './settings.js' */
/** @import { Sight } from './sight.js' */

export class Drawing {
  /** Stands for all that the canvas shows: the picture is drawn again when this changes. */
  stamp = '';
  /** The size of the picture in CSS pixels. */
  width = 0;
  height = 0;
  /** The width that the room was last measured at. */
  #width = 0;

  /**
   * @param {GhmFigure} element
   * @param {Session} session
   * @param {Settings} settings
   * @param {Parts} parts
   * @param {Sight} sight
   */
  constructor(element, session, { figure, scale }, { canvas, readout }, sight) {
    this.element = element;
    this.session = session;
    this.figure = figure;
    this.scale = scale;
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
    // It is drawn as if it had less room, and then enlarged.
    const { scale } = this;
    const height = this.#fitted(engine.height(figure, width / scale) * scale, width);
    const ratio = devicePixelRatio * scale;
    const stamp = [engine.stamp(figure), dark, width, height, ratio, panel, x].join(' ');
    if (stamp === this.stamp) return false;
    Object.assign(this, { stamp, width, height });
    canvas.style.height = `${height}px`;
    canvas.classList.toggle('dark', dark);
    engine.draw(canvas, figure, width / scale, height / scale, ratio, dark, panel, x);
    element.dataset.draws = String(Number(element.dataset.draws ?? 0) + 1);
    return true;
  }

  /** The figure's height: on a whole screen that of what is in it, as the figure itself is as high as the screen. */
  #whole() {
    const { element } = this;
    const { shadowRoot } = element;
    if (!shadowRoot || !element.matches(':fullscreen')) return element.offsetHeight;
    const all = document.createRange();
    all.selectNodeContents(shadowRoot);
    return all.getBoundingClientRect().height;
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
    const around = this.#whole() - canvas.offsetHeight;
    if (element.natural !== around + suits) {
      element.natural = around + suits;
      element.dispatchEvent(new CustomEvent('ghm-fit'));
    }
    return Math.round(Math.min(Math.max(element.room - around, 0.7 * suits), 2.2 * suits));
  }
}
