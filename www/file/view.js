// What <ghm-file> shows once it has something to say: how far it is read, what was taken for what, and what can be changed.

import { button, make, menu, reason } from '../dom.js';
import { FindingsView } from './findings.js';
import { Cancelled, Reading, Refused } from './reading.js';
import { preview } from './table.js';
import { TEXT } from './text.js';
import { sheet } from './style.js';

/** @import { Session } from '../session.js' */
/** @import { FileReport, Refusal } from '../types' */

export class FileView {
  /** @type {File[]} */
  #files = [];
  /**
   * What the page's reader chose for these files.
   * @type {Map<string, string>}
   */
  #chosen = new Map();
  /** @type {Reading | undefined} */
  #reading;
  #panel = make('div', 'read');
  #findings;

  /**
   * @param {HTMLElement} host
   * @param {HTMLElement} message Where sentences are told.
   * @param {Session} session
   */
  constructor(host, message, session) {
    this.session = session;
    this.message = message;
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    this.#findings = new FindingsView(session);
    host.append(this.#panel, this.#findings.box);
  }

  /** Says what is wrong with whatever is shown, before a file comes too. */
  follow() {
    this.#findings.follow();
  }

  /**
   * Reads files, with no choices yet.
   * @param {File[]} files
   */
  take(files) {
    this.#files = files;
    this.#chosen.clear();
    return this.#read();
  }

  /**
   * A text with its values.
   * @param {string} key
   * @param {Record<string, string>} [values]
   */
  #text(key, values = {}) {
    const text = TEXT[this.session.language][key] ?? key;
    return Object.entries(values).reduce((t, [name, value]) => t.replaceAll(`{${name}}`, value), text);
  }

