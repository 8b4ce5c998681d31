// A session and those who show it: figures and controls. A change marks them;
// one frame loop draws what is marked and visible, figures first and words in the next frame.

import { language } from './attributes.js';
import { load, part, recorded, speak } from './load.js';
import { open } from './training/channel.js';

/** Milliseconds without a change after which a movement has ended. */
export const RESTS = 200;
/** Milliseconds that words wait for figures at most: two frames of a steady movement. */
const WORDS_WAIT = 30;

const recordings = new Map();

/** A recording of the engine's, unpacked once for all sessions. */
function unpacked(engine, name) {
  if (!recordings.has(name)) recordings.set(name, recorded(name).then((bytes) => new engine.Recording(bytes)));
  return recordings.get(name);
}

export class Shared {
  constructor(engine) {
    this.engine = engine;
    this.session = new engine.Session();
    this.views = new Set();
    this.frame = 0;
  }

  /** The session that an article's figures share, set up by its URL. */
  static get page() {
    const query = [...new URLSearchParams(location.search)].filter(([key]) => !['lang', 'theme'].includes(key));
    return (Shared.#page ??= Shared.open(language(document.documentElement.lang), query));
  }

  static #page;

  /** A session with each `[key, value]` set; `notes` say which could not be taken as they were. */
  static async open(lang, pairs) {
    const [engine] = await Promise.all([load(), speak(lang)]);
    const shared = new Shared(engine);
    shared.notes = shared.apply([['lang', lang], ...pairs]);
    await shared.fetchMissing();
    return shared;
  }

  /** Sets each `[key, value]`; returns a sentence for each that was wrong. What follows is the caller's. */
  apply(pairs) {
    const note = ([key, value]) => {
      try {
        return this.session.set(key, String(value));
      } catch (error) {
        return error.message;
      }
    };
    return [...pairs].map(note).filter(Boolean);
  }

  /** What a knob is when nobody has moved it. */
  standard(key) {
    const fresh = new this.engine.Session();
    const value = fresh.get(key);
    fresh.free();
    return value;
  }

  /** Gives the engine's memory back. Nothing may be asked of it any more. */
  free() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.resting);
    for (const view of this.views) view.end?.();
    this.views.clear();
    this.closed = true;
    this.twin?.channel?.close();
    this.session.free();
  }

  text(name, values = {}) {
    const text = this.session.text(name) ?? name;
    return Object.entries(values).reduce((t, [key, value]) => t.replaceAll(`{${key}}`, value), text);
  }

  add(view) {
    this.views.add(view);
    this.mark();
  }

  remove(view) {
    this.views.delete(view);
  }

  /** Sets a knob; throws a sentence if the value is of no use. Returns a note if it was clamped. */
  set(key, value) {
    const note = this.session.set(key, String(value));
    this.changed(key);
    return note;
  }

  slide(key, position) {
    this.session.slide(key, position);
    this.changed(key);
  }

  nudge(key, fraction) {
    this.session.nudge(key, fraction);
    this.changed(key);
  }

  changed(key) {
    if (key === 'data') this.fetchMissing();
    this.mark();
  }

  /** Fetches recorded data that the state asks for; without them, a preset stands in. */
  async fetchMissing() {
    let name = this.session.missing();
    if (name === 'file') {
      this.session.set('data', this.standard('data'));
      this.notes = [...(this.notes ?? []), this.text('FileGone')];
      this.problem?.(this.text('FileGone'));
      name = this.session.missing();
    }
    if (!name) return;
    if (name === 'detector') return (await this.training()).run.feed();
    try {
      const recording = await unpacked(this.engine, name);
      if (this.closed) return;
      this.session.loadRecorded(name, recording);
    } catch (error) {
      if (this.closed) return;
      this.session.set('data', 'converged');
      this.problem?.(this.text('FailedData', { reason: error.message }));
    }
    this.mark();
  }

  /** What trains in this session, and what shows it in a figure: their code comes only here. */
  async training() {
    const { runFor, View } = await part('training/view');
    return { run: runFor(this, { open, recorded }), View };
  }

  /** What is stale is drawn in the next frame; that a training goes on is no movement that could end. */
  mark(moves = true) {
    if (this.closed) return;
    this.#next();
    if (!moves) return;
    this.moved = performance.now();
    this.resting ??= setTimeout(() => this.#rest(), RESTS);
  }

  #next() {
    this.untold ??= performance.now();
    this.frame ||= requestAnimationFrame(() => this.#show());
  }

  /** Figures are drawn, and words follow in a frame that draws none: laying out both takes too long for one. */
  #show() {
    this.frame = 0;
    let drew = false;
    for (const view of this.views) drew = view.draw?.() || drew;
    if (drew && performance.now() - this.untold < WORDS_WAIT) return this.#next();
    this.untold = undefined;
    for (const view of this.views) view.tell();
  }

  /** What no frame has time for is done when the movement ends: one timer for all, as each has a price. */
  #rest() {
    const left = this.moved + RESTS - performance.now();
    this.resting = left > 0 ? setTimeout(() => this.#rest(), left) : undefined;
    if (this.resting !== undefined) return;
    for (const view of this.views) view.settle?.();
  }
}
