// <ghm-figure name="weights">: one live figure. Its children are the fallback:
// they stand until the engine runs, and stay if it can't.

import { control } from './controls.js';
import { sheet } from './figure-style.js';
import { part } from './load.js';
import { Shared } from './session.js';
import { Player } from './player.js';

const FIGURE_KEYS = ['figure', 'controls', 'lang', 'theme', 'text'];
const NOT_KNOBS = ['name', 'class', 'id', 'style', 'controls', 'theme', 'shared', 'lang'];

export class GhmFigure extends HTMLElement {
  #cursor = null;
  #held = null;
  #drawn = '';
  #visible = false;
  #parts = {};

  async connectedCallback() {
    if (this.shadowRoot) return this.#resume();
    this.#frame();
    try {
      // Figures of one page may share a session; a figure alone has its own.
      const shared = await (this.hasAttribute('shared') ? Shared.page : this.#ownSession());
      if (!this.isConnected) return;
      this.#live(shared);
    } catch (error) {
      this.#failed(error);
    }
  }

  disconnectedCallback() {
    this.#parts.player?.pause();
    this.session?.remove(this);
    this.observers?.forEach((o) => o.disconnect());
  }

  get name() {
    return this.getAttribute('name') ?? 'distribution';
  }

  get dark() {
    const asked = this.closest('[data-theme]')?.dataset.theme ?? this.getAttribute('theme');
    if (asked === 'dark' || asked === 'light') return asked === 'dark';
    return matchMedia('(prefers-color-scheme: dark)').matches;
  }

  /** A figure with a state of its own opens it when the reader comes near: its data may be its own too. */
  async #ownSession() {
    await near(this);
    const query = new URLSearchParams();
    for (const { name, value } of this.attributes) {
      if (!NOT_KNOBS.includes(name) && !name.startsWith('data-') && !name.startsWith('aria-')) query.append(name, value);
    }
    if (this.lang) query.append('lang', this.lang.startsWith('zh') ? 'zh' : 'en');
    return Shared.open(query.toString().replaceAll('%2F', '/'), FIGURE_KEYS);
  }

