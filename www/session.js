// A session and those who show it: figures and controls. A change marks them;
// one frame loop draws what is marked and visible.

import { load, recorded } from './load.js';

export class Shared {
  constructor(engine) {
    this.engine = engine;
    this.session = new engine.Session();
    this.views = new Set();
    this.frame = 0;
  }

  /** The session that an article's figures share, set up by its URL. */
  static get page() {
    const lang = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
    const query = new URLSearchParams(location.search);
    query.set('lang', lang);
    return (Shared.#page ??= Shared.open(query.toString(), ['theme']));
  }

  static #page;

  static async open(query = '', known = []) {
    const shared = new Shared(await load());
    shared.notes = shared.session.applyQuery(query, known);
    await shared.fetchMissing();
    return shared;
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
    const name = this.session.missing();
    if (!name) return;
    try {
      this.session.loadRecorded(name, await recorded(name));
    } catch (error) {
      this.session.set('data', 'converged');
      this.problem?.(this.text('FailedData', { reason: error.message }));
    }
    this.mark();
  }

  mark() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      for (const view of this.views) view.refresh();
    });
  }
}
