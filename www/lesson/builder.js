// Builds a lesson: its steps, the form of one of them, and beside it what a learner sees.

import { button, make, reason } from '../dom.js';
import { KNOBS } from '../keys.js';
import { field, line } from './fields.js';
import { History } from './history.js';
import { showStep } from './step.js';
import { settingFields, stepForm } from './step-form.js';
import { stepList } from './step-list.js';

/** @import { GhmFigure } from '../ghm-figure.js' */
/** @import { Crate } from './crate.js' */
/** @import { Named } from './results.js' */
/** @import { Say } from './builder-text.js' */
/** @import { Edit } from './step-form.js' */
/** @import { Lesson, Step } from './types' */

export class Builder {
  element = make('div', 'desk');
  history;
  /** The step that is edited. */
  at = 0;
  #list = make('div', 'steps');
  #form = make('div');
  #preview = make('section', 'preview');
  /** Takes over what was set in the preview. */
  #settle = () => {};
  /** @type {AbortController} */
  #shown = new AbortController();

  /**
   * @param {Crate} crate
   * @param {Lesson} lesson
   * @param {{ named: Named, titles: Record<string, string>, text: Say }} texts
   * @param {() => void} changed Called after each change.
   */
  constructor(crate, lesson, texts, changed) {
    this.crate = crate;
    this.texts = texts;
    this.changed = changed;
    this.history = new History(lesson);
    const { text } = texts;
    this.#preview.ariaLabel = text('preview');
    this.element.append(this.#list, this.#form, this.#preview);
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.show();
  }

  get lesson() {
    this.#settle();
    return this.history.lesson;
  }

  /** Whether a change is under way that would be lost. */
  get unsaved() {
    return this.history.unsaved;
  }

  undo() {
    this.#settle();
    this.history.undo();
    this.show();
  }

  redo() {
    this.history.redo();
    this.show();
  }

  /** Shows all anew. */
  show() {
    this.at = Math.min(this.at, this.lesson.steps.length - 1);
    this.#steps();
    this.#fields();
    this.changed();
  }

  /**
   * Shows another step.
   * @param {number} at
   */
  choose(at) {
    this.at = at;
    this.show();
  }

  /**
   * Changes the lesson.
   * @param {(lesson: Lesson) => void} change
   */
  edit(change) {
    const { lesson } = this;
    change(lesson);
    return this.history.push(lesson);
  }

  #steps() {
    const { lesson, texts: { text } } = this;
    const title = line(lesson.title, (title) => this.edit((it) => (it.title = title)) && this.changed());
    const pass = line(lesson.pass === undefined ? '' : String(lesson.pass), (value) => {
      // What is no percentage is none.
      this.edit((it) => (it.pass = /^(\d{1,2}|100)$/.test(value.trim()) ? Number(value) : undefined));
      this.show();
    });
    Object.assign(pass, { inputMode: 'numeric', placeholder: text('passNone') });
    const list = stepList(lesson, this.at, this.texts, {
      choose: (at) => this.choose(at),
      arrange: (change, at) => {
        this.edit((it) => change(it.steps));
        this.choose(at);
        this.focus();
      },
    });
    this.#list.replaceChildren(field(text('title'), title), field(text('pass'), pass, text('passHint')), list);
  }

  /** Puts the focus on the step that is edited. */
  focus() {
    /** @type {HTMLElement | null} */
    const here = this.#list.querySelector('[aria-current]');
    here?.focus();
  }

  #fields() {
    const { at, texts } = this;
    /** @type {Edit} */
    const edit = (change, how = 'look') => {
      if (!this.edit((it) => change(it.steps[at]))) return;
      if (how === 'again') {
        const { id } = document.activeElement ?? {};
        this.show();
        // The form is another one; the field that was changed keeps the focus.
        if (id) document.getElementById(id)?.focus();
      } else {
        this.#steps();
        if (how === 'look') this.#look();
        this.changed();
      }
    };
    const { element, start } = stepForm(this.lesson.steps[at], texts, edit, (value) => this.#type(value));
    // Names that stay, by which a field is found again after the form was built anew.
    element.querySelectorAll('input, select, textarea').forEach((input, n) => {
      const label = element.querySelector(`label[for="${input.id}"]`);
      input.id = `step-field-${n}`;
      if (label instanceof HTMLLabelElement) label.htmlFor = input.id;
    });
    this.#form.replaceChildren(element);
    this.#settings = start;
    this.#look();
  }