  #frame() {
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    root.innerHTML = '<div class="stage"><slot></slot></div><p class="problem" hidden></p>';
    this.#parts = { stage: root.querySelector('.stage'), problem: root.querySelector('.problem') };
  }

  #failed(error) {
    const { problem } = this.#parts;
    const zh = (this.lang || document.documentElement.lang).startsWith('zh');
    problem.hidden = false;
    problem.textContent = zh
      ? `此图为静态图：实时计算未能启动（${error.message}）。`
      : `This figure stands still: the live one could not start (${error.message}). It needs WebAssembly, allowed by 'wasm-unsafe-eval' in the page's policy, and a page that is served over http.`;
    this.dataset.state = 'failed';
  }

  #live(shared) {
    this.session = shared;
    const { stage, problem } = this.#parts;
    const root = this.shadowRoot;

    const head = make('div', 'head');
    const title = head.appendChild(make('h3', 'title'));
    const tools = head.appendChild(make('div', 'tools'));
    for (const [text, act] of this.#tools()) tools.append(button(text, act));

    const knobs = make('div', 'knobs');
    const wanted = this.getAttribute('controls') ?? 'auto';
    const keys = wanted === 'auto' ? shared.session.controls(this.name) : wanted.split(/[\s,]+/).filter(Boolean);
    const controls = keys.map((key) => knobs.appendChild(control(shared, key)));
    if (this.name === 'momentum') {
      this.#parts.player = new Player(shared);
      knobs.append(this.#parts.player.element);
    }

    if (['regions', 'speed'].includes(this.name)) knobs.append(this.#measureButton());

    const canvas = make('canvas');
    canvas.dir = 'ltr';
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'img');
    stage.replaceChildren(canvas);

    const legend = make('ul', 'legend');
    const readout = make('dl', 'readout');
    readout.setAttribute('aria-live', 'polite');
    const table = this.#tableBox();
    root.replaceChildren(head, knobs, legend, stage, readout, table, problem);
    Object.assign(this.#parts, { title, knobs, controls, canvas, legend, readout, table });
    knobs.hidden = knobs.childElementCount === 0;

    this.#listen();
    this.#observe();
    if (shared.notes?.length && !this.hasAttribute('shared')) this.#say(shared.notes.join(' '));
    shared.add(this);
    this.dataset.state = 'live';
    this.dispatchEvent(new CustomEvent('ghm-ready', { bubbles: true, composed: true }));
  }

  #resume() {
    if (!this.session) return;
    this.#observe();
    this.session.add(this);
  }

  #observe() {
    const size = new ResizeObserver(() => this.session.mark());
    size.observe(this.#parts.stage);
    const seen = new IntersectionObserver(
      (entries) => {
        this.#visible = entries.at(-1).isIntersecting;
        if (this.#visible) this.session.mark();
      },
      { rootMargin: '120px' },
    );
    seen.observe(this);
    this.observers = [size, seen];
  }

  #listen() {
    const { canvas } = this.#parts;
    canvas.addEventListener('pointermove', (event) => this.#pointed(event));
    canvas.addEventListener('pointerdown', (event) => {
      this.#held = null;
      canvas.setPointerCapture(event.pointerId);
      this.#pointed(event);
    });
    canvas.addEventListener('pointerleave', (event) => {
      if (event.pointerType === 'mouse') this.#place(null);
    });
    canvas.addEventListener('keydown', (event) => {
      const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -1e6, End: 1e6 }[event.key];
      if (event.key === 'Escape') return this.#place(null);
      if (!by) return;
      event.preventDefault();
      const [panel, x] = this.#cursor ?? [-1, 0];
      if (event.shiftKey && this.#cursor && this.name === 'hand') {
        this.#held = null;
        return this.#drag(x, x + by / 100);
      }
      this.#place(this.session.session.moveCursor(this.name, panel, x, by));
    });
  }

  #pointed(event) {
    const { canvas } = this.#parts;
    const box = canvas.getBoundingClientRect();
    const at = [event.clientX - box.left, event.clientY - box.top];
    const cursor = this.session.session.point(this.name, box.width, box.height, ...at);
    this.#place(cursor.length ? cursor : null);
    if (event.buttons & 1) this.#scrub(event);
  }

  // Dragging in the panel of batches moves to that batch; by hand, it moves an example.
  #scrub() {
    const [panel, x] = this.#cursor ?? [];
    if (this.name === 'momentum' && panel === 1) this.session.set('batch', Math.max(1, Math.round(x)));
    if (this.name === 'hand' && x !== undefined) this.#drag(x, x);
  }

  #drag(from, to) {
    const engine = this.session.session;
    this.#held ??= engine.grab(from);
    const x = engine.drag(this.#held, to);
    this.#place([this.#cursor[0], x]);
  }

  #place(cursor) {
    this.#cursor = cursor?.length ? [...cursor] : null;
    this.session.mark();
  }

  /** Called once a frame when something was marked: draws only if this figure changed and shows. */
  refresh() {
    const { canvas, stage, controls, title } = this.#parts;
    const engine = this.session.session;
    for (const control of controls) control.refresh();
    this.#parts.player?.refresh();
    if (!this.#visible) return;
    const width = stage.clientWidth;
    if (!width) return;
    const { dark } = this;
    const [panel, x] = this.#cursor ?? [-1, 0];
    const height = engine.height(this.name, width);
    const ratio = devicePixelRatio;
    const content = `${engine.stamp(this.name)} ${dark}`;
    const stamp = [content, width, height, ratio, panel, x].join(' ');
    if (stamp === this.#drawn) return;
    const changed = !this.#drawn.startsWith(`${content} `);
    this.#drawn = stamp;
    canvas.style.height = `${height}px`;
    engine.draw(canvas, this.name, width, height, ratio, dark, panel, x);
    this.dataset.draws = Number(this.dataset.draws ?? 0) + 1;
    this.#showReadout(panel, x, dark);
    if (!changed) return;
    title.textContent = engine.title(this.name);
    this.#showLegend(dark);
    // Announced and tabulated when the movement ends, not on every frame.
    clearTimeout(this.settled);
    this.settled = setTimeout(() => this.#settle(), 250);
  }

  #settle() {
    if (!this.isConnected) return;
    const engine = this.session.session;
    const { canvas, table } = this.#parts;
    canvas.setAttribute('aria-label', `${engine.title(this.name)}. ${engine.summary(this.name)}`);
    if (table.open) this.#fillTable();
    const detail = { figure: this.name, state: engine.query() };
    this.dispatchEvent(new CustomEvent('ghm-change', { detail, bubbles: true, composed: true }));
  }

  #showLegend(dark) {
    const items = this.session.session.legend(this.name, dark).map(({ name, colour, filled, width, dash }) => {
      const item = make('li');
      item.innerHTML = filled
        ? '<svg width="18" height="12" aria-hidden="true"><rect x="3" y="1" width="12" height="10"/></svg>'
        : '<svg width="26" height="12" aria-hidden="true"><path d="M1 6H25" fill="none"/></svg>';
      const mark = item.querySelector('rect, path');
      mark.setAttribute(filled ? 'fill' : 'stroke', colour);
      if (!filled) mark.setAttribute('stroke-width', width);
      if (dash) mark.setAttribute('stroke-dasharray', dash);
      item.append(name);
      return item;
    });
    this.#parts.legend.replaceChildren(...items);
  }

  #showReadout(panel, x, dark) {
    const { readout } = this.#parts;
    const items = panel < 0 ? [] : this.session.session.readout(this.name, panel, x, dark);
    if (!items.length) {
      const hint = make('div', 'hint');
      hint.textContent = this.session.session.summary(this.name);
      readout.replaceChildren(hint);
      return;
    }
    readout.replaceChildren(
      ...items.map(({ name, value, colour }) => {
        const pair = make('div');
        const term = pair.appendChild(make('dt'));
        term.textContent = name;
        if (colour) term.style.color = colour;
        pair.appendChild(make('dd')).textContent = value;
        return pair;
      }),
    );
  }

  #tableBox() {
    const box = make('details', 'table');
    const summary = box.appendChild(make('summary'));
    summary.textContent = this.session.text('Data');
    box.append(make('div', 'scroll'));
    box.addEventListener('toggle', () => box.open && this.#fillTable());
    return box;
  }

  #fillTable() {
    const tables = this.session.session.tables(this.name).map(({ columns, rows }) => {
      const table = make('table');
      const head = table.createTHead().insertRow();
      for (const column of columns) {
        const cell = head.appendChild(make('th'));
        cell.scope = 'col';
        cell.textContent = column;
      }
      const body = table.createTBody();
      for (const row of rows) {
        const line = body.insertRow();
        for (const cell of row) line.insertCell().textContent = cell;
      }
      return table;
    });
    this.#parts.table.querySelector('.scroll').replaceChildren(...tables);
  }

  #measureButton() {
    const start = button(this.session.text('Measure'), async () => {
      start.disabled = true;
      start.textContent = this.session.text('Measuring');
      try {
        const { measure } = await part('measure');
        this.#say(this.session.text('MeasuredOn', await measure(this.session, this.name)));
      } catch (error) {
        this.#say(error.message);
      }
      start.disabled = false;
      start.textContent = this.session.text('Measure');
    });
    start.className = 'measure';
    return start;
  }

  #tools() {
    const engine = () => this.session.session;
    const file = (kind) => `ghm-${this.name}.${kind}`;
    return [
      ['SavePng', () => this.#parts.canvas.toBlob((blob) => this.#save(blob, file('png')))],
      ['SaveSvg', () => {
        const { clientWidth } = this.#parts.stage;
        const height = engine().height(this.name, clientWidth);
        const svg = engine().svg(this.name, clientWidth, height, this.dark);
        this.#save(new Blob([svg], { type: 'image/svg+xml' }), file('svg'));
      }],
      ['SaveCsv', () => this.#save(new Blob([engine().csv(this.name)], { type: 'text/csv' }), file('csv'))],
    ].map(([name, act]) => [this.session.text(name), act]);
  }

  #save(blob, name) {
    const link = make('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  #say(text) {
    const { problem } = this.#parts;
    problem.hidden = false;
    problem.textContent = text;
  }
}

/** Resolves once the element is within a screen of being seen. */
function near(element) {
  return new Promise((seen) => {
    const watch = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        watch.disconnect();
        seen();
      },
      { rootMargin: '600px' },
    );
    watch.observe(element);
  });
}

function make(tag, className = '') {
  const element = document.createElement(tag);
  if (className) element.className = className;
  return element;
}

function button(text, act) {
  const made = make('button');
  made.type = 'button';
  made.textContent = text;
  made.addEventListener('click', act);
  return made;
}

customElements.define('ghm-figure', GhmFigure);
