// The page of lessons: one from a link is played; else one is built, tried, kept and exported.

import '../ghm-figure.js';
import { language } from '../attributes.js';
import { button, make, menu, reason } from '../dom.js';
import { FIGURES } from '../keys.js';
import { predictions } from '../question/spec.js';
import { Session } from '../session.js';
import { Builder, buttons, readBy } from './builder.js';
import { builderTexts } from './builder-text.js';
import { builderSheet } from './builder-style.js';
import { lessonCrate } from './crate.js';
import { EXAMPLES, example, linkOf, save } from './files.js';
import { Player } from './player.js';
import { UNASKED } from './question-fields.js';
import { dress } from './style.js';
import { lessonTexts } from './text.js';

/** @import { Crate } from './crate.js' */
/** @import { Named } from './results.js' */
/** @import { Lesson } from './types' */

const lang = language(document.documentElement.lang);
const text = builderTexts(lang);

dress();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, builderSheet];

class Page {
  #bar = make('nav', 'bar');
  #said = make('p', 'said');
  #link = make('textarea', 'link');
  #place = make('div');
  /** @type {Builder} */
  #builder;
  /** @type {Player | null} */
  #player = null;
  #undo = button(text('undo'), () => this.#builder.undo());
  #redo = button(text('redo'), () => this.#builder.redo());

