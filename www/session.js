// A session: the engine, which holds one state, and the views that show it: figures, controls, prose.
// A change marks them. One frame loop draws what is marked and visible: figures first, words in the next frame.

import { language } from './attributes.js';
import { reason } from './dom.js';
import { isFatal } from './fatal.js';
import { HERO, addressed, recording, showsHero } from './first.js';
import { released } from './gesture.js';
import { knobsOf } from './knob-table.js';
import { endAll, enrol, standIn, strike } from './living.js';
import { goFirst, load, loadHero, part, recorded, speak } from './load.js';
import { Past } from './past.js';
import { Recordings } from './recordings.js';
import { Texts } from './session-texts.js';

/** @import { Channel, Language, Module, Trainer, Value, View } from './types' */

/** Milliseconds without a change after which a movement has ended. */
export const RESTS = 200;
/** Milliseconds that words wait for figures, at most: two frames of a steady movement. */
const WORDS_WAIT = 30;

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
  /** Why the engine has ended, if it has: see living.js. */
  ended = '';
  /** The state in which the engine last came to rest, with the language. */
  #rested = '';
  /** The names of the reader's files whose examples it has. */
  file = '';
  /**
   * The twin's training: the channel to its trainer, how many of these have died, whether it is busy, whether its answer
   * is late, and why it failed.
   * @type {{ busy: boolean, late: boolean, failed: string, deaths: number, channel?: Channel<InstanceType<Trainer['Twin']>> }}
   */
  twin = { busy: false, late: false, failed: '', deaths: 0 };
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
  #recordings = new Recordings(this);
  #engine = standIn((error) => this.fell(error));
  engine = this.#engine.engine;
  #texts = new Texts(this);
  /** @type {Language} */
  #language = 'en';

  /** @param {Module & { simd: boolean, hero: boolean }} module The package: its classes and functions. */
  constructor(module) {
    this.module = module;
    this.#engine.put(new module.Engine());
    enrol(module, this);
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
    const state = session.engine.query();
    session.past.settle(state);
    session.#keep(state);
    if (figure && session.engine.partial() && session.engine.actions(figure).includes('play')) await session.#recordings.rest();
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
    // The reader may have started again with it meanwhile.
    if (this.isWhole) return;
    await this.#move(module, () => this.engine.query());
    this.isWhole = true;
  }

  /**
   * Goes on with an engine of another package, or of another instance.
   * @param {Module & { simd: boolean, hero: boolean }} module
   * @param {() => string} state The state that it is to have.
   */
  async #move(module, state) {
    const given = await this.#recordings.forAnother(module);
    if (this.closed) return;
    const pairs = new URLSearchParams(state());
    strike(this.module, this);
    this.#engine.put(new module.Engine(), !this.ended);
    this.module = module;
    this.ended = '';
    enrol(module, this);
    this.apply(pairs);
    for (const [name, recording] of given) this.engine.loadRecorded(name, recording);
    this.changed('data');
  }

  /** Whether there is an engine to be asked. */
  get lives() {
    return !this.closed && !this.ended;
  }

  /**
   * Ends all sessions of the package if that is what an error says. Returns whether it is.
   * @param {unknown} error
   */
  fell(error) {
    const fatal = isFatal(error);
    if (fatal && this.lives) endAll(this.module, reason(error));
    return fatal;
  }

  /**
   * The engine has ended: nothing moves until it is revived.
   * @param {string} why
   */
  end(why) {
    this.ended = why;
    cancelAnimationFrame(this.frame);
    clearTimeout(this.#resting);
    this.frame = 0;
    this.#resting = this.#untold = undefined;
    for (const view of this.views) view.ended?.(why);
  }

  /**
   * Goes on after the engine has ended, with the state in which it last came to rest.
   * @param {Module & { simd: boolean, hero: boolean }} module
   */
  async revive(module) {
    await speak(Promise.resolve(module), this.language);
    this.isWhole = true;
    this.whole = Promise.resolve();
    await this.#move(module, () => this.#rested);
    for (const view of this.views) view.revived?.();
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
    strike(this.module, this);
    this.#engine.put(undefined, !this.ended);
  }

  /** @returns {Language} */
  get language() {
    if (!this.ended) this.#language = language(this.engine.get('lang'));
    return this.#language;
  }

  /**
   * A text in the session's language, with `{name}` replaced by its value.
   * @param {string} name
   * @param {Record<string, Value>} [values]
   */
  text(name, values) {
    return this.#texts.get(name, values);
  }

  /**
   * Notes as one text.
   * @param {string[]} notes
   */
  told(notes) {
    return this.#texts.together(notes);
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
    if (this.ended) return undefined;
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
    if (this.ended) return;
    this.engine.slide(key, position);
    this.changed(key);
  }

  /**
   * Called after a knob was set.
   * @param {string} key
   */
  changed(key) {
    if (!this.lives) return;
    if (key === 'data') this.whole.then(() => this.fetchMissing()).catch((error) => this.lives && this.tell(reason(error)));
    if (['data', 'step', 'trained'].includes(key)) this.#recordings.retry();
    this.mark();
  }

  /** Fetches the data that the state asks for, or A, and that are not here. */
  fetchMissing() {
    return this.#recordings.missing();
  }

  /**
   * Tells the reader something.
   * @param {string} text
   */
  tell(text) {
    if (this.problem) this.problem(text);
    else this.notes.push(text);
  }

  /** The training of this session, and the class that shows it in a figure: their code is loaded only here. */
  async training() {
    const [{ openAfter }, { runOf, TrainingView }] = await Promise.all([part('training/channel'), part('training/view')]);
    return { run: runOf(this, { openAfter, recorded }), TrainingView };
  }

  /**
   * Makes views draw what is stale in the next frame. `moves` is false for what the reader didn't do, such as a step
   * of a training, which doesn't prolong a movement.
   */
  mark(moves = true) {
    if (!this.lives) return;
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
    if (this.isWhole && this.engine.partial() && !this.#recordings.hasFailed(this.engine.get('data'))) return void this.#recordings.rest();
    const now = this.engine.query();
    this.past.settle(now);
    // Before a screen reader hears of it.
    if (this.engine.catchUp()) this.mark(false);
    for (const view of this.views) view.settle?.();
    if (this.lives) this.#keep(now);
    // A finger that pauses may move on.
    released(() => this.lives && this.engine.relax() && this.mark(false));
  }

  /**
   * Keeps a state that all views have shown: there the engine can be started again.
   * @param {string} state
   */
  #keep(state) {
    this.#rested = `lang=${this.language}&${state}`;
  }
}
