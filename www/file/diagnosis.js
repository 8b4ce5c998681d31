// What is wrong with the reader's examples under the present settings, and code with these: asked of the reader's
// package in a worker, which needs only what is known of the examples, and not these themselves.

import { channelTo, hasDied } from '../channel.js';
import { READERS } from './readers.js';

/** @import { Session } from '../session.js' */
/** @import { Channel, Found, ReaderModule } from '../types' */

/** @typedef {InstanceType<ReaderModule['Findings']>} Findings */

/** What a diagnosis and code depend on. */
const KEYS = ['bins', 'momentum', 'start', 'empty', 'convention', 'mu', 'rbins', 'rmomentum'];

export class Diagnosis {
  /** @type {Promise<Channel<Findings>> | undefined} */
  #channel;

  /**
   * @param {Session} session
   * @param {Float64Array} evidence What the reader said of the examples; empty without a file.
   */
  constructor(session, evidence) {
    this.session = session;
    this.evidence = evidence;
    this.#opened().catch(() => {
      // Whoever asks for something is told.
    });
  }

  /**
   * The channel to what finds; after a failure, the next call opens another.
   * @returns {Promise<Channel<Findings>>}
   */
  #opened() {
    this.#channel ??= channelTo('reader', READERS, 'Findings', [this.evidence]).catch((error) => {
      this.#channel = undefined;
      throw error;
    });
    return this.#channel;
  }

  /**
   * Asks, and if what should answer has died, its successor once more.
   * @template {'diagnose' | 'code' | 'targets'} Name
   * @param {Name} name
   * @param {Parameters<Findings[Name]>} args
   * @returns {Promise<ReturnType<Findings[Name]>>}
   */
  async #ask(name, ...args) {
    /** @type {() => Promise<ReturnType<Findings[Name]>>} */
    const ask = async () => /** @type {any} */ (await this.#opened()).call(name, ...args);
    try {
      return await ask();
    } catch (error) {
      if (!hasDied(error)) throw error;
      this.close();
      return ask();
    }
  }

  /** The present settings: names and values in turn. */
  settings() {
    return KEYS.flatMap((key) => [key, this.session.engine.get(key) ?? '']);
  }

  /**
   * What is found under these settings.
   * @param {string[]} settings
   * @returns {Promise<Found>}
   */
  async found(settings) {
    return JSON.parse(await this.#ask('diagnose', settings));
  }

  /**
   * Code with these settings.
   * @param {string} target
   * @param {string[]} settings
   */
  async code(target, settings) {
    return this.#ask('code', target, settings);
  }

  /** What code is for, and what a file of it is called. */
  async targets() {
    const all = await this.#ask('targets');
    return new Map(all.flatMap((name, i) => (i % 2 ? [] : [/** @type {const} */ ([name, all[i + 1]])])));
  }

  close() {
    this.#channel?.then((channel) => channel.close(), () => {});
    this.#channel = undefined;
  }
}