  /**
   * @param {Crate} crate
   * @param {Named} named
   * @param {Record<string, string>} titles The figures' titles by name.
   */
  constructor(crate, named, titles) {
    this.crate = crate;
    this.texts = { named, titles, text };
    this.#said.setAttribute('role', 'status');
    Object.assign(this.#link, { readOnly: true, hidden: true, rows: 3 });
    this.#builder = this.#build({ ghm_lesson: 1, title: '', lang, steps: [{}] });
    this.#fill();
    document.body.append(this.#bar, this.#said, this.#link, this.#place);
    addEventListener('hashchange', () => this.#fromLink());
    addEventListener('beforeunload', (event) => this.#builder.unsaved && event.preventDefault());
    if (location.hash.length > 1) this.#fromLink();
    else this.#edit();
  }

  /** @param {Lesson} lesson */
  #build(lesson) {
    return new Builder(this.crate, lesson, this.texts, () => this.#changed());
  }

  #changed() {
    // Called once while the builder is made.
    const { history } = this.#builder ?? {};
    this.#undo.disabled = !history?.canUndo;
    this.#redo.disabled = !history?.canRedo;
    this.#link.hidden = true;
  }

  #fill() {
    const home = make('a', 'brand', text('brand'));
    home.href = 'index.html';
    home.title = text('article');
    const other = make('a', '', text('other'));
    other.href = lang === 'zh' ? '../lesson.html' : 'zh/lesson.html';
    other.lang = other.hreflang = lang === 'zh' ? 'en' : 'zh';
    const examples = menu([['', text('begin')], ['new', text('fresh')], ...EXAMPLES.map((name, n) => /** @type {[string, string]} */ ([name, TITLES[lang][n]]))]);
    examples.ariaLabel = text('begin');
    examples.addEventListener('change', () => {
      const { value } = examples;
      examples.value = '';
      this.#begin(value);
    });
    const input = make('input');
    Object.assign(input, { type: 'file', accept: '.json,application/json' });
    input.addEventListener('change', () => this.#open(input));
    const open = make('label', 'button open');
    open.append(text('open_'), input);
    const out = buttons(
      [text('file'), () => this.#save('file')],
      [text('link'), () => this.#copyLink()],
      [text('page'), () => this.#save('page')],
      [text('scorm'), () => this.#save('scorm')],
    );
    const play = button(text('play'), () => this.#play(this.#builder.lesson, this.#builder.at));
    play.className = 'main';
    this.#bar.append(home, other, this.#undo, this.#redo, examples, open, ...out, play);
  }

  #edit() {
    this.#player?.end();
    this.#player = null;
    this.#bar.hidden = false;
    this.#place.replaceChildren(this.#builder.element);
  }

  /**
   * @param {Lesson} lesson
   * @param {number} at
   */
  #play(lesson, at) {
    this.#player?.end();
    this.#said.textContent = '';
    this.#bar.hidden = this.#link.hidden = true;
    this.#player = new Player(this.crate, lesson, null, { at, named: this.texts.named });
    this.#player.element.querySelector('header')?.append(button(text('edit'), () => this.#edit()));
    this.#place.replaceChildren(this.#player.element);
  }

  /**
   * Takes another lesson in place of the present one, which can be had back by undoing.
   * @param {() => string} read
   */
  #take(read) {
    const got = readBy(read);
    if ('why' in got) {
      this.#said.textContent = text('wrongFile', { reason: got.why });
      return false;
    }
    this.#said.textContent = got.notes.length ? [text('notes'), ...got.notes].join('\n') : '';
    this.#builder.history.push(got.lesson);
    if (!this.#builder.history.canUndo) return true;
    this.#builder.choose(0);
    return true;
  }

  /** @param {string} name */
  async #begin(name) {
    try {
      const file = name === 'new' ? JSON.stringify({ ghm_lesson: 1, lang, steps: [{}] }) : await example(name, lang);
      this.#take(() => this.crate.readLesson(file, lang));
    } catch (error) {
      this.#said.textContent = text('wrongFile', { reason: reason(error) });
    }
  }

  /** @param {HTMLInputElement} input */
  async #open(input) {
    const file = input.files?.[0];
    input.value = '';
    if (!file) return;
    try {
      const content = await file.text();
      if (this.#take(() => this.crate.readLesson(content, lang))) this.#builder.history.saved();
    } catch (error) {
      this.#said.textContent = text('wrongFile', { reason: reason(error) });
    }
  }

  /** @param {'file' | 'page' | 'scorm'} form */
  async #save(form) {
    const { lesson } = this.#builder;
    try {
      const made = await save(this.crate, lesson, form, lang);
      if (form === 'file') this.#builder.history.saved();
      const unasked = lesson.steps.flatMap(({ question }, at) => (typeof question === 'object' && question.ask === UNASKED ? [at + 1] : []));
      const lines = [`${text('exported', made)} ${text(`after_${form}`)}`, ...unasked.map((n) => text('unasked', { n }))];
      this.#said.textContent = lines.join('\n');
    } catch (error) {
      this.#said.textContent = text('unsaved', { reason: reason(error) });
    }
  }

  async #copyLink() {
    const link = linkOf(this.crate, this.#builder.lesson);
    this.#link.hidden = true;
    if (!link) {
      this.#said.textContent = text('tooLong');
      return;
    }
    try {
      await navigator.clipboard.writeText(link);
      this.#said.textContent = text('copied', { n: link.length });
    } catch {
      this.#link.value = link;
      this.#link.hidden = false;
      this.#said.textContent = text('press');
      this.#link.select();
    }
  }

  #fromLink() {
    const packed = location.hash.slice(1);
    if (packed && this.#take(() => this.crate.fromLink(packed, lang))) this.#play(this.#builder.lesson, 0);
    else this.#edit();
  }
}

const TITLES = {
  en: ['GHM in 45 minutes', 'Read your own gradient density'],
  zh: ['45 分钟学会 GHM', '读懂你自己的梯度密度'],
};

async function start() {
  const [crate, named, session] = await Promise.all([lessonCrate(), predictions(lang), Session.open(lang, [])]);
  const titles = Object.fromEntries(FIGURES.map((name) => [name, session.engine.title(name)]));
  session.free();
  document.title = text('brand');
  new Page(crate, named, titles);
}

start().catch((error) => document.body.append(make('p', 'problem', lessonTexts(lang)('broken', { reason: reason(error) }))));
