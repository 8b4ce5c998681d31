// A session: the engine, which holds one state, and the views that show it: figures, controls, prose.
// A change marks them. One frame loop draws what is marked and visible: figures first, words in the next frame.

import { language } from './attributes.js';
import { brief, reason } from './dom.js';
import { HERO, addressed, recording, showsHero } from './first.js';
import { released } from './gesture.js';
import { knobsOf } from './knob-table.js';
import { goFirst, load, loadHero, part, recorded, speak } from './load.js';
import { Past } from './past.js';
import { unpacked } from './recordings.js';

/** @import { Recording } from '../pkg/explainer.js' */
/** @import { Channel, Language, Module, Trainer, Value, View } from './types' */

/** Milliseconds without a change after which a movement has ended. */
export const RESTS = 200;
/** Milliseconds that words wait for figures, at most: two frames of a steady movement. */
const WORDS_WAIT = 30;

/** So many notes are told at once. */
export const NOTES = 12;

export class Session {
  /**
   * What to tell the reader: what was wrong with the settings that it was opened with, and problems with data that
   * came before `problem` was set.
   * @type {string[]}
   */
  notes = [];
  /**
   * Shows a sentence to the reader.
   * @type {((text: string) => void) | undefined}
   */
  problem;
  /**
   * Called before the reader goes to another state by one press, which the browser's Back returns from.
   * @type {(() => void) | undefined}
   */
  leave;
  /** The states before the present one. */
  past = new Past();
  closed = false;
  /** Resolves once the engine has all figures. It has at first, but for an article's, which begins with the hero. */
  whole = Promise.resolve();
  /** Whether it has. */
  isWhole = true;
  /**
   * Parts of recordings that the engine was given, in order.
   * @type {[name: 'noisy' | 'clean', part: 'first' | 'rest'][]}
   */
  #given = [];
  /** The names of the reader's files whose examples it has. */
  file = '';
  /**
   * The twin's training: the channel to its trainer, and whether that is busy.
   * @type {{ busy: boolean, channel?: Channel<InstanceType<Trainer['Twin']>> }}
   */
  twin = { busy: false };
  /** When the reader last changed something. */
  moved = 0;
  /** The id of the requested animation frame, or 0. */
  frame = 0;
  /** @type {Set<View>} */
  views = new Set();
  /**
   * Since when words have been waiting to be written.
   * @type {number | undefined}
   */
  #untold;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #resting;
  /**
   * Recordings whose rest was asked for; below, those for which that failed.
   * @type {Set<string>}
   */
  #asked = new Set();
  /** @type {Set<string>} */
  #failed = new Set();

  /** @param {Module & { simd: boolean, hero: boolean }} module The package: its classes and functions. */
  constructor(module) {
    this.module = module;
    this.engine = new module.Engine();
  }

  /** The session that an article's figures share, set up by the page's address. */
  static get page() {
    return (Session.#page ??= Session.#openPage());
  }

  /** @type {Promise<Session> | undefined} */
  static #page;

  static #openPage() {
    const knobs = addressed();
    // Other pages than the article have no hero.
    const there = document.querySelector(`ghm-figure[name=${HERO}]`);
    const hero = there && showsHero(knobs) ? loadHero().catch(() => undefined) : Promise.resolve(undefined);
    // Without the hero's engine, all begins with the whole one.
    const loading = hero.then((module) => module ?? load());
    const opened = Session.open(language(document.documentElement.lang), knobs, undefined, loading);
    goFirst(hero.then((module) => module && opened));
    return opened;
  }

  /**
   * A session with each `[key, value]` set. Its `notes` say which could not be taken as they were.
   * @param {Language} lang
   * @param {Iterable<[string, Value]>} pairs
   * @param {string} [figure] The only figure that it is for. If that plays batches, the session waits for them.
   * @param {Promise<Module & { simd: boolean, hero: boolean }>} [loading] The engine's package.
   */
  static async open(lang, pairs, figure, loading = load()) {
    const asked = [...pairs];
    const data = recording(asked);
    // Asked for together with the engine, which only then knows that it is missing, and says so if that fails.
    if (data) recorded(`${data}_first`).catch(() => {});
    const [module] = await Promise.all([loading, speak(loading, lang)]);
    const session = new Session(module);
    session.notes = session.apply([['lang', lang], ...asked]);
    await session.fetchMissing();
    session.past.settle(session.engine.query());
    if (figure && session.engine.partial() && session.engine.actions(figure).includes('play')) await session.#fetchRest();
    if (module.hero) session.#widen();
    return session;
  }