  /** @param {number} n */
  #number(n) {
    return n.toLocaleString(this.session.language);
  }

  /**
   * Takes a choice, or takes one back, and reads the same files again.
   * @param {Record<string, string | undefined>} choices
   */
  #choose(choices) {
    for (const [key, value] of Object.entries(choices)) {
      if (value === undefined) this.#chosen.delete(key);
      else this.#chosen.set(key, value);
    }
    this.#read();
  }

  async #read() {
    this.#reading?.cancel();
    const reading = new Reading(this.session, this.#files);
    this.#reading = reading;
    const file = this.#files.map(({ name }) => name).join(', ');
    const bar = this.#progress(file, reading);
    // The element that has the focus is replaced by one of the same name.
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.focus : undefined;
    const chosen = [...this.#chosen].flat();
    try {
      await reading.run(chosen, (share) => (bar.value = share), (report) => {
        this.session.file = file;
        this.#show(report, file);
        this.#refocus(focused);
      }, (evidence) => this.#findings.take(evidence, file));
    } catch (error) {
      if (this.#reading !== reading) return;
      if (error instanceof Refused) {
        this.#ask(error.refusal, file);
        this.#refocus(focused);
      } else this.#tell(error instanceof Cancelled ? 'cancelled' : 'died', { file, why: reason(error) });
    }
    if (this.#reading === reading) this.#reading = undefined;
  }

  /**
   * Gives the focus back to the menu that was moved.
   * @param {string} [focused]
   */
  #refocus(focused) {
    /** @type {NodeListOf<HTMLElement>} */
    const menus = this.#panel.querySelectorAll('[data-focus]');
    if (focused) [...menus].find((it) => it.dataset.focus === focused)?.focus();
  }

  /**
   * @param {string} files
   * @param {Reading} reading
   */
  #progress(files, reading) {
    this.message.textContent = this.#text('reading', { files });
    const [row, bar] = [make('div', 'under-way'), make('progress')];
    bar.setAttribute('aria-label', this.message.textContent);
    const cancel = button(this.#text('cancel'), () => reading.cancel());
    row.append(bar, cancel);
    this.#panel.querySelector('.under-way')?.remove();
    this.#panel.prepend(row);
    this.#panel.inert = false;
    for (const input of this.#panel.querySelectorAll('select, input')) /** @type {HTMLSelectElement} */ (input).disabled = true;
    return bar;
  }

  /**
   * Tells a sentence, without anything to choose.
   * @param {string} key
   * @param {Record<string, string>} values
   */
  #tell(key, values) {
    this.message.textContent = this.#text(key, values);
    this.#panel.replaceChildren();
  }

  /**
   * @param {FileReport} report
   * @param {string} file
   */
  #show(report, file) {
    this.#tell('read', { file });
    const of = (/** @type {string} */ kind) => report.parts.find((part) => part.kind === kind)?.length ?? 0;
    const offsets = of('offsets');
    /** @type {[string, number][]} */
    const counts = [];
    if (report.examples) {
      counts.push(['examples', report.examples]);
      counts.push(report.positives === null ? ['unlabelled', 0] : ['positives', report.positives]);
      counts.push(['ignored', report.ignored]);
    }
    if (report.batches > 1) counts.push(['batches', report.batches]);
    if (offsets) counts.push(['offsets', offsets]);
    const facts = make('p', 'facts');
    facts.append(...counts.map(([key, n]) => make('span', '', this.#text(key, { n: this.#number(n) }))));
    const columns = unique(report.columns).map(({ name, role, shape }) => ({ name, role: role ?? '', shape }));
    this.#panel.append(facts, this.#table(columns, report.preview));
    if (hasClasses(report)) this.#panel.append(this.#classes(report.classes));
    if (report.notes.length) {
      const list = make('ul', 'notes-of-file');
      list.append(...report.notes.map((note) => make('li', '', note)));
      this.#panel.append(make('h3', '', this.#text('done')), list);
    }
  }

  /**
   * @param {Refusal} refusal
   * @param {string} file
   */
  #ask(refusal, file) {
    this.#tell('refused', { file: refusal.file ?? file, why: refusal.refused });
    const either = (/** @type {string} */ key, /** @type {[string, string][]} */ options) => {
      const row = make('p', 'either');
      row.append(...options.map(([value, text]) => button(this.#text(text), () => this.#choose({ [key]: value }))));
      this.#panel.append(row);
    };
    if (refusal.ask === 'values') either('values', [['logits', 'areLogits'], ['probabilities', 'areProbabilities']]);
    if (refusal.ask === 'first') either('first', [['0', 'fromZero'], ['1', 'fromOne']]);
    if (refusal.ask === 'classes') either('classes', [['sigmoid', 'sigmoid'], ['softmax', 'softmax']]);
    if (refusal.ask === 'ignore') this.#panel.append(this.#label());
    if (refusal.ask === 'columns' && refusal.names) {
      const columns = [...new Set(refusal.names)].map((name) => ({ name, role: this.#chosenRole(name), shape: null }));
      this.#panel.append(this.#table(columns, refusal.preview ?? { names: [], rows: [] }));
    } else if (refusal.preview) {
      const columns = refusal.preview.names.map((name) => ({ name, role: '', shape: null }));
      this.#panel.append(preview(columns, refusal.preview, { text: (key, values) => this.#text(key, values) }));
    }
  }

  /** Takes the label that is to be ignored. */
  #label() {
    const form = make('form', 'either');
    const [label, input] = [make('label', '', `${this.#text('ignore')} `), make('input')];
    Object.assign(input, { type: 'number', step: 'any', required: true });
    label.append(input);
    const submit = make('button', '', this.#text('again'));
    form.append(label, submit);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#choose({ ignore: input.value });
    });
    return form;
  }

  /** @param {string} name */
  #chosenRole(name) {
    const role = ['logits', 'targets', 'mask', 'offsets'].find((key) => this.#chosen.get(key) === name) ?? '';
    return role === 'logits' ? this.#chosen.get('values') ?? role : role;
  }

  /**
   * @param {{ name: string, role: string, shape: number[] | null }[]} columns
   * @param {FileReport['preview']} rows
   */
  #table(columns, rows) {
    const part = make('div');
    part.append(make('h3', '', this.#text('taken')), preview(columns, rows, {
      text: (key, values) => this.#text(key, values),
      choose: (name, role, before) => this.#means(name, role, before),
    }));
    return part;
  }

  /**
   * A column gets a meaning.
   * @param {string} name
   * @param {string} role Empty if it is left out.
   * @param {string} before
   */
  #means(name, role, before) {
    /** @type {Record<string, string | undefined>} */
    const choices = {};
    // Whatever it was chosen for is open again.
    for (const [key, value] of this.#chosen) if (value === name) choices[key] = undefined;
    if (!role && before === 'mask') choices.mask = '';
    else if (role === 'logits' || role === 'probabilities') Object.assign(choices, { logits: name, values: role });
    else if (role) choices[role] = name;
    this.#choose(choices);
  }

  /** @param {number} n How many there are. */
  #classes(n) {
    const row = make('p', 'choices');
    const classes = menu([['sigmoid', this.#text('sigmoid')], ['softmax', this.#text('softmax')]]);
    classes.value = this.#chosen.get('classes') ?? 'sigmoid';
    classes.dataset.focus = 'classes';
    classes.addEventListener('change', () => this.#choose({ classes: classes.value, class: undefined }));
    const named = (/** @type {string} */ key, /** @type {HTMLElement} */ input) => {
      const label = make('label', '', `${this.#text(key)} `);
      label.append(input);
      row.append(label);
    };
    named('classes', classes);
    if (classes.value === 'softmax') return row;
    const each = Array.from({ length: n }, (_, i) => /** @type {[string, string]} */ ([String(i), this.#text('one', { n: String(i) })]));
    const one = menu([['', this.#text('all')], ...each]);
    one.value = this.#chosen.get('class') ?? '';
    one.dataset.focus = 'class';
    one.addEventListener('change', () => this.#choose({ class: one.value || undefined }));
    named('class', one);
    return row;
  }
}

/**
 * Whether logits are of several classes. Where each of more than two dimensions has its own target, the last one may be
 * anything.
 * @param {FileReport} report
 */
function hasClasses({ classes, columns }) {
  const [logits, targets] = [['logits', 'probabilities'], ['targets']].map((roles) => columns.find(({ role }) => roles.includes(role ?? ''))?.shape ?? []);
  return classes > 1 && !(logits.length > 2 && logits.join() === targets.join());
}

/**
 * Columns of different names: those of the first file, if several have the same.
 * @param {FileReport['columns']} columns
 */
function unique(columns) {
  return columns.filter(({ name }, i) => columns.findIndex((it) => it.name === name) === i);
}
