// What only a figure of detectors in training has: buttons to run it, knobs in two groups, and the scenes with what
// each detector finds in them. Its plots are drawn like those of any figure.

import { button, make, show, styleSheet } from '../dom.js';
import { scaled } from '../figure/scaled.js';
import { runOf } from './run.js';
import { SceneTiles, columns } from './scenes.js';

/** @import { Session } from '../session.js' */
/** @import { Run } from './run.js' */

export { runOf };

const sheet = styleSheet(scaled(`
.transport { display: flex; flex-wrap: wrap; align-items: center; gap: 6u 10u; margin: 10u 0 8u }
.transport button { min-height: 32u; padding: 3u 14u; font-size: 13u; color: var(--ink) }
.transport button.main { min-width: 92u; font-weight: 600; color: var(--paper); background: var(--ink); border-color: transparent }
.transport progress { flex: 1 1 120u; height: 6u; accent-color: var(--ink) }
.transport output { flex: 1 1 100%; font-size: 13u; color: var(--soft); font-variant-numeric: tabular-nums }
.group { display: contents }
.group-name { grid-column: 1 / -1; margin: 0; font-weight: 650 }
.scenes { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 10u 18u; margin: 4u 0 0 }
.scenes figure { margin: 0; min-width: 0 }
.scenes figcaption { margin: 0 0 4u; font-size: 13u; font-weight: 650 }
.scenes figcaption { font-variant-numeric: tabular-nums }
.scenes canvas { aspect-ratio: 3 / 2; cursor: default; border-radius: 4u; outline: 1px solid var(--edge); outline-offset: -1px }
.key { display: flex; flex-wrap: wrap; gap: 2px 18u; margin: 6u 0 12u; padding: 0; list-style: none; font-size: 12u; color: var(--soft) }
.key li { display: flex; align-items: center; gap: 6u }
@media (max-width: 520px) {
  .scenes { grid-template-columns: 1fr }
  .scenes canvas { aspect-ratio: 6 }
  .transport button { flex: 1 0 auto; white-space: nowrap }
}
@media (pointer: coarse) { .transport button { min-height: 44u } }
@media print { .transport { display: none } }
`));

export class TrainingView {
  /** Stands for all that the scenes' canvases show. */
  #stamp = '';
  #width = 0;
  /**
   * The colour scheme of the key to the boxes; undefined before it is written.
   * @type {boolean | undefined}
   */
  #dark;
  #tiles = new SceneTiles();
  /**
   * Keys of the losses whose detectors are shown; below, for each, the picture of its scenes.
   * @type {string[]}
   */
  #losses = [];
  /** @type {{ caption: HTMLElement, canvas: HTMLCanvasElement }[]} */
  #pictures = [];

  /**
   * @param {object} place
   * @param {Session} place.session
   * @param {Run} place.run
   * @param {ShadowRoot} place.root The figure's.
   * @param {HTMLElement} place.knobs Holds the figure's controls.
   * @param {HTMLElement} place.results Holds the buttons and the scenes.
   * @param {boolean} place.controlled Whether there are buttons.
   * @param {() => boolean} place.dark Whether the figure shows dark colours.
   */
  constructor({ session, run, root, knobs, results, controlled, dark }) {
    this.session = session;
    this.dark = dark;
    this.run = run;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets.filter((s) => s !== sheet), sheet];
    this.#group(knobs);

    this.main = button('', () => {
      if (run.playing) run.pause();
      else if (run.done) run.again();
      else run.play();
    });
    this.main.className = 'main';
    const step = button(session.text('OneStep'), () => run.step());
    const reset = button(session.text('Reset'), () => run.reset());
    this.bar = make('progress');
    this.status = make('output');
    const transport = make('div', 'transport');
    transport.append(this.main, step, reset, this.bar, this.status);
    transport.hidden = !controlled;