  /** Loads the whole engine, while the hero's one already serves the reader. */
  #widen() {
    this.isWhole = false;
    this.whole = this.#exchange();
    // The figures that wait for it say so.
    this.whole.catch(() => {});
  }

  async #exchange() {
    const loading = load();
    await speak(loading, this.language);
    const module = await loading;
    /** @type {['noisy' | 'clean', Recording][]} */
    const given = [];
    // The reader may ask for another part meanwhile.
    while (given.length < this.#given.length) {
      const [name, part] = this.#given[given.length];
      given.push([name, await unpacked(module, `${name}_${part}`)]);
    }
    if (this.closed) return;
    const [small, engine] = [this.engine, new module.Engine()];
    this.module = module;
    this.engine = engine;
    this.apply(new URLSearchParams(small.query()));
    for (const [name, recording] of given) engine.loadRecorded(name, recording);
    small.free();
    this.isWhole = true;
    this.changed('data');
  }

  /**
   * Sets each `[key, value]` and returns a sentence for each that was wrong. The caller then calls `changed`.
   * @param {Iterable<[string, Value]>} pairs
   */
  apply(pairs) {
    const notes = [...pairs].map(([key, value]) => {
      try {
        return this.#put(key, value);
      } catch (error) {
        return reason(error);
      }
    });
    return notes.filter((note) => note !== undefined);
  }

  /**
   * @param {string} key
   * @param {Value} value
   */
  #put(key, value) {
    if (key === 'pinned' && !this.isWhole) return void this.whole.then(() => this.set(key, value));
    return typeof value === 'number' ? this.engine.setNumber(key, value) : this.engine.set(key, String(value));
  }

  /** The table of knobs, by key. */
  get knobs() {
    return knobsOf(this.engine, this.language);
  }

  /**
   * What a knob is when nobody has moved it.
   * @param {string} key
   */
  standard(key) {
    const fresh = new this.module.Engine();
    const value = fresh.get(key);
    fresh.free();
    return value ?? '';
  }

  /** Frees the engine's memory. The session can't be used any more. */
  free() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.#resting);
    for (const view of this.views) view.end?.();
    this.views.clear();
    this.closed = true;
    this.twin.channel?.close();
    this.engine.free();
  }

  /** @returns {Language} */
  get language() {
    return language(this.engine.get('lang'));
  }

  /**
   * A text in the session's language, with `{name}` replaced by its value.
   * @param {string} name
   * @param {Record<string, Value>} [values]
   */
  text(name, values = {}) {
    const text = this.engine.text(name) ?? name;
    return Object.entries(values).reduce((t, [key, value]) => t.replaceAll(`{${key}}`, () => brief(String(value))), text);
  }

  /**
   * Notes as one text.
   * @param {string[]} notes
   */
  told(notes) {
    const rest = notes.length - NOTES;
    return [...notes.slice(0, NOTES), ...(rest > 0 ? [this.text('NoteMore', { n: rest })] : [])].join(' ');
  }

  /** @param {View} view */
  add(view) {
    this.views.add(view);
    this.mark();
  }

  /** @param {View} view */
  remove(view) {
    this.views.delete(view);
  }

  /**
   * Sets a knob. Returns a sentence if the value was clamped; throws one if it can't be used.
   * @param {string} key
   * @param {Value} value
   */
  set(key, value) {
    const note = this.#put(key, value);
    this.changed(key);
    return note;
  }

  /**
   * Moves the slider of a number knob to `position`, from 0 to 1.
   * @param {string} key
   * @param {number} position
   */
  slide(key, position) {
    this.engine.slide(key, position);
    this.changed(key);
  }

  /**
   * Called after a knob was set.
   * @param {string} key
   */
  changed(key) {
    if (key === 'data') this.whole.then(() => this.fetchMissing()).catch((error) => this.#tell(reason(error)));
    if (['data', 'step', 'trained'].includes(key)) {
      // Rests that failed are fetched again if the new state needs them.
      for (const name of this.#failed) this.#asked.delete(name);
      this.#failed.clear();
      this.#complete();
    }
    this.mark();
  }

  /**
   * Fetches recorded data that the state asks for, or A. If that fails, a preset takes their place, or A is let go.
   * @returns {Promise<void>}
   */
  async fetchMissing() {
    let name = this.engine.missing();
    if (name === 'file') {
      this.engine.set('data', this.standard('data'));
      this.#tell(this.text('FileGone'));
      name = this.engine.missing();
    }
    if (!name || name === 'file') return;
    if (name === 'detector') return (await this.training()).run.feed();
    try {
      await this.#give(name, 'first');
      if (this.closed) return;
      await this.#complete();
    } catch (error) {
      if (this.closed) return;
      // It may be only A's.
      if (this.engine.get('data') === name) this.engine.set('data', 'converged');
      else this.engine.set('pinned', '');
      this.#tell(this.text('FailedData', { reason: reason(error) }));
    }
    this.mark();
    // A may have other data than B.
    return this.fetchMissing();
  }

  /** Fetches what recordings lack of what the state, or A, asks for. */
  async #complete() {
    const name = this.engine.incomplete();
    if (name) await this.#fetchRest(name);
  }

  /** Fetches the rest of a recording, which a reader need not wait for: other steps, other losses, batches. */
  async #fetchRest(name = this.engine.get('data')) {
    if ((name !== 'noisy' && name !== 'clean') || this.#asked.has(name)) return;
    this.#asked.add(name);
    try {
      await this.#give(name, 'rest');
    } catch (error) {
      this.#failed.add(name);
      if (!this.closed) this.#tell(this.text('FailedRest', { reason: reason(error) }));
    }
    this.mark();
  }

  /**
   * Gives the engine a part of a recording.
   * @param {'noisy' | 'clean'} name
   * @param {'first' | 'rest'} part
   * @returns {Promise<void>}
   */
  async #give(name, part) {
    const { module } = this;
    const recording = await unpacked(module, `${name}_${part}`);
    if (this.closed) return;
    // The whole engine may have come meanwhile.
    if (module !== this.module) return this.#give(name, part);
    this.engine.loadRecorded(name, recording);
    this.#given.push([name, part]);
  }

  /** @param {string} text */
  #tell(text) {
    if (this.problem) this.problem(text);
    else this.notes.push(text);
  }

  /** The training of this session, and the class that shows it in a figure: their code is loaded only here. */
  async training() {
    const [{ open }, { runOf, TrainingView }] = await Promise.all([part('training/channel'), part('training/view')]);
    return { run: runOf(this, { open, recorded }), TrainingView };
  }

  /**
   * Makes views draw what is stale in the next frame. `moves` is false for what the reader didn't do, such as a step
   * of a training, which doesn't prolong a movement.
   */
  mark(moves = true) {
    if (this.closed) return;
    this.#next();
    if (!moves) return;
    this.moved = performance.now();
    this.#resting ??= setTimeout(() => this.#rest(), RESTS);
  }

  #next() {
    this.#untold ??= performance.now();
    this.frame ||= requestAnimationFrame(() => this.#show());
  }

  /** Draws figures. Words follow in a frame that draws none, as both together take longer than a frame. */
  #show() {
    this.frame = 0;
    let drew = false;
    for (const view of this.views) drew = view.draw?.() || drew;
    const waited = performance.now() - (this.#untold ?? 0);
    if (drew && waited < WORDS_WAIT) return this.#next();
    this.#untold = undefined;
    for (const view of this.views) view.tell();
  }

  /** Tells the views when a movement has ended. One timer serves all changes, as setting one takes time. */
  #rest() {
    const left = this.moved + RESTS - performance.now();
    this.#resting = left > 0 ? setTimeout(() => this.#rest(), left) : undefined;
    if (this.#resting !== undefined) return;
    // A rest that is still to be fetched belongs to the same movement, whose end is told once.
    if (this.isWhole && this.engine.partial() && !this.#failed.has(this.engine.get('data') ?? '')) return void this.#fetchRest();
    this.past.settle(this.engine.query());
    for (const view of this.views) view.settle?.();
    // A finger that pauses may move on.
    released(() => !this.closed && this.engine.relax() && this.mark(false));
  }
}
