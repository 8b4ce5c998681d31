// The findings: what is wrong with the examples that are shown under the present settings, with the figure that shows it;
// settings that suit the examples; what is not known; code to take home. They follow the knobs, and other examples.

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
  /** The names of the reader's files. */
  #file = '';
  #diagnosis;
  /** Whether anything is to be found: before the first file, only where the page asks for it. */
  #follows = false;
  /**
   * What the findings that show depend on.
   * @type {string | undefined}
   */
  #shown;
  /**
   * The examples that they are about, as names and values of knobs.
   * @type {[string, string][]}
   */
  #about = [];
  #busy = false;

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.#diagnosis = new Diagnosis(session);
    this.#code = new CodeView(session, this.#diagnosis);
    // Loaded before a screen reader is told anything, or it would not be.
    this.#counted.setAttribute('role', 'status');
    this.box.append(this.#heading, this.#counted, this.#list, this.#suggested, this.#unknown, this.#code.box);
    this.box.hidden = true;
    session.add(this);
  }

  /**
   * A file's examples were read.
   * @param {Float64Array} evidence
   * @param {string} file
   */
  take(evidence, file) {
    this.#diagnosis.take(evidence);
    this.#file = file;
    this.follow();
  }

  /** Says what there is to be said of the examples that are shown, from now on. */
  follow() {
    this.#follows = true;
    this.tell();
  }

  /** Asks again if settings or examples have changed; while an answer is under way, after it. */
  tell() {
    if (!this.#follows) return;
    const stamp = this.#diagnosis.stamp();
    if (stamp && !this.#busy && stamp !== this.#shown) this.#ask(stamp);
    this.#code.tell();
  }

  end() {
    this.#diagnosis.close();
  }

  /** @param {string} stamp */
  async #ask(stamp) {
    this.#busy = true;
    const [source, about] = [this.#diagnosis.source(), this.#diagnosis.examples()];
    try {
      const found = await this.#diagnosis.found();
      // Of other examples than those that are shown by now nothing is said: they are asked for next.
      if (!this.session.closed && source === this.#diagnosis.source()) {
        this.#about = about;
        this.#write(found);
      }
    } catch (error) {
      if (!this.session.closed) this.#fail(reason(error));
    }
    this.#busy = false;
    this.#shown = stamp;
    if (!this.session.closed) this.tell();
  }

  /** What was examined. */
  #examples() {
    const { engine } = this.session;
    return this.#text('findings', { file: engine.get('data') === 'file' ? this.#file : engine.exampleName() });
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
    this.#heading.textContent = this.#examples();
    this.#counted.textContent = this.#text('failed', { why });
    for (const part of [this.#list, this.#suggested, this.#unknown]) part.replaceChildren();
  }

  /** @param {Found} found */
  #write(found) {
    const { language } = this.session;
    const said = (/** @type {{ text: string, zh: string }} */ it) => (language === 'zh' ? it.zh : it.text);
    this.box.hidden = false;
    show(this.#heading, this.#examples());
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
    const see = button(this.#text('show'), () => showFigure(this.session, figure.name, this.#inState(figure)));
    see.dataset.focus = `show ${name}`;
    see.setAttribute('aria-label', this.#text('showOf', { title: this.#text(name) }));
    const title = this.#text('title', { title: this.#text(name) });
    text.append(make('b', '', title), this.session.language === 'zh' ? sentence : ` ${sentence} `, see);
    item.append(text);
    return item;
  }

  /**
   * The knobs that bring a figure into the state which shows a finding: the finding's own, on the examples that it is about.
   * @param {Finding['figure']} figure
   */
  #inState({ knobs }) {
    const own = Object.entries(knobs).filter(([key]) => key !== 'data');
    return [...this.#about, ...own];
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
