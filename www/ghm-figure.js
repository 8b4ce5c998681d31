// <ghm-figure name="weights">: one live figure. Its children show in its place until the engine runs, and stay if it
// can't.
//
// Attributes: `name`, every knob, and those of OPTIONS. Figures with the attribute `shared` share the page's session;
// any other has a session of its own. What a figure does once it lives is in figure/.

import { Base, make, near, reason, seenOrTurn } from './dom.js';
import { HERO } from './first.js';
import { handleSheet } from './figure/handle-style.js';
import { LiveFigure } from './figure/live.js';
import { Notes } from './figure/notes.js';
import { keepKeys } from './figure/pointing.js';
import { isDark } from './figure/sight.js';
import { knobSheet } from './figure/knobs.js';
import { sheet } from './figure/style.js';
import { restore } from './past.js';
import { undoes } from './undo.js';
import { STATE, language } from './attributes.js';
import { FIGURES, OPTIONS } from './keys.js';
import { speak } from './load.js';
import { Session } from './session.js';

/** @import { Value } from './types' */

/**
 * Properties that are attributes; `lang` is every element's.
 * @type {Map<string, string>}
 */
const PROPERTIES = new Map([['axesWith', 'axes-with']]);
for (const name of OPTIONS) if (name !== 'lang') PROPERTIES.set(name, name);

export class GhmFigure extends Base {
  static observedAttributes = ['name', 'axes-with', ...OPTIONS, ...STATE];

  /**
   * Height in CSS pixels that the whole figure should fill, as far as it can. If undefined, it has the height that
   * suits it.
   * @type {number | undefined}
   */
  room;
  /**
   * The height in CSS pixels that suits the whole figure; known only if it has a `room`.
   * @type {number | undefined}
   */
  natural;
  /**
   * What else a frame's address asks for. A note says of each why it can't be had.
   * @type {[key: string, value: string][]}
   */
  unknown = [];
  /**
   * The answer to its question.
   * @type {string | undefined}
   */
  answer;
  /**
   * The session that it shows, while it lives.
   * @type {Session | null}
   */
  session = null;

