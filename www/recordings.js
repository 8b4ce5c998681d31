// Recordings of detectors: unpacked once for all sessions, and given to a session's engine as its state asks for them.

import { reason } from './dom.js';
import { recorded } from './load.js';

/** @import { Recording } from '../pkg/explainer.js' */
/** @import { Session } from './session.js' */
/** @import { Module } from './types' */

/** @typedef {'noisy' | 'clean'} Name */

/**
 * By the engine's package that unpacked them.
 * @type {WeakMap<Module, Map<string, Promise<Recording>>>}
 */
const unpackedBy = new WeakMap();

/**
 * The recording of a detector, unpacked once for all sessions.
 * @param {Module} module
 * @param {string} name
 */
function unpacked(module, name) {
  const recordings = unpackedBy.get(module) ?? new Map();
  unpackedBy.set(module, recordings);
  let recording = recordings.get(name);
  if (!recording) {
    recording = recorded(name).then((bytes) => new module.Recording(bytes));
    recordings.set(name, recording);
    // After a failure, the next call fetches it again.
    recording.catch(() => recordings.delete(name));
  }
  return recording;
}

/**
 * Lets go of what a package has unpacked, whose instance has ended: to free it there may fail.
 * @param {Module} module
 */
export function abandon(module) {
  for (const recording of unpackedBy.get(module)?.values() ?? []) recording.then((it) => /** @type {any} */ (it).__destroy_into_raw(), () => {});
  unpackedBy.delete(module);
}

/** The recordings of a session. */
export class Recordings {
  /**
   * Parts that the engine was given, in order.
   * @type {[name: Name, part: 'first' | 'rest'][]}
   */
  #given = [];
  /**
   * Recordings whose rest was asked for; below, those for which that failed.
   * @type {Set<string>}
   */
  #asked = new Set();
  /** @type {Set<string>} */
  #failed = new Set();

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
  }

  /**
   * Whether the rest of a recording could not be fetched.
   * @param {string | undefined} name
   */
  hasFailed(name = '') {
    return this.#failed.has(name);
  }

  /**
   * Fetches the data that the state asks for, or A. If that fails, a preset takes their place, or A is let go.
   * @returns {Promise<void>}
   */
  async missing() {
    const { session } = this;
    const { engine } = session;
    let name = engine.missing();
    if (name === 'file') {
      engine.set('data', session.standard('data'));
      session.tell(session.text('FileGone'));
      name = engine.missing();
    }
    if (!name || name === 'file') return;
    if (name === 'detector') return this.#train();
    try {
      await this.give(name, 'first');
      if (!session.lives) return;
      await this.complete();
    } catch (error) {
      if (!session.lives || session.fell(error)) return;
      // It may be only A's.
      if (engine.get('data') === name) engine.set('data', 'converged');
      else engine.set('pinned', '');
      session.tell(session.text('FailedData', { reason: reason(error) }));
    }
    session.mark();
    // A may have other data than B.
    return this.missing();
  }

  /** Lets a detector train, whose examples the state asks for. */
  async #train() {
    const { session } = this;
    try {
      await (await session.training()).run.feed();
    } catch (error) {
      if (session.lives) session.tell(session.text('TrainingFailed', { reason: reason(error) }));
    }
  }

  /** The state is another one: rests that failed are fetched again if it needs them. */
  retry() {
    for (const name of this.#failed) this.#asked.delete(name);
    this.#failed.clear();
    return this.complete();
  }

  /** Fetches what recordings lack of what the state, or A, asks for. */
  async complete() {
    const name = this.session.engine.incomplete();
    if (name) await this.rest(name);
  }

  /**
   * Fetches the rest of a recording, which a reader need not wait for: other steps, other losses, batches.
   * @param {string | undefined} [name] That of the state's data, unless it is said.
   */
  async rest(name = this.session.engine.get('data')) {
    const { session } = this;
    if ((name !== 'noisy' && name !== 'clean') || this.#asked.has(name)) return;
    this.#asked.add(name);
    try {
      await this.give(name, 'rest');
    } catch (error) {
      this.#failed.add(name);
      if (session.lives && !session.fell(error)) session.tell(session.text('FailedRest', { reason: reason(error) }));
    }
    session.mark();
  }

  /**
   * Gives the engine a part of a recording.
   * @param {Name} name
   * @param {'first' | 'rest'} part
   * @returns {Promise<void>}
   */
  async give(name, part) {
    const { session } = this;
    const { module } = session;
    const recording = await unpacked(module, `${name}_${part}`);
    if (!session.lives) return;
    // Another engine may have taken its place meanwhile.
    if (module !== session.module) return this.give(name, part);
    session.engine.loadRecorded(name, recording);
    this.#given.push([name, part]);
  }

  /**
   * All that the engine was given, unpacked for another one.
   * @param {Module} module
   */
  async forAnother(module) {
    /** @type {[Name, Recording][]} */
    const all = [];
    // The reader may ask for another part meanwhile.
    while (all.length < this.#given.length) {
      const [name, part] = this.#given[all.length];
      all.push([name, await unpacked(module, `${name}_${part}`)]);
    }
    return all;
  }
}
