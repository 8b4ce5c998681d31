// What only the figure `detector` has: transport, knobs in two groups, and the scenes with what
// each detector finds in them. Its plots are the engine's, as every figure's.

import { runOf } from './run.js';

const SIDE = 48;
/** Scenes beside each other: all of them where each detector has a row of its own. */
const columns = () => (matchMedia('(max-width: 520px)').matches ? 6 : 3);
const GAP = 4;
const GROUND = '#12161b';

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
.transport { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 10px; margin: 10px 0 8px }
.transport button { min-height: 32px; padding: 3px 14px; font-size: 13px; color: var(--ink); border-color: var(--line) }
.transport button.main { min-width: 92px; font-weight: 600; color: light-dark(#fff, #10151b); background: var(--accent); border-color: transparent }
.transport progress { flex: 1 1 120px; height: 6px; accent-color: var(--accent) }
.transport output { flex: 1 1 100%; font-size: 13px; color: var(--soft); font-variant-numeric: tabular-nums }
.knobs.groups { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 330px), 1fr)); gap: 4px 32px; align-items: start; margin: 8px 0 14px }
.groups fieldset { margin: 0; padding: 0; border: 0; display: grid; gap: 2px; min-width: 0 }
.groups legend { padding: 0 0 4px; font-size: 12px; color: var(--soft) }
.groups .knob { grid-template-columns: minmax(110px, 158px) 1fr 66px }
.groups .knob .name { white-space: normal; line-height: 1.2 }
.scenes { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 10px 18px; margin: 4px 0 0 }
.scenes figure { margin: 0; min-width: 0 }
.scenes figcaption { margin: 0 0 4px; font-size: 13px; font-weight: 650 }
.scenes figcaption { font-variant-numeric: tabular-nums }
.scenes canvas { cursor: default; border-radius: 4px }
.key { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 6px 0 12px; padding: 0; list-style: none; font-size: 12px; color: var(--soft) }
.key li { display: flex; align-items: center; gap: 6px }
@media (max-width: 520px) {
  .scenes { grid-template-columns: 1fr }
  .transport button { flex: 1 0 auto; white-space: nowrap }
}
@media print { .transport, .knobs.groups { display: none } }
`);

/** The session's training. */
export function runFor(shared, ways) {
  return runOf(shared, ways);
}

export class View {
  #seen = '';
  #width = 0;
  #dark = null;
  #scenes = null;
  /** Each of its scenes as a small canvas of light. */
  #tiles = [];

  /** `knobs` holds the figure's controls; the scenes go before `legend`. `dark` tells the scheme. */
  constructor({ shared, run, root, knobs, legend, controlled, dark }) {
    this.shared = shared;
    this.dark = dark;
    this.run = run;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets.filter((s) => s !== sheet), sheet];
    this.#group(knobs);
    const text = (name) => shared.text(name);

    this.transport = make('div', 'transport');
    const button = (name, act) => {
      const made = this.transport.appendChild(make('button'));
      made.type = 'button';
      made.textContent = name;
      made.addEventListener('click', act);
      return made;
    };
    this.main = button('', () => {
      if (run.playing) run.pause();
      else if (run.done) run.again();
      else run.play();
    });
    this.main.className = 'main';
    button(text('OneStep'), () => run.step());
    button(text('Reset'), () => run.reset());
    this.bar = this.transport.appendChild(make('progress'));
    this.status = this.transport.appendChild(make('output'));

    const scenes = make('div', 'scenes');
    this.pictures = shared.session.sceneCaptions().map(() => {
      const figure = scenes.appendChild(make('figure'));
      const caption = figure.appendChild(make('figcaption'));
      const canvas = figure.appendChild(make('canvas'));
      canvas.dir = 'ltr';
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', text('Found'));
      return { caption, canvas };
    });
    this.key = make('ul', 'key');
    this.transport.hidden = !controlled;
    knobs.before(this.transport);
    legend.before(scenes, this.key);
    // Told, not asked for: asking after something was drawn costs a layout.
    new ResizeObserver(([{ contentRect }]) => {
      this.#width = contentRect.width;
      shared.mark();
    }).observe(this.pictures[0].canvas);
    this.refresh(true);
  }

  /** Knobs that begin the training anew, and those that let it go on. */
  #group(knobs) {
    const rows = [...knobs.querySelectorAll('.knob')];
    const table = this.shared.session.knobs();
    const groups = [['Restarts', true], ['Continues', false]].map(([title, restarts]) => {
      const group = make('fieldset');
      group.appendChild(make('legend')).textContent = this.shared.text(title);
      const own = rows.filter((row) => table.find((knob) => knob.key === row.dataset.key).restarts === restarts);
      group.append(...own);
      group.hidden = own.length === 0;
      return group;
    });
    knobs.classList.add('groups');
    knobs.prepend(...groups);
  }

  /** Called once a frame when something was marked. */
  refresh(visible) {
    const { run, shared } = this;
    run.watched = visible;
    if (!visible) return;
    const engine = shared.session;
    const [step, budget] = engine.trainedSteps();
    const name = run.playing ? 'Pause' : step > 0 && !run.done ? 'Resume' : 'Train';
    show(this.main, shared.text(name));
    this.bar.max = budget ?? 1;
    this.bar.value = step ?? 0;
    const slowly = run.where === 'page' ? shared.text('TrainsHere') : '';
    show(this.status, run.problem || [engine.trainingStatus(), slowly].filter(Boolean).join(' · '));
    engine.sceneCaptions().forEach((text, loss) => show(this.pictures[loss].caption, text));
    this.#paint();
  }

  #paint() {
    const { run, pictures } = this;
    const engine = this.shared.session;
    const dark = this.dark();
    const width = this.#width;
    const seen = [run.version, dark, width, devicePixelRatio].join(' ');
    if (!run.scenes || !width || seen === this.#seen) return;
    this.#seen = seen;
    // Scenes are dark whatever the page is.
    const colours = engine.sceneColours(true);
    const captions = engine.sceneColours(dark);
    const truth = colours.pop();
    if (this.#scenes !== run.scenes) digits(run.scenes.pixels, this.#tiles);
    this.#scenes = run.scenes;
    const tiles = this.#tiles;
    pictures.forEach(({ caption, canvas }, loss) => {
      caption.style.color = captions[loss];
      paint(canvas, width, tiles, run.scenes.objects, run.sights[loss], truth, colours[loss]);
    });
    if (this.#dark !== dark) this.#explain(captions.at(-1), captions.at(-2));
    this.#dark = dark;
  }

  /** What the boxes mean. */
  #explain(truth, colour) {
    const rows = [['TrueBox', truth, 1.25, ''], ['Found', colour, 2, ''], ['FoundWrong', colour, 2, '3 2']];
    const items = rows.map(([name, stroke, width, dash]) => {
      const item = make('li');
      item.innerHTML = '<svg width="16" height="16" aria-hidden="true"><rect x="2" y="2" width="12" height="12" fill="none"/></svg>';
      const box = item.querySelector('rect');
      box.setAttribute('stroke', stroke);
      box.setAttribute('stroke-width', width);
      if (dash) box.setAttribute('stroke-dasharray', dash);
      item.append(this.shared.text(name));
      return item;
    });
    this.key.replaceChildren(...items);
  }
}

/** Draws each scene on its tile, which is made if there is none yet. */
function digits(pixels, tiles) {
  const image = new ImageData(SIDE, SIDE);
  image.data.fill(255);
  tiles.length = pixels.length / (SIDE * SIDE);
  for (let scene = 0; scene < tiles.length; scene++) {
    const tile = (tiles[scene] ??= Object.assign(make('canvas'), { width: SIDE, height: SIDE }));
    for (let i = 0; i < SIDE * SIDE; i++) image.data[4 * i + 3] = pixels[scene * SIDE * SIDE + i];
    tile.getContext('2d').putImageData(image, 0, 0);
  }
}

function paint(canvas, width, tiles, objects, sights, truth, colour) {
  const across = columns();
  const side = (width - GAP * (across - 1)) / across;
  const height = Math.ceil(tiles.length / across) * (side + GAP) - GAP;
  const ratio = Math.max(devicePixelRatio, 1);
  const context = canvas.getContext('2d');
  const [w, h] = [width, height].map((css) => Math.round(css * ratio));
  if (canvas.width !== w || canvas.height !== h) {
    [canvas.width, canvas.height] = [w, h];
    canvas.style.height = `${height}px`;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const scale = side / SIDE;
  const corner = (scene) => [(scene % across) * (side + GAP), Math.floor(scene / across) * (side + GAP)];
  context.imageSmoothingQuality = 'high';
  tiles.forEach((tile, scene) => {
    const [x, y] = corner(scene);
    context.fillStyle = GROUND;
    context.fillRect(x, y, side, side);
    context.drawImage(tile, x, y, side, side);
  });
  const box = (numbers, stroke, lineWidth, dash) => {
    const [scene, x0, y0, x1, y1] = numbers;
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
  for (const object of rows(objects, 5)) box(object, truth, 1.25, []);
  // The best last, on top.
  for (const sight of rows(sights, 7).reverse()) {
    const [scene, x0, y0, , , rank, correct] = sight;
    box(sight, colour, 2, correct ? [] : [3, 2]);
    const [x, y] = corner(scene);
    context.font = '600 10px system-ui, sans-serif';
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

function show(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function rows(numbers, length) {
  const found = [];
  for (let from = 0; from < numbers.length; from += length) found.push(numbers.slice(from, from + length));
  return found;
}

function make(tag, className = '') {
  const element = document.createElement(tag);
  if (className) element.className = className;
  return element;
}