    this.scenes = make('div', 'scenes');
    this.key = make('ul', 'key');
    // What it finds stands right below the button, and the knobs, of which there are many, below all results.
    results.append(transport, this.scenes, this.key);
    // An observer tells the width, as asking for it after something was drawn costs a layout.
    this.sizes = new ResizeObserver(([{ contentRect }]) => {
      this.#width = contentRect.width;
      session.mark();
    });
    this.refresh(true);
  }

  /** Makes a picture for each detector, unless the same losses have theirs already. */
  #arrange() {
    const losses = this.session.engine.get('losses')?.split(',') ?? [];
    if (losses.join() === this.#losses.join()) return;
    this.#losses = losses;
    this.#stamp = '';
    this.#pictures = losses.map(() => {
      const [caption, canvas] = [make('figcaption'), make('canvas')];
      canvas.dir = 'ltr';
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', this.session.text('Found'));
      return { caption, canvas };
    });
    const figures = this.#pictures.map(({ caption, canvas }) => {
      const figure = make('figure');
      figure.append(caption, canvas);
      return figure;
    });
    this.scenes.replaceChildren(...figures);
    this.sizes.disconnect();
    this.sizes.observe(this.#pictures[0].canvas);
  }

  /**
   * Groups the controls: knobs that begin the training anew, and those that let it go on.
   * @param {HTMLElement} knobs
   */
  #group(knobs) {
    const table = [...this.session.knobs.values()];
    /** @type {NodeListOf<HTMLElement>} */
    const rows = knobs.querySelectorAll('.knob');
    const group = (/** @type {string} */ title, /** @type {boolean} */ restarts) => {
      const keys = table.filter((knob) => knob.restarts === restarts).map((knob) => knob.key);
      const own = [...rows].filter((row) => keys.includes(row.dataset.key ?? ''));
      const made = make('div', 'group');
      made.setAttribute('role', 'group');
      made.ariaLabel = this.session.text(title);
      made.append(make('p', 'group-name', this.session.text(title)), ...own);
      made.hidden = own.length === 0;
      return made;
    };
    knobs.classList.remove('ungrouped');
    knobs.prepend(group('Restarts', true), group('Continues', false));
  }

  /**
   * Called once a frame when something was marked.
   * @param {boolean} visible
   */
  refresh(visible) {
    const { run, session } = this;
    run.watched = visible;
    if (!visible) return;
    const { engine } = session;
    const [step, budget] = engine.trainedSteps();
    const name = run.playing ? 'Pause' : step > 0 && !run.done ? 'Resume' : 'Train';
    show(this.main, session.text(name));
    const [max, value] = [budget ?? 1, step ?? 0];
    // Only if they differ: to set them again is as if they did.
    if (this.bar.max !== max || this.bar.value !== value) Object.assign(this.bar, { max, value });
    const slowly = run.channel?.where === 'page' ? session.text('TrainsHere') : '';
    // What has stopped goes no further; what began again does.
    const status = [engine.trainingStatus(), slowly];
    show(this.status, (run.problem && !run.playing ? [run.problem] : [run.problem, ...status]).filter(Boolean).join(' · '));
    this.#arrange();
    engine.sceneCaptions().forEach((text, loss) => show(this.#pictures[loss].caption, text));
    this.#paint();
  }

  /** Paints the scenes, if they or their places have changed. */
  #paint() {
    const { run } = this;
    const pictures = this.#pictures;
    const { scenes } = run;
    const { engine } = this.session;
    const dark = this.dark();
    const width = this.#width;
    const stamp = [run.version, dark, width, devicePixelRatio].join(' ');
    if (!scenes || !width || stamp === this.#stamp) return;
    this.#stamp = stamp;
    // The scenes themselves are dark in either scheme. The last colour is that of true boxes.
    const colours = engine.sceneColours(true);
    const captions = engine.sceneColours(dark);
    this.#tiles.show(scenes.pixels);
    pictures.forEach(({ caption, canvas }, loss) => {
      caption.style.color = captions[loss];
      const sights = run.sights.get(this.#losses[loss]) ?? new Float32Array();
      const boxes = { objects: scenes.objects, sights, truth: colours[pictures.length], colour: colours[loss] };
      this.#tiles.paint(canvas, width, columns(), boxes);
    });
    // What is found has the colour of its loss, which the key leaves open.
    if (this.#dark !== dark) this.#explain(captions[pictures.length], 'currentColor');
    this.#dark = dark;
  }

  /**
   * Says what the boxes mean.
   * @param {string} truth The colour of true boxes.
   * @param {string} colour That of detections.
   */
  #explain(truth, colour) {
    const item = (/** @type {string} */ name, /** @type {string} */ stroke, /** @type {number} */ width, dash = '') => {
      const made = make('li');
      made.innerHTML = '<svg width="16" height="16" aria-hidden="true"><rect x="2" y="2" width="12" height="12" fill="none"/></svg>';
      const box = made.querySelector('rect');
      box?.setAttribute('stroke', stroke);
      box?.setAttribute('stroke-width', String(width));
      if (dash) box?.setAttribute('stroke-dasharray', dash);
      made.append(this.session.text(name));
      return made;
    };
    this.key.replaceChildren(item('TrueBox', truth, 1.25), item('Found', colour, 2), item('FoundWrong', colour, 2, '3 2'));
  }
}
