// <ghm-figure name="weights">: one live figure. Its children are the fallback:
// they stand until the engine runs, and stay if it can't.
//
// Attributes: `name`, every knob, and those of OPTIONS. With `shared`, the
// page's figures share one session; else a figure has its own.

import { language, words } from './attributes.js';
import { control } from './controls.js';
import { make, near, show } from './dom.js';
import { dataTables, legendItems, notesBox, readoutItems } from './figure-parts.js';
import { sheet } from './figure-style.js';
import { measureButton, toolButtons } from './figure-tools.js';
import { FIGURES, KNOBS, OPTIONS, TEXTS, THEMES } from './keys.js';
import { speak } from './load.js';
import { Shared } from './session.js';
import { Player } from './player.js';

export class GhmFigure extends HTMLElement {
  static observedAttributes = ['name', ...OPTIONS, ...KNOBS];

  /** CSS pixels that the whole figure should fill in height, as far as it can; none: as high as suits it. */
  room;
  /** Keys that a frame's address named and no figure knows; they are noted. */
  unknown = [];

  #cursor = null;
  #held = null;
  #drawn = '';
  /** What its words were written for. */
  #worded = '';
  /** In view, or soon. */
  #visible = false;
  /** Its plots are in view. */
  #seen = false;
  #stage = { width: 0, dark: false };
  #legend = '';
  #parts = {};
  #figure = FIGURES[0];
  /** Knobs to set when the session opens. */
  #wanted = new Map();
  /** Ends the wait for a session. */
  #waiting = null;
  #told = '';
  #spoken = null;
  #width = 0;
  #stale = false;
  #notes = [];

  connectedCallback() {
    // Properties that were set before the element was known hide its own.
    for (const key of KNOBS.filter((key) => Object.hasOwn(this, key))) {
      const value = this[key];
      delete this[key];
      this[key] = value;
    }
    if (this.session) return this.#resume();
    if (!this.shadowRoot) this.#frame();
    this.#start();
  }

  disconnectedCallback() {
    this.#parts.player?.pause();
    this.session?.remove(this);
    this.observers?.forEach((o) => o.disconnect());
    // A figure that only moves is back by then.
    setTimeout(() => this.isConnected || this.#release());
  }

  /** A move that keeps the figure's state, where the browser knows it, is no event. */
  connectedMoveCallback() {}

  attributeChangedCallback(key, old, value) {
    if (old === value) return;
    if (KNOBS.includes(key)) {
      if (this.session) this.#put(key, value ?? this.session.standard(key));
      else if (value === null) this.#wanted.delete(key);
      else this.#wanted.set(key, value);
    } else if (this.session) {
      if (key === 'lang' && !this.hasAttribute('shared')) this.#translate();
      else this.#rebuild();
    }
  }

  /** Changes the language as soon as its texts are here. */
  async #translate() {
    const { language, session } = this;
    try {
      await speak(language);
    } catch (error) {
      return this.#say(error.message);
    }
    // Either may be another by now.
    if (language !== this.language || session !== this.session) return;
    session.set('lang', language);
    this.#rebuild();
  }

  get name() {
    return this.getAttribute('name') ?? '';
  }

  set name(name) {
    this.setAttribute('name', name);
  }

  /** The figure that it shows, which is another if there is none of its name. */
  get figure() {
    return this.#figure;
  }

