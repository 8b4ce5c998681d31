// Plays a lesson: step after step, and at the end what became of the answers.

import { button, download, make } from '../dom.js';
import { results, sheetOf } from './results.js';
import { showStep } from './step.js';
import { lessonTexts } from './text.js';

/** @import { Crate } from './crate.js' */
/** @import { Report } from './scorm.js' */
/** @import { Named } from './results.js' */
/** @import { Given, Interaction, Lesson, Score } from './types' */

/** CSS pixels of text that is not enlarged. */
const USUAL = 16;

export class Player {
  element = make('div', 'player');
  #bar = make('header');
  #place = make('p', 'place');
  #body = make('main');
  #foot = make('footer');
  #report = make('p', 'report');

  /**
   * @param {Crate} crate
   * @param {Lesson} lesson
   * @param {Report | null} report The course system, if there is one.
   * @param {{ at?: number, alone?: boolean, named?: Named }} [options] Where it begins, whether it says that nobody is told
   *   of answers, and the article's predictions, by whose texts the results call them.
   */
  constructor(crate, lesson, report, { at = 0, alone = false, named = {} } = {}) {
    this.crate = crate;
    this.lesson = lesson;
    this.report = report;
    this.alone = alone;
    this.named = named;
    this.text = lessonTexts(lesson.lang);
    this.play = new crate.Play(JSON.stringify(lesson));
    this.play.go(at);
    const { text } = this;
    this.element.lang = lesson.lang;
    const title = make('h1', '', lesson.title || text('untitled'));
    this.#place.setAttribute('role', 'status');
    this.#report.setAttribute('role', 'status');
    this.#body.tabIndex = -1;
    this.#bar.append(title, this.#place);
    if (document.fullscreenEnabled) this.#bar.append(button(text('hall'), () => this.#hall()));
    this.element.append(this.#bar, this.#body, this.#report, this.#foot);
    this.element.addEventListener('keydown', (event) => this.#key(event));
    new ResizeObserver(() => this.#scale()).observe(this.element);
    if (report) {
      this.play.resume(report.start());
      addEventListener('pagehide', () => report.finish());
      addEventListener('beforeunload', (event) => report.trouble && event.preventDefault());
    }
    this.#show(false);
    this.#tell();
  }

  get #steps() {
    return this.lesson.steps.length;
  }

  /** Frees what it holds. */
  end() {
    this.element.remove();
    this.play.free();
  }

  /** @returns {Given[]} */
  get given() {
    return JSON.parse(this.play.answers());
  }

  /** @returns {Score} */
  get score() {
    return JSON.parse(this.play.score());
  }

  /** @param {number} step */
  go(step) {
    this.play.go(Math.max(0, step));
    this.#show(true);
    this.#tell();
  }

  /** @param {boolean} moved Whether the learner came here, whose focus then goes along. */
  #show(moved) {
    const { crate, lesson, play, text } = this;
    const { at } = play;
    const last = at === this.#steps;
    this.#place.textContent = last ? text('end') : text('step', { n: at + 1, all: this.#steps });
    const bar = make('progress');
    Object.assign(bar, { value: at, max: this.#steps, ariaLabel: this.#place.textContent });
    this.#place.append(bar);
    if (last) this.#body.replaceChildren(this.#results());
    else {
      const given = this.given.find(({ step }) => step === at);
      const shown = showStep(crate, lesson.steps[at], lesson.lang, given, (...answer) => this.#answered(at, ...answer));
      this.#body.replaceChildren(shown.element);
      this.#scale();
    }
    const back = button(text('back'), () => this.go(at - 1));
    back.disabled = at === 0;
    const next = last ? button(text('again'), () => this.go(0)) : button(text(at + 1 === this.#steps ? 'finish' : 'next'), () => this.go(at + 1));
    next.className = 'main';
    this.#foot.replaceChildren(back, next);
    if (moved) {
      this.#body.focus({ preventScroll: true });
      this.element.scrollIntoView({ block: 'start' });
    }
  }

  /**
   * @param {number} step
   * @param {string} answer
   * @param {boolean | null} right
   * @param {string} state
   */
  #answered(step, answer, right, state) {
    const told = this.play.answered(step, answer, right ?? undefined, state);
    /** @type {Interaction | undefined} */
    const interaction = told && JSON.parse(told);
    if (interaction) this.report?.answered(interaction);
    this.#tell();
  }

  /** Tells the course system, and the learner how that went. */
  #tell() {
    const { play, report, text } = this;
    // A system that didn't answer at first may do so now.
    if (report) play.resume(report.start());
    /** @type {{ text: string, shortened: boolean }} */
    const kept = JSON.parse(play.kept());
    report?.tell({ at: play.at, status: play.status(), kept: kept.text, score: this.score });
    const says = !report ? (this.alone ? text('alone') : '')
      : report.trouble ? text('untold', { reason: report.trouble })
      : report.reviews ? text('review')
      : kept.shortened ? text('shortened')
      : text('told');
    this.#report.textContent = says;
    this.#report.classList.toggle('trouble', Boolean(report?.trouble));
    if (report?.trouble) this.#report.append(' ', button(text('retry'), () => this.#tell()));
  }

  #results() {
    const { given, lesson, named, play, score, text } = this;
    const save = button(text('save'), () => {
      const name = `${(lesson.title || text('untitled')).replace(/[^\p{L}\p{N}]+/gu, '-')}.csv`;
      // Spreadsheets take it for UTF-8 only with this mark.
      download(name, new Blob(['\ufeff', sheetOf({ lesson, given, named, text })], { type: 'text/csv' }));
    });
    return results({ lesson, given, named, text }, score, play.status(), (step) => this.go(step), save);
  }

  #hall() {
    if (document.fullscreenElement) document.exitFullscreen();
    // A frame may be forbidden to.
    else this.element.requestFullscreen().catch(() => {});
  }

  /** On a whole screen figures are enlarged as the text around them is: that alone would not enlarge what they draw. */
  #scale() {
    const hall = document.fullscreenElement === this.element;
    const scale = hall ? parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL : 1;
    for (const figure of this.element.querySelectorAll('ghm-figure')) {
      if (scale > 1) figure.setAttribute('scale', scale.toFixed(3));
      else figure.removeAttribute('scale');
    }
  }

  /**
   * A presenter's clicker sends these keys. Arrows may also be meant for what has the focus: a field, a figure.
   * @param {KeyboardEvent} event
   */
  #key(event) {
    const { key, target } = event;
    if (document.fullscreenElement !== this.element || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const by = key === 'PageDown' || key === 'ArrowRight' ? 1 : key === 'PageUp' || key === 'ArrowLeft' ? -1 : 0;
    const used = key.startsWith('Arrow') && target instanceof Element && target.closest('ghm-figure, input, textarea');
    if (!by || used) return;
    event.preventDefault();
    const to = this.play.at + by;
    if (to >= 0 && to <= this.#steps) this.go(to);
  }
}