  #root = this.attachShadow({ mode: 'open' });
  #notes = new Notes();
  /** @type {LiveFigure | null} */
  #live = null;
  /**
   * Knobs to set when the session opens.
   * @type {Map<string, Value>}
   */
  #wanted = new Map();
  /**
   * Ends the wait for a session.
   * @type {AbortController | null}
   */
  #waiting = null;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheet, knobSheet, handleSheet];
    keepKeys(this.#root);
    undoes(this.#root, () => this.session);
    this.#frame();
  }

  connectedCallback() {
    // A property that was set before the element was defined hides the accessor of its class.
    for (const key of [...STATE, ...PROPERTIES.keys()].filter((key) => Object.hasOwn(this, key))) {
      /** @type {Value} */
      const value = Reflect.get(/** @type {object} */ (this), key);
      Reflect.deleteProperty(this, key);
      Reflect.set(this, key, value);
    }
    if (this.#live) this.#live.enter();
    else this.#start();
  }

  disconnectedCallback() {
    this.#live?.leave();
    // If the figure was only moved, it is back in the page by then.
    setTimeout(() => this.isConnected || this.#release());
  }

  /** Called instead of the two above where a browser can move an element with its state: there is nothing to do. */
  connectedMoveCallback() {}

  /**
   * @param {string} key
   * @param {string | null} old
   * @param {string | null} value
   */
  attributeChangedCallback(key, old, value) {
    // A knob that was moved since is set again to what it was.
    if (old === value && !STATE.includes(key)) return;
    if (STATE.includes(key)) {
      if (this.session) this.set({ [key]: value ?? this.session.standard(key) });
      else if (value === null) this.#wanted.delete(key);
      else this.#wanted.set(key, value);
    } else if (key === 'lang' && !this.#isShared) this.#translate();
    else this.#live?.rebuild();
  }

  get #isShared() {
    return this.hasAttribute('shared');
  }

  /** Changes the language as soon as its texts are here. */
  async #translate() {
    const { language, session } = this;
    if (!session) return;
    try {
      await speak(Promise.resolve(session.module), language);
    } catch (error) {
      return this.#notes.say(reason(error));
    }
    // Language or session may have changed meanwhile.
    if (language !== this.language || session !== this.session) return;
    session.set('lang', language);
    this.#live?.rebuild();
  }

  get name() {
    return this.getAttribute('name') ?? '';
  }

  set name(name) {
    this.setAttribute('name', name);
  }

  /**
   * The figure that it shows: the first one if there is none of its name.
   * @returns {string}
   */
  get figure() {
    return this.#live?.figure ?? (FIGURES.includes(this.name) ? this.name : FIGURES[0]);
  }

  /** The figure's title in its language. */
  get heading() {
    return this.session?.engine.title(this.figure) ?? '';
  }

  get language() {
    const named = this.closest('[lang]') ?? document.documentElement;
    return language(named.getAttribute('lang'));
  }

  /** Whether it shows dark colours: as its `theme` says, or else the colour scheme around it. */
  get dark() {
    const stage = this.#root.querySelector('.stage');
    return stage !== null && isDark(stage);
  }

  /** The knobs that differ from their defaults, as a query string. */
  get state() {
    if (this.session) return this.session.engine.query();
    return [...this.#wanted].map(([key, value]) => `${key}=${value}`).join('&');
  }

  /** Knobs that the string doesn't name go back to their defaults. */
  set state(query) {
    const { session } = this;
    const pairs = new Map(new URLSearchParams(query));
    pairs.delete('lang');
    if (!session) {
      this.#wanted = pairs;
      return;
    }
    this.#notes.add(restore(session, pairs));
  }

  /**
   * A knob's value.
   * @param {string} key
   * @returns {Value | undefined}
   */
  value(key) {
    const { session } = this;
    if (session) return session.engine.number(key) ?? session.engine.get(key);
    const value = this.#wanted.get(key);
    const number = Number(value);
    return value === '' || Number.isNaN(number) ? value : number;
  }

  /**
   * Sets knobs: `{ bins: 10, mu: 0.04 }`. A value that can't be taken is noted under the figure.
   * @param {Record<string, Value>} values
   */
  set(values) {
    const { session } = this;
    const pairs = Object.entries(values);
    if (!session) return pairs.forEach(([key, value]) => this.#wanted.set(key, value));
    this.#notes.add(session.apply(pairs));
    for (const [key] of pairs) session.changed(key);
  }

  async #start() {
    if (this.#waiting) return;
    const waiting = new AbortController();
    this.#waiting = waiting;
    try {
      const session = await (this.#isShared ? this.#pageSession(waiting.signal) : this.#ownSession(waiting.signal));
      if (this.isConnected) this.#begin(session);
      else if (!this.#isShared) session.free();
    } catch (error) {
      if (this.isConnected) this.#fail(reason(error));
    }
    this.#waiting = null;
  }

  /**
   * The page's session. The hero has it at once; any other figure waits for its engine, and then for its turn: to build
   * all of them takes far longer than a frame.
   * @param {AbortSignal} signal
   */
  async #pageSession(signal) {
    const session = await Session.page;
    if (this.figure === HERO) return session;
    await session.whole;
    await seenOrTurn(this, signal);
    return session;
  }

  /**
   * Opens a session of its own, once the reader comes near: it may have to load data of its own.
   * @param {AbortSignal} signal
   */
  async #ownSession(signal) {
    await near(this, signal);
    await seenOrTurn(this, signal);
    const asked = [...this.#wanted];
    const session = await Session.open(this.language, asked, FIGURES.includes(this.name) ? this.name : undefined);
    // What was set meanwhile.
    if (String(asked) !== String([...this.#wanted])) session.notes.push(...restore(session, this.#wanted));
    return session;
  }

  /** Frees what a removed figure held. If it comes back to the page, it starts with the same state. */
  #release() {
    this.#waiting?.abort(new Error('the figure was removed'));
    if (!this.session || this.#isShared) return;
    this.#wanted = new Map(new URLSearchParams(this.state));
    this.#wanted.delete('lang');
    this.#live?.end();
    this.#live = null;
    this.session.free();
    this.session = null;
    this.#frame();
  }

  /** Shows its children. */
  #frame() {
    this.#notes = new Notes();
    const stage = make('div', 'stage');
    stage.append(make('slot'));
    this.#root.replaceChildren(stage, this.#notes.problem);
  }

  /** @param {string} message */
  #fail(message) {
    this.#notes.say(this.language === 'zh'
      ? `此图为静态图：实时计算未能启动（${message}）。`
      : `This figure stands still: the live one could not start (${message}). It needs WebAssembly, allowed by 'wasm-unsafe-eval' in the page's policy, and a page that is served over http.`);
    this.dataset.state = 'failed';
    this.dispatchEvent(new CustomEvent('ghm-error', { detail: { message }, bubbles: true, composed: true }));
  }

  /** @param {Session} session */
  #begin(session) {
    this.session = session;
    const notes = this.#notes;
    if (this.#isShared) {
      notes.add(session.apply(this.#wanted));
      if (this.#wanted.size) session.changed('data');
    } else {
      notes.add(session.notes);
      session.problem = (text) => notes.say(text);
    }
    this.#wanted.clear();
    notes.add(session.apply(this.unknown));
    this.#live = new LiveFigure(this, this.#root, session, notes);
    this.#live.enter();
    // The language may have changed while the texts were under way.
    if (!this.#isShared && this.language !== session.engine.get('lang')) this.#translate();
    this.dataset.state = 'live';
    this.dispatchEvent(new CustomEvent('ghm-ready', { bubbles: true, composed: true }));
  }
}

for (const key of STATE) {
  Object.defineProperty(GhmFigure.prototype, key, {
    /** @this {GhmFigure} */
    get() {
      return this.value(key);
    },
    /**
     * @this {GhmFigure}
     * @param {Value} value
     */
    set(value) {
      this.set({ [key]: value });
    },
    configurable: true,
    enumerable: true,
  });
}

for (const [name, attribute] of PROPERTIES) {
  Object.defineProperty(GhmFigure.prototype, name, {
    /** @this {GhmFigure} */
    get() {
      return this.getAttribute(attribute) ?? '';
    },
    /**
     * @this {GhmFigure}
     * @param {unknown} value
     */
    set(value) {
      if (value === undefined || value === null) this.removeAttribute(attribute);
      else this.setAttribute(attribute, String(value));
    },
    configurable: true,
    enumerable: true,
  });
}

// On a server there is no registry.
const registry = globalThis.customElements;
if (registry && !registry.get('ghm-figure')) registry.define('ghm-figure', GhmFigure);