  /** The figure's title in its language. */
  get heading() {
    return this.session?.session.title(this.#figure) ?? '';
  }

  get language() {
    return language(this.closest('[lang]')?.lang ?? document.documentElement.lang);
  }

  /** Whether its colours are the dark ones: by its `theme`, or the colour scheme it stands in. */
  get dark() {
    return getComputedStyle(this.#parts.stage).floodColor.includes('(0, 0, 0');
  }

  /** The knobs that differ from their defaults, as a query string. */
  get state() {
    if (this.session) return this.session.session.query();
    return [...this.#wanted].map(([key, value]) => `${key}=${value}`).join('&');
  }

  /** Knobs that the string doesn't name go back to their defaults. */
  set state(query) {
    const pairs = new Map(new URLSearchParams(query));
    pairs.delete('lang');
    if (!this.session) {
      this.#wanted = pairs;
      return;
    }
    const rest = KNOBS.filter((key) => !pairs.has(key)).map((key) => [key, this.session.standard(key)]);
    const notes = this.session.apply([...rest, ...pairs]);
    this.session.changed('data');
    this.#note(notes);
  }

  /** A knob's value: a number, or the name of a choice. */
  value(key) {
    const text = this.session ? this.session.session.get(key) : this.#wanted.get(key);
    return text === undefined || text === '' || isNaN(text) ? text : Number(text);
  }

  /** Sets knobs: `{ bins: 10, mu: 0.04 }`. What can't be taken is noted under the figure. */
  set(values) {
    for (const [key, value] of Object.entries(values)) this.#put(key, value);
  }

  #put(key, value) {
    if (!this.session) {
      this.#wanted.set(key, value);
      return;
    }
    this.#note(this.session.apply([[key, value]]));
    this.session.changed(key);
  }

  async #start() {
    if (this.#waiting) return;
    this.#waiting = new AbortController();
    try {
      const shared = await (this.hasAttribute('shared') ? Shared.page : this.#ownSession(this.#waiting.signal));
      if (this.isConnected) this.#live(shared);
      else if (!this.hasAttribute('shared')) shared.free();
    } catch (error) {
      if (this.isConnected) this.#failed(error);
    }
    this.#waiting = null;
  }

  /** A figure with a state of its own opens it when the reader comes near: its data may be its own too. */
  async #ownSession(signal) {
    await near(this, signal);
    return Shared.open(this.language, this.#wanted);
  }

  /** Gives back what a removed figure held; it starts again where it was, should it return. */
  #release() {
    this.#waiting?.abort(new Error('the figure was removed'));
    if (!this.session || this.hasAttribute('shared')) return;
    this.#wanted = new Map(new URLSearchParams(this.state));
    this.#wanted.delete('lang');
    this.session.free();
    this.session = null;
    this.#parts.canvas.width = this.#parts.canvas.height = 0;
    this.#frame();
  }

  #frame() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    if (!root.adoptedStyleSheets.length) {
      root.adoptedStyleSheets = [sheet];
      root.addEventListener('keydown', (event) => this.#keep(event));
    }
    root.innerHTML = '<div class="stage"><slot></slot></div><p class="problem" hidden></p>';
    this.#parts = { stage: root.querySelector('.stage'), problem: root.querySelector('.problem') };
    this.#drawn = this.#worded = this.#legend = '';
    delete this.dataset.state;
  }

  #failed(error) {
    const { problem } = this.#parts;
    problem.hidden = false;
    problem.textContent = this.language === 'zh'
      ? `此图为静态图：实时计算未能启动（${error.message}）。`
      : `This figure stands still: the live one could not start (${error.message}). It needs WebAssembly, allowed by 'wasm-unsafe-eval' in the page's policy, and a page that is served over http.`;
    this.dataset.state = 'failed';
    this.dispatchEvent(new CustomEvent('ghm-error', { detail: { message: error.message }, bubbles: true, composed: true }));
  }

