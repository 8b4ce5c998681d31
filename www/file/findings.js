// The findings beneath what was read: what is wrong under the present settings, with the figure that shows it; settings
// that suit the examples; what is not known; code to take home. They follow the knobs.

import { button, make, reason, show } from '../dom.js';
import { CodeView } from './code.js';
import { Diagnosis } from './diagnosis.js';
import { showFigure } from './show.js';
import { fill, TEXT } from './findings-text.js';

/** @import { Session } from '../session.js' */
/** @import { Finding, Found, View } from '../types' */

/** Marks of a severity, each of another form, so that they differ without colour too. */
const MARKS = {
  error: '<path d="M6 1h8l5 5v8l-5 5H6l-5-5V6z" fill="currentColor"/><path d="M6.5 6.5l7 7m0-7l-7 7" class="in"/>',
  warning: '<path d="M10 1.5L19.5 18.5H.5z" fill="currentColor"/><path d="M10 7.5v5m0 2v1.5" class="in"/>',
  note: '<circle cx="10" cy="10" r="8" class="line"/><path d="M10 9v5.5M10 5.5V7" class="line"/>',
  fine: '<circle cx="10" cy="10" r="8" class="line"/><path d="M6 10.5l3 3 5-6" class="line"/>',
};

/** @implements {View} */
export class FindingsView {
  box = make('div', 'findings');
  #heading = make('h3');
  #list = make('ul', 'found');
  #counted = make('p', 'counted');
  #suggested = make('div', 'suggested');
  #unknown = make('details', 'unknown');
  #code;
  #file = '';
  /** @type {Diagnosis | undefined} */
  #diagnosis;
  /** The settings of the findings that show. */
  #shown = '';
  #busy = false;

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.#code = new CodeView(session, () => this.#diagnosis);
    // Loaded before a screen reader is told anything, or it would not be.
    this.#counted.setAttribute('role', 'status');
    this.box.append(this.#heading, this.#counted, this.#list, this.#suggested, this.#unknown, this.#code.box);
    this.box.hidden = true;
    session.add(this);
  }

  /**
   * Examples were read.
   * @param {Float64Array} evidence
   * @param {string} file
   */
  take(evidence, file) {
    this.#diagnosis?.close();
    this.#diagnosis = new Diagnosis(this.session, evidence);
    this.#file = file;
    this.#shown = '';
    this.tell();
  }

  /** Asks again if the settings have changed; while an answer is under way, after it. */
  tell() {
    if (this.#diagnosis && !this.#busy && this.#diagnosis.settings().join() !== this.#shown) this.#follow(this.#diagnosis);
    this.#code.tell();
  }

  end() {
    this.#diagnosis?.close();
  }

  /** @param {Diagnosis} diagnosis */
  async #follow(diagnosis) {
    this.#busy = true;
    const settings = diagnosis.settings();
    try {
      const found = await diagnosis.found(settings);
      if (diagnosis === this.#diagnosis && !this.session.closed) this.#write(found);
    } catch (error) {
      if (diagnosis === this.#diagnosis) this.#fail(reason(error));
    }
    this.#busy = false;
    if (diagnosis === this.#diagnosis) this.#shown = settings.join();
    if (!this.session.closed) this.tell();
  }

  /**
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   */
  #text(key, values) {
    return fill(TEXT[this.session.language][key] ?? key, values);
  }

  /** @param {string} why */
  #fail(why) {
    this.box.hidden = false;
    this.#heading.textContent = this.#text('findings', { file: this.#file });
    this.#counted.textContent = this.#text('failed', { why });
    for (const part of [this.#list, this.#suggested, this.#unknown]) part.replaceChildren();
  }

  /** @param {Found} found */
  #write(found) {
    const { language } = this.session;
    const said = (/** @type {{ text: string, zh: string }} */ it) => (language === 'zh' ? it.zh : it.text);
    this.box.hidden = false;
    show(this.#heading, this.#text('findings', { file: this.#file }));
    show(this.#counted, this.#summary(found.findings));
    this.#keepingFocus(() => {
      this.#list.replaceChildren(...found.findings.map((finding) => this.#finding(finding, said(finding))));
      this.#suggest(found);
    });
    const { open } = this.#unknown;
    const unknown = make('ul');
    unknown.append(...found.unknown.map((it) => make('li', '', said(it))));
    this.#unknown.replaceChildren(make('summary', '', this.#text('unknown')), unknown);
    Object.assign(this.#unknown, { open, hidden: !found.unknown.length });
  }

  /**
   * How many there are of each severity.
   * @param {Finding[]} findings
   */
  #summary(findings) {
    const kinds = /** @type {const} */ (['error', 'warning', 'note', 'fine']);
    const counts = kinds.map((kind) => [kind, findings.filter(({ severity }) => severity === kind).length]);
    const said = counts.filter(([, n]) => n).map(([kind, n]) => this.#text(n === 1 ? `one-${kind}` : `some-${kind}`, { n }));
    return said.length ? said.join(this.#text('comma')) : this.#text('nothing');
  }

  /**
   * @param {Finding} finding
   * @param {string} sentence
   */
  #finding({ name, severity, figure }, sentence) {
    const item = make('li', severity);
    item.dataset.finding = name;
    item.innerHTML = `<svg viewBox="0 0 20 20" role="img">${MARKS[severity]}</svg>`;
    item.querySelector('svg')?.setAttribute('aria-label', this.#text(severity));
    const text = make('p');
    const see = button(this.#text('show'), () => showFigure(this.session, figure));
    see.dataset.focus = `show ${name}`;
    see.setAttribute('aria-label', this.#text('showOf', { title: this.#text(name) }));
    const title = this.#text('title', { title: this.#text(name) });
    text.append(make('b', '', title), this.session.language === 'zh' ? sentence : ` ${sentence} `, see);
    item.append(text);
    return item;
  }

  /** @param {Found} found */
  #suggest({ suggestion }) {
    const { session } = this;
    const knobs = new Map(session.engine.knobs().map((knob) => [knob.key, knob]));
    /** @type {[string, number | string][]} */
    const pairs = [];
    const facts = make('p', 'facts');
    for (const key of /** @type {const} */ (['bins', 'momentum', 'start', 'mu'])) {
      const value = suggestion[key];
      const knob = knobs.get(key);
      if (value === null || !knob) continue;
      pairs.push([key, value]);
      const named = 'options' in knob ? knob.options.find((option) => option.value === value)?.label : undefined;
      facts.append(make('span', '', `${knob.label} ${named ?? value}`));
    }
    const use = button(this.#text('use'), () => {
      session.apply(pairs);
      for (const [key] of pairs) session.changed(key);
    });
    use.dataset.focus = 'use';
    // Set already: said by a button that can't be pressed, which stays so that nothing moves.
    if (pairs.every(([key, value]) => session.engine.get(key) === String(value))) {
      use.ariaDisabled = 'true';
      use.textContent = this.#text('used');
    }
    const why = session.language === 'zh' ? suggestion.zh : suggestion.why;
    const all = [make('h3', '', this.#text('suggested')), facts, make('p', 'why', why), use];
    this.#suggested.replaceChildren(...(pairs.length ? all : []));
  }

  /**
   * Gives the focus to the button that takes the place of the one that had it.
   * @param {() => void} write
   */
  #keepingFocus(write) {
    const focused = document.activeElement instanceof HTMLElement && this.box.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
    write();
    /** @type {NodeListOf<HTMLElement>} */
    const all = this.box.querySelectorAll('[data-focus]');
    if (focused) [...all].find((it) => it.dataset.focus === focused)?.focus({ preventScroll: true });
  }
}
