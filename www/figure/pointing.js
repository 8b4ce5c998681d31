// The cursor of a figure, moved by a pointer or by keys, and what can be dragged with it: one of the examples by
// hand, or the batch.

import { fingers } from '../gesture.js';

/** @import { Touch } from '../../pkg/explainer.js' */
/** @import { Session } from '../session.js' */
/** @import { Settings } from './settings.js' */

/** @typedef {[panel: number, x: number]} Cursor */

/** By how many stops a key moves the cursor. */
const STOPS = new Map([
  ['ArrowRight', 1], ['ArrowUp', 1], ['ArrowLeft', -1], ['ArrowDown', -1],
  ['PageUp', 10], ['PageDown', -10], ['Home', -1e6], ['End', 1e6],
]);

export class Pointing {
  /** @type {Cursor | null} */
  cursor = null;
  /**
   * The example that is being dragged.
   * @type {number | null}
   */
  #example = null;

  /**
   * @param {Session} session
   * @param {Settings} settings
   * @param {Touch} touch What can be dragged.
   * @param {HTMLCanvasElement} canvas
   */
  constructor(session, { figure, locked, scale }, touch, canvas) {
    this.session = session;
    this.scale = scale;
    this.figure = figure;
    this.dragsExample = touch === 'example' && !locked.includes('hand');
    this.dragsBatch = touch === 'batches' && !locked.includes('batch');
    this.canvas = canvas;
    const undecided = fingers(canvas, { sideways: (event) => this.#point(event), taps: (event) => this.#point(event, true) });
    canvas.addEventListener('pointermove', (event) => undecided() || this.#point(event));
    canvas.addEventListener('pointerdown', (event) => {
      this.#example = null;
      canvas.setPointerCapture(event.pointerId);
      if (!undecided()) this.#point(event);
    });
    canvas.addEventListener('pointerleave', (event) => {
      if (event.pointerType === 'mouse') this.#place(null);
    });
    canvas.addEventListener('keydown', (event) => this.#press(event));
  }

  /** Takes the cursor away. */
  leave() {
    if (this.cursor) this.#place(null);
  }

  /** @param {Cursor | null} cursor */
  #place(cursor) {
    this.cursor = cursor;
    this.session.mark();
  }

  /**
   * @param {PointerEvent} event
   * @param {boolean} [drags] Whether it drags: by default, if the pointer is down.
   */
  #point(event, drags = Boolean(event.buttons & 1)) {
    const box = this.canvas.getBoundingClientRect();
    const { engine } = this.session;
    const places = [box.width, box.height, event.clientX - box.left, event.clientY - box.top];
    const [width, height, x, y] = places.map((place) => place / this.scale);
    this.#place(cursorOf(engine.point(this.figure, width, height, x, y)));
    if (drags) this.#drag();
  }

  #drag() {
    if (!this.cursor) return;
    const [panel, x] = this.cursor;
    if (this.dragsExample) this.#dragExample(panel, x, x);
    const batch = this.dragsBatch ? this.session.engine.batchAt(this.figure, panel, x) : undefined;
    if (batch !== undefined) this.session.set('batch', batch);
  }

  /**
   * @param {number} panel
   * @param {number} from
   * @param {number} to
   */
  #dragExample(panel, from, to) {
    const { engine } = this.session;
    this.#example ??= engine.nearestExample(from);
    const x = engine.moveExample(this.#example, to);
    this.session.changed('hand');
    this.#place([panel, x]);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { engine } = this.session;
    if (event.key === 'Escape') return this.cursor ? this.#place(null) : this.canvas.blur();
    if (event.key === 'Enter') return this.#place(cursorOf(engine.moveCursor(this.figure, -1, 0, 1)));
    const by = STOPS.get(event.key);
    if (!by) return;
    event.preventDefault();
    if (event.shiftKey && this.cursor && this.dragsExample) {
      this.#example = null;
      const [panel, x] = this.cursor;
      return this.#dragExample(panel, x, x + by / 100);
    }
    const [panel, x] = this.cursor ?? [-1, 0];
    this.#place(cursorOf(engine.moveCursor(this.figure, panel, x, by)));
  }
}

/**
 * The engine's cursor; an empty one is none.
 * @param {Float64Array} numbers
 * @returns {Cursor | null}
 */
function cursorOf(numbers) {
  return numbers.length ? [numbers[0], numbers[1]] : null;
}

/**
 * Hides keys that are pressed in a figure from its host, which might turn its slides by them. Escape moves
 * the focus to the canvas, and from there out of the figure.
 * @param {ShadowRoot} root
 */
export function keepKeys(root) {
  root.addEventListener('keydown', (event) => {
    // A shadow root gets keyboard events, too, but its types don't say so. What a key does by itself, such as to scroll
    // from a button, it still does.
    const { target, key, ctrlKey, altKey, metaKey } = /** @type {KeyboardEvent & { target: Element }} */ (event);
    if (ctrlKey || altKey || metaKey || key === 'Tab') return;
    event.stopPropagation();
    if (target.closest('dialog')) return;
    /** @type {HTMLElement | null} */
    const canvas = root.querySelector('.stage canvas');
    if (key === 'Escape' && target !== canvas) canvas?.focus();
  });
}