  #live(shared) {
    this.session = shared;
    let { notes } = shared;
    if (this.hasAttribute('shared')) {
      notes = shared.apply(this.#wanted);
      if (this.#wanted.size) shared.changed('data');
    }
    this.#wanted.clear();
    this.#told = shared.session.query();
    this.#notes = [...notes, ...this.unknown.map((key) => shared.text('NoteUnknown', { key }))];
    this.#build();
    this.#observe();
    shared.add(this);
    // It may have changed while the texts were under way.
    if (!this.hasAttribute('shared') && this.language !== shared.session.get('lang')) this.#translate();
    this.dataset.state = 'live';
    this.dispatchEvent(new CustomEvent('ghm-ready', { bubbles: true, composed: true }));
  }

  /** Builds anew what an option changed, once for all that change together. */
  #rebuild() {
    if (this.#stale) return;
    this.#stale = true;
    queueMicrotask(() => {
      this.#stale = false;
      if (!this.session) return;
      this.#parts.player?.pause();
      this.#build();
      this.observers?.forEach((o) => o.disconnect());
      if (this.isConnected) this.#observe();
      this.session.mark();
    });
  }

  #build() {
    const { session: shared, shadowRoot: root } = this;
    const problem = make('p', 'problem');
    problem.hidden = true;
    const stage = make('div', 'stage');
    const notes = make('div');
    Object.assign(this.#parts, { stage, problem, notes, player: null, training: null });
    this.#figure = this.#named();
    this.#cursor = null;
    this.#spoken = null;
    this.#checked('theme', this.getAttribute('theme') ?? 'auto', THEMES);
    const text = this.#texts();
    const locked = words(this.getAttribute('lock') ?? '');

    const head = make('div', 'head');
    const title = head.appendChild(make('h3', 'title'));
    const tools = head.appendChild(make('div', 'tools'));
    const say = (words) => this.#say(words);
    tools.append(...toolButtons(this, stage, say));
    title.hidden = !text.title;
    tools.hidden = !text.tools;
    head.hidden = title.hidden && tools.hidden;

    const knobs = make('div', 'knobs');
    const keys = this.#controlled(locked);
    const controls = keys.map((key) => knobs.appendChild(control(shared, key, locked.includes(key))));
    const none = words(this.getAttribute('controls') ?? 'auto').length === 0;
    if (this.#figure === 'momentum' && !none && !locked.includes('batch')) {
      this.#parts.player = new Player(shared);
      knobs.append(this.#parts.player.element);
    }
    if (['regions', 'speed'].includes(this.#figure) && !none) knobs.append(measureButton(this, say));
    knobs.hidden = knobs.childElementCount === 0;

    const canvas = make('canvas');
    canvas.dir = 'ltr';
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'img');
    stage.append(canvas);

    const legend = make('ul', 'legend');
    legend.hidden = !text.legend;
    const readout = make('dl', 'readout');
    readout.hidden = !text.readout && !text.caption;
    const spoken = make('p', 'spoken');
    spoken.setAttribute('role', 'status');
    const table = this.#tableBox();
    table.hidden = !text.table;
    Object.assign(this.#parts, { title, knobs, controls, locked, canvas, legend, readout, spoken, table, text });
    root.replaceChildren(head, knobs, legend, stage, readout, spoken, table, notes, problem);
    this.#showNotes();
    this.#drawn = this.#worded = this.#legend = '';
    if (this.#figure === 'detector') this.#train(!none);
    this.#listen();
  }

  /** Detectors in training have more than plots; it comes when the reader comes near. */
  async #train(controlled) {
    const { session: shared, shadowRoot: root } = this;
    const { knobs, legend } = this.#parts;
    await near(this);
    const { run, View } = await shared.training();
    // It may show another figure by now.
    if (this.session !== shared || knobs !== this.#parts.knobs) return;
    this.#parts.training = new View({ shared, run, root, knobs, legend, controlled, dark: () => this.#stage.dark });
    shared.mark();
  }

  /** The figure of its name, or the first one. */
  #named() {
    const name = this.name || FIGURES[0];
    if (FIGURES.includes(name)) return name;
    this.#notes.push(this.session.text('NoteFigure', { name, expected: FIGURES.join(', ') }));
    return FIGURES[0];
  }

  /** Whether a word is one of those expected; a note says so if not. */
  #checked(key, value, expected) {
    if (expected.includes(value)) return true;
    this.#notes.push(this.session.text('NoteNotAChoice', { key, value, expected: expected.join(', ') }));
    return false;
  }

  /** Which text shows, by the names of TEXTS; all unless the attribute chooses. */
  #texts() {
    const asked = this.getAttribute('text');
    const shown = asked === null ? TEXTS : words(asked).filter((word) => this.#checked('text', word, TEXTS));
    return Object.fromEntries(TEXTS.map((name) => [name, shown.includes(name)]));
  }

  /** The knobs that have a control here; a locked one only if it is asked for by name. */
  #controlled(locked) {
    const { session } = this.session;
    const known = (key) => KNOBS.includes(key);
    const free = (key) => known(key) && !locked.includes(key);
    const asked = this.getAttribute('controls') ?? 'auto';
    const named = ['auto', 'all'].includes(asked) ? [] : words(asked);
    const strange = [...named, ...locked].filter((key) => !known(key));
    this.#notes.push(...strange.map((key) => this.session.text('NoteUnknown', { key })));
    if (asked === 'auto') return session.controls(this.#figure).filter(free);
    if (asked === 'all') return session.depends(this.#figure).filter(free);
    return named.filter(known);
  }

  #resume() {
    this.#observe();
    this.session.add(this);
  }

  #observe() {
    // Told, not asked for: an answer after something was written costs a layout.
    const size = new ResizeObserver(([{ contentRect }]) => {
      this.#stage.width = Math.round(contentRect.width);
      this.session.mark();
    });
    size.observe(this.#parts.stage);
    const seen = new IntersectionObserver(
      (entries) => {
        this.#visible = entries.at(-1).isIntersecting;
        if (!this.#visible) return;
        this.#stage.dark = this.dark;
        this.session.mark();
      },
      { rootMargin: '120px' },
    );
    seen.observe(this);
    const plots = new IntersectionObserver((entries) => {
      this.#seen = entries.at(-1).isIntersecting;
      if (this.#seen) this.session.mark(false);
    });
    plots.observe(this.#parts.stage);
    this.observers = [size, seen, plots];
  }

  #listen() {
    const { canvas, stage } = this.#parts;
    // The stage's colour moves when the scheme around the figure does, whoever changed it.
    stage.addEventListener('transitionend', () => {
      this.#stage.dark = this.dark;
      this.session?.mark();
    });
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
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -1e6, End: 1e6 }[event.key];
      if (event.key === 'Escape') return this.#cursor ? this.#place(null) : canvas.blur();
      if (event.key === 'Enter') return this.#place(this.session.session.moveCursor(this.#figure, -1, 0, 1));
      if (!by) return;
      event.preventDefault();
      const [panel, x] = this.#cursor ?? [-1, 0];
      if (event.shiftKey && this.#cursor && this.#figure === 'hand') {
        this.#held = null;
        return this.#drag(x, x + by / 100);
      }
      this.#place(this.session.session.moveCursor(this.#figure, panel, x, by));
    });
  }

  /** Keys that a host scrolls or turns its slides by stay in the figure; Escape leads to its canvas, and out. */
  #keep(event) {
    const { target, key } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || key === 'Tab') return;
    event.stopPropagation();
    if (target.closest('dialog')) return;
    if (key === 'Escape' && target !== this.#parts.canvas) this.#parts.canvas?.focus();
    const moves = /^(Arrow|Page|Home|End)/.test(key);
    if (moves && target.closest('button, summary')) event.preventDefault();
  }

  /** The twin trains while it is seen; the code for it comes only here. */
  #trainTwin() {
    const seen = () => this.#visible && this.isConnected;
    const { canvas, locked } = this.#parts;
    import('./training/twin.js')
      .then(({ hold, work }) => {
        hold(canvas, this.session, locked);
        return work(this.session, seen);
      })
      .catch((error) => this.#say(error.message));
  }

  #pointed(event) {
    const { canvas } = this.#parts;
    const box = canvas.getBoundingClientRect();
    const at = [event.clientX - box.left, event.clientY - box.top];
    const cursor = this.session.session.point(this.#figure, box.width, box.height, ...at);
    this.#place(cursor.length ? cursor : null);
    if (event.buttons & 1) this.#scrub(event);
  }

  // Dragging in the panel of batches moves to that batch; by hand, it moves an example.
  #scrub() {
    const [panel, x] = this.#cursor ?? [];
    const { locked } = this.#parts;
    if (this.#figure === 'momentum' && panel === 1 && !locked.includes('batch')) this.session.set('batch', Math.max(1, Math.round(x)));
    if (this.#figure === 'hand' && x !== undefined) this.#drag(x, x);
  }

  #drag(from, to) {
    if (this.#parts.locked.includes('hand')) return;
    const engine = this.session.session;
    this.#held ??= engine.grab(from);
    const x = engine.drag(this.#held, to);
    this.session.changed('hand');
    this.#place([this.#cursor[0], x]);
  }

  #place(cursor) {
    this.#cursor = cursor?.length ? [...cursor] : null;
    this.session.mark();
  }

  /**
   * Called once a frame when something was marked: draws only if this figure changed and its plots show.
   * Returns whether it drew and its words can wait for another frame.
   */
  draw() {
    this.#parts.training?.refresh(this.#visible);
    return this.#seen && this.#plot();
  }

  #plot() {
    if (!this.#visible) return false;
    const { canvas } = this.#parts;
    const engine = this.session.session;
    if (this.#figure === 'twin') this.#trainTwin();
    const { width, dark } = this.#stage;
    if (!width) return false;
    const [panel, x] = this.#cursor ?? [-1, 0];
    const height = this.#fitted(engine.height(this.#figure, width), width);
    const ratio = devicePixelRatio;
    const stamp = [engine.stamp(this.#figure), dark, width, height, ratio, panel, x].join(' ');
    if (stamp === this.#drawn) return false;
    this.#drawn = stamp;
    canvas.style.height = `${height}px`;
    canvas.classList.toggle('dark', dark);
    engine.draw(canvas, this.#figure, width, height, ratio, dark, panel, x);
    this.dataset.draws = Number(this.dataset.draws ?? 0) + 1;
    // Those that stand for the first time move what is below them.
    return this.#worded !== '';
  }

  /** The figure in words: what its controls are at, its legend and what the cursor reads. */
  tell() {
    if (!this.#visible) return;
    // Plots that soon show.
    if (!this.#seen) this.#plot();
    const { controls, player, title, legend } = this.#parts;
    const engine = this.session.session;
    for (const control of controls) control.refresh();
    player?.refresh();
    if (this.#worded === this.#drawn) return;
    this.#worded = this.#drawn;
    const { dark } = this.#stage;
    const [panel, x] = this.#cursor ?? [-1, 0];
    this.#showReadout(panel, x, dark);
    const items = engine.legend(this.#figure, dark);
    const named = JSON.stringify([engine.title(this.#figure), items]);
    if (this.#legend === named) return;
    this.#legend = named;
    show(title, engine.title(this.#figure));
    legend.replaceChildren(...legendItems(items));
  }

  /** The canvas's height: what suits the figure, or what fills the room it was given. */
  #fitted(suits, width) {
    if (this.room === undefined) return suits;
    const { canvas, readout } = this.#parts;
    // What the cursor reads may take more lines: the canvas does not move for it.
    readout.style.minHeight = width === this.#width ? `${readout.offsetHeight}px` : '';
    this.#width = width;
    const around = this.offsetHeight - canvas.offsetHeight;
    if (this.natural !== around + suits) {
      this.natural = around + suits;
      this.dispatchEvent(new CustomEvent('ghm-fit'));
    }
    return Math.round(Math.min(Math.max(this.room - around, 0.7 * suits), 2.2 * suits));
  }

  /** Announced and tabulated when a movement ends. */
  settle() {
    const engine = this.session.session;
    const { table } = this.#parts;
    if (this.#visible) this.#speak(engine);
    if (table.open) this.#fillTable();
    const state = engine.query();
    if (state === this.#told) return;
    this.#told = state;
    const detail = { figure: this.#figure, state };
    this.dispatchEvent(new CustomEvent('ghm-change', { detail, bubbles: true, composed: true }));
  }

  /** For those who don't see it: the figure says what it shows, and then what changed, once. */
  #speak(engine) {
    const { canvas, readout, spoken } = this.#parts;
    const summary = engine.summary(this.#figure);
    canvas.setAttribute('aria-label', `${engine.title(this.#figure)}. ${summary}`);
    const values = [...readout.querySelectorAll('dt')].map((term) => `${term.textContent} ${term.nextSibling.textContent}`);
    const now = values.join(', ') || summary;
    if (this.#spoken !== null && this.#spoken !== now) spoken.textContent = now;
    this.#spoken = now;
  }

  #showReadout(panel, x, dark) {
    const { readout, text } = this.#parts;
    const engine = this.session.session;
    const items = panel < 0 || !text.readout ? [] : engine.readout(this.#figure, panel, x, dark);
    if (items.length) return readout.replaceChildren(...readoutItems(items));
    if (!readout.querySelector('.hint')) readout.replaceChildren(make('div', 'hint'));
    show(readout.firstChild, text.caption ? engine.summary(this.#figure) : this.session.text('ReadHint'));
  }

  #tableBox() {
    const box = make('details', 'table');
    box.append(make('summary', '', this.session.text('Data')), make('div', 'scroll'));
    box.addEventListener('toggle', () => box.open && this.#fillTable());
    return box;
  }

  #fillTable() {
    const tables = dataTables(this.session.session.tables(this.#figure));
    this.#parts.table.querySelector('.scroll').replaceChildren(...tables);
  }

  #say(text) {
    const { problem } = this.#parts;
    problem.hidden = false;
    problem.textContent = text;
  }

  /** Notes on what was wrong with the settings stand under the figure until they are put away. */
  #note(notes) {
    if (!notes.length) return;
    this.#notes.push(...notes);
    this.#showNotes();
  }

  #showNotes() {
    this.#notes = [...new Set(this.#notes)];
    const box = notesBox(this.#notes, this.session.text('Close'), () => (this.#notes = []));
    this.#parts.notes.replaceWith(box);
    this.#parts.notes = box;
  }
}

for (const key of KNOBS) {
  Object.defineProperty(GhmFigure.prototype, key, {
    get() {
      return this.value(key);
    },
    set(value) {
      this.set({ [key]: value });
    },
    configurable: true,
    enumerable: true,
  });
}

if (!customElements.get('ghm-figure')) customElements.define('ghm-figure', GhmFigure);