  /**
   * Where the settings of the preview's figure go.
   * @type {HTMLElement | undefined}
   */
  #settings;

  /** Shows the step as a learner sees it. */
  #look() {
    const { at, crate, lesson, texts: { text } } = this;
    this.#settle = () => {};
    this.#shown.abort();
    this.#shown = new AbortController();
    const step = lesson.steps[at];
    const { element, figure } = showStep(crate, step, lesson.lang, undefined, () => {});
    this.#preview.replaceChildren(make('h2', '', text('preview')), element);
    if (!step.text && !step.figure && !step.question) this.#preview.append(make('p', 'hint empty', text('empty')));
    this.#settings?.querySelector('.settings')?.remove();
    if (!figure) return;
    const { signal } = this.#shown;
    figure.addEventListener('ghm-ready', () => this.#set(figure, step, signal), { once: true, signal });
  }

  /**
   * @param {GhmFigure} figure
   * @param {Step} step
   * @param {AbortSignal} signal
   */
  #set(figure, step, signal) {
    const { session } = figure;
    if (!session) return;
    const { at, texts: { text } } = this;
    const fields = settingFields(figure, session, step, text, (controls) => {
      this.edit((it) => it.steps[at].figure && Object.assign(it.steps[at].figure, { controls }));
      if (controls === undefined) figure.removeAttribute('controls');
      else figure.setAttribute('controls', controls);
      this.changed();
    });
    // A prediction or a number shows a figure even where the step names none; then there is nothing to set.
    if (step.figure) this.#settings?.append(fields.element);
    const tell = () => {
      fields.refresh();
      const now = this.#form.querySelector('.now');
      const { question } = this.lesson.steps[at] ?? {};
      if (!now || typeof question !== 'object' || question.value === undefined) return;
      const value = session.engine.quote(question.value);
      now.textContent = value === undefined ? text('noValue') : text('now', { value });
    };
    session.add({ tell });
    // What the numbers are now tells their names apart.
    const quote = () => {
      /** @type {NodeListOf<HTMLOptionElement>} */
      const names = this.#form.querySelectorAll('datalist option');
      for (const name of names) name.label = session.engine.quote(name.value) ?? '';
    };
    quote();
    figure.addEventListener('ghm-change', quote, { signal });
    let known = stateOf(figure);
    const changed = () => {
      const state = stateOf(figure);
      if (state === known) return;
      known = state;
      const { lesson } = this.history;
      const shown = lesson.steps[at]?.figure;
      if (!shown) return;
      shown.state = state || undefined;
      if (this.history.push(lesson)) this.changed();
    };
    // A change counts even if another step is chosen before the movement has ended.
    this.#settle = () => signal.aborted || changed();
    figure.addEventListener('ghm-change', changed, { signal });
  }

  /**
   * Shows the text while it is typed.
   * @param {string} value
   */
  #type(value) {
    const words = this.#preview.querySelector('.words');
    const { element } = showStep(this.crate, { text: value }, this.lesson.lang, undefined, () => {});
    words?.replaceWith(...element.children);
    this.#preview.querySelector('.empty')?.remove();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // A text box undoes by itself what was typed there.
    const typing = event.target instanceof Element && event.target.closest('textarea, input:not([type=checkbox], [type=radio], [type=range])');
    if (typing || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === 'z' && !event.shiftKey) this.undo();
    else if (key === 'y' || key === 'z') this.redo();
    else return;
    event.preventDefault();
    this.focus();
  }
}

/**
 * The knobs of a figure that a lesson can keep: not a file of its author's.
 * @param {GhmFigure} figure
 */
function stateOf(figure) {
  const all = [...new URLSearchParams(figure.state)].filter(([key, value]) => KNOBS.includes(key) && !(key === 'data' && value === 'file'));
  return all.map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll('%2C', ',')}`).join('&');
}

/**
 * Reads a lesson's text, or says why it can't.
 * @param {() => string} read
 * @returns {{ lesson: Lesson, notes: string[] } | { why: string }}
 */
export function readBy(read) {
  try {
    return JSON.parse(read());
  } catch (error) {
    return { why: reason(error) };
  }
}

/**
 * A row of buttons.
 * @param {[label: string, act: () => void][]} buttons
 */
export function buttons(...buttons) {
  return buttons.map(([label, act]) => button(label, act));
}
