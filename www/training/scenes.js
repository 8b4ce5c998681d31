// The scenes that detectors in training look at, and what each detector finds in them.

import { make } from '../dom.js';

/** Side of a scene in pixels. */
const SIDE = 48;
/** CSS pixels between scenes. */
const GAP = 4;
const GROUND = '#12161b';

/** How many scenes are in a row: all of them if each detector has a row of its own. */
export function columns() {
  return matchMedia('(max-width: 520px)').matches ? 6 : 3;
}

/**
 * What is drawn over the scenes.
 * @typedef {object} Boxes
 * @property {Float32Array} objects For each true box: scene, left, top, right, bottom.
 * @property {Float32Array} sights For each detection: the same, its rank, and 1 if it is correct, else 0.
 * @property {string} truth The colour of true boxes.
 * @property {string} colour The colour of detections.
 */

export class SceneTiles {
  /**
   * The pixels that the tiles show.
   * @type {Uint8Array | null}
   */
  #pixels = null;
  /**
   * Each scene as a small canvas.
   * @type {HTMLCanvasElement[]}
   */
  #tiles = [];

  /**
   * Takes the scenes' brightness, pixel by pixel.
   * @param {Uint8Array} pixels
   */
  show(pixels) {
    if (this.#pixels === pixels) return;
    this.#pixels = pixels;
    const tiles = this.#tiles;
    const image = new ImageData(SIDE, SIDE);
    image.data.fill(255);
    tiles.length = pixels.length / (SIDE * SIDE);
    for (let scene = 0; scene < tiles.length; scene++) {
      const tile = (tiles[scene] ??= Object.assign(make('canvas'), { width: SIDE, height: SIDE }));
      for (let i = 0; i < SIDE * SIDE; i++) image.data[4 * i + 3] = pixels[scene * SIDE * SIDE + i];
      contextOf(tile).putImageData(image, 0, 0);
    }
  }

  /**
   * Paints all scenes on a canvas, and boxes over them.
   * @param {HTMLCanvasElement} canvas
   * @param {number} width
   * @param {number} across How many scenes are in a row.
   * @param {Boxes} boxes
   */
  paint(canvas, width, across, { objects, sights, truth, colour }) {
    const tiles = this.#tiles;
    const side = (width - GAP * (across - 1)) / across;
    const height = Math.ceil(tiles.length / across) * (side + GAP) - GAP;
    const context = sized(canvas, width, height);
    const scale = side / SIDE;
    const corner = (/** @type {number} */ scene) => [(scene % across) * (side + GAP), Math.floor(scene / across) * (side + GAP)];
    context.imageSmoothingQuality = 'high';
    tiles.forEach((tile, scene) => {
      const [x, y] = corner(scene);
      context.fillStyle = GROUND;
      context.fillRect(x, y, side, side);
      context.drawImage(tile, x, y, side, side);
    });
    /** @type {(box: Float32Array, stroke: string, lineWidth: number, dash: number[]) => void} */
    const outline = ([scene, x0, y0, x1, y1], stroke, lineWidth, dash) => {
      const [x, y] = corner(scene);
      context.save();
      context.beginPath();
      context.rect(x, y, side, side);
      context.clip();
      context.strokeStyle = stroke;
      context.lineWidth = lineWidth;
      context.setLineDash(dash);
      context.strokeRect(x + x0 * scale, y + y0 * scale, (x1 - x0) * scale, (y1 - y0) * scale);
      context.restore();
    };
    for (const object of rows(objects, 5)) outline(object, truth, 1.25, []);
    // The best ones are painted last, on top.
    for (const sight of rows(sights, 7).reverse()) {
      const [scene, x0, y0, , , rank, correct] = sight;
      outline(sight, colour, 2, correct ? [] : [3, 2]);
      const [x, y] = corner(scene);
      context.font = '600 10px -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", system-ui, sans-serif';
      context.textBaseline = 'bottom';
      const label = String(rank);
      const { width: wide } = context.measureText(label);
      const left = Math.min(Math.max(x + x0 * scale - 1, x), x + side - wide - 5);
      const bottom = Math.max(y + y0 * scale - 1, y + 12);
      context.fillStyle = colour;
      context.fillRect(left, bottom - 12, wide + 5, 12);
      context.fillStyle = GROUND;
      context.fillText(label, left + 2.5, bottom - 0.5);
    }
  }
}

/**
 * Sets a canvas's size and clears it; returns its context, scaled to CSS pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
function sized(canvas, width, height) {
  const ratio = Math.max(devicePixelRatio, 1);
  const [w, h] = [width, height].map((css) => Math.round(css * ratio));
  if (canvas.width !== w || canvas.height !== h) {
    [canvas.width, canvas.height] = [w, h];
    canvas.style.height = `${height}px`;
  }
  const context = contextOf(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** @param {HTMLCanvasElement} canvas */
function contextOf(canvas) {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('the browser gives a canvas no context');
  return context;
}

/**
 * An array cut into rows of `length` numbers.
 * @param {Float32Array} numbers
 * @param {number} length
 */
function rows(numbers, length) {
  return Array.from({ length: numbers.length / length }, (_, i) => numbers.subarray(i * length, (i + 1) * length));
}
