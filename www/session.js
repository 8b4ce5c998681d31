// A session: the engine, which holds one state, and the views that show it: figures, controls, prose.
// A change marks them. One frame loop draws what is marked and visible: figures first, words in the next frame.

import { language } from './attributes.js';
import { reason } from './dom.js';
import { load, part, recorded, speak } from './load.js';

/** @import { Recording } from '../pkg/explainer.js' */
/** @import { Channel, Language, Module, Trainer, Value, View } from './types' */

/** Milliseconds without a change after which a movement has ended. */
export const RESTS = 200;
/** Milliseconds that words wait for figures, at most: two frames of a steady movement. */
const WORDS_WAIT = 30;

/** So many notes are told at once. */
export const NOTES = 12;

/**
 * A text that may come from others, as a sentence can hold it.
 * @param {string} text
 */
const brief = (text) => (text.length > 300 ? `${text.slice(0, 299)}…` : text);

/** @type {Map<string, Promise<Recording>>} */
const recordings = new Map();

/**
 * The recording of a detector, unpacked once for all sessions.
 * @param {Module} module
 * @param {string} name
 */
function unpacked(module, name) {
  let recording = recordings.get(name);
  if (!recording) {
    recording = recorded(name).then((bytes) => new module.Recording(bytes));
    recordings.set(name, recording);
    // After a failure, the next call fetches it again.
    recording.catch(() => recordings.delete(name));
  }
  return recording;
}

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
  closed = false;
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

  /** @param {Module & { simd: boolean }} module The package: its classes and functions. */
  constructor(module) {
    this.module = module;
    this.engine = new module.Engine();
  }

  /** The session that an article's figures share, set up by the page's address. */
  static get page() {
    // A fragment is a section's name, or like a query holds knobs.
    const fragment = location.hash.includes('=') ? new URLSearchParams(location.hash.slice(1)) : [];
    const query = [...new URLSearchParams(location.search), ...fragment].filter(([key]) => !['lang', 'theme'].includes(key));
    return (Session.#page ??= Session.open(language(document.documentElement.lang), query));
  }

  /** @type {Promise<Session> | undefined} */
  static #page;

  /**
   * A session with each `[key, value]` set. Its `notes` say which could not be taken as they were.
   * @param {Language} lang
   * @param {Iterable<[string, Value]>} pairs
   * @param {string} [figure] The only figure that it is for. If that plays batches, the session waits for them.
   */
  static async open(lang, pairs, figure) {
    const asked = [...pairs];
    const data = asked.findLast(([key]) => key === 'data')?.[1] ?? 'noisy';
    // Asked for together with the engine, which only then knows that it is missing, and says so if that fails.
    if (data === 'noisy' || data === 'clean') recorded(`${data}_first`).catch(() => {});
    const [module] = await Promise.all([load(), speak(lang)]);
    const session = new Session(module);
    session.notes = session.apply([['lang', lang], ...asked]);
    await session.fetchMissing();
    if (figure && session.engine.partial() && session.engine.actions(figure).includes('play')) await session.#fetchRest();
    return session;
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
    return typeof value === 'number' ? this.engine.setNumber(key, value) : this.engine.set(key, String(value));
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
   * Moves a number knob by a fraction of its range.
   * @param {string} key
   * @param {number} fraction
   */
  nudge(key, fraction) {
    this.engine.nudge(key, fraction);
    this.changed(key);
  }

  /**
   * Called after a knob was set.
   * @param {string} key
   */
  changed(key) {
    if (key === 'data') this.fetchMissing().catch((error) => this.#tell(reason(error)));
    if (['data', 'step', 'trained'].includes(key)) {
      // Rests that failed are fetched again if the new state needs them.
      for (const name of this.#failed) this.#asked.delete(name);
      this.#failed.clear();
      this.#complete();
    }
    this.mark();
  }

  /** Fetches recorded data that the state asks for. If that fails, a preset takes their place. */
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
      const recording = await unpacked(this.module, `${name}_first`);
      if (this.closed) return;
      this.engine.loadRecorded(name, recording);
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
      const recording = await unpacked(this.module, `${name}_rest`);
      if (this.closed) return;
      this.engine.loadRecorded(name, recording);
    } catch (error) {
      this.#failed.add(name);
      if (!this.closed) this.#tell(this.text('FailedRest', { reason: reason(error) }));
    }
    this.mark();
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
    if (this.engine.partial() && !this.#failed.has(this.engine.get('data') ?? '')) return void this.#fetchRest();
    for (const view of this.views) view.settle?.();
  }
}
