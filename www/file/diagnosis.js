// What is wrong with the examples that are shown under the present settings, and code with these: asked of the reader's
// package in a worker, which is told what is known of a file's examples, or the examples of a recording or a preset.

import { channelTo, hasDied } from '../channel.js';
import { READERS } from './readers.js';

/** @import { Session } from '../session.js' */
/** @import { Channel, Found, ReaderModule } from '../types' */

/** What a diagnosis and code depend on, besides the examples. */
const SETTINGS = ['bins', 'momentum', 'start', 'empty', 'convention', 'mu', 'rbins', 'rmomentum'];

/** What names the examples. A file has neither number nor seed nor step. */
const EXAMPLES = ['data', 'mask', 'n', 'seed', 'trained', 'step'];

export class Diagnosis {
  /** @type {Promise<Channel<InstanceType<ReaderModule['Findings']>>> | undefined} */
  #channel;
  /**
   * What the reader said of the file's examples; none without a file.
   * @type {Float64Array | undefined}
   */
  #evidence;
  /** How many files have come. */
  #files = 0;
  /** Of which examples the worker knows. */
  #known = '';

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
  }

  /**
   * A file's examples came.
   * @param {Float64Array} evidence
   */
  take(evidence) {
    this.#evidence = evidence;
    this.#files++;
  }

  /** The present settings: names and values in turn. */
  settings() {
    return SETTINGS.flatMap((key) => [key, this.session.engine.get(key) ?? '']);
  }

  /**
   * The knobs that name the present examples.
   * @returns {[string, string][]}
   */
  examples() {
    const { engine } = this.session;
    const keys = engine.get('data') === 'file' ? EXAMPLES.slice(0, 1) : EXAMPLES;
    return keys.map((key) => [key, engine.get(key) ?? '']);
  }

  /** A text that changes with all that an answer depends on; nothing while the examples are not known. */
  stamp() {
    const source = this.source();
    return source && [source, ...this.settings()].join();
  }

  /** A text that names the examples which are shown; nothing while they are not known. */
  source() {
    const { engine } = this.session;
    if (engine.missing()) return undefined;
    if (engine.get('data') !== 'file') return engine.exampleStamp();
    return this.#evidence && `file ${this.#files}`;
  }

  /**
   * What is found at present.
   * @returns {Promise<Found>}
   */
  async found() {
    return JSON.parse(await this.#ask((channel) => channel.call('diagnose', this.settings())));
  }

  /**
   * Code with the present settings.
   * @param {string} target
   */
  code(target) {
    return this.#ask((channel) => channel.call('code', target, this.settings()));
  }

  /** What code is for, and what a file of it is called. */
  async targets() {
    const all = await this.#ask((channel) => channel.call('targets'));
    return new Map(all.flatMap((name, i) => (i % 2 ? [] : [/** @type {const} */ ([name, all[i + 1]])])));
  }

  /**
   * Asks the worker once it knows of the present examples, and its successor once more if it has died. One that has failed
   * is replaced for the next question.
   * @template Answer
   * @param {(channel: Channel<InstanceType<ReaderModule['Findings']>>) => Promise<Answer>} ask
   * @returns {Promise<Answer>}
   */
  async #ask(ask, again = true) {
    this.#channel ??= channelTo('reader', READERS, 'Findings', []);
    const opening = this.#channel;
    try {
      const channel = await opening;
      await this.#tell(channel);
      return await ask(channel);
    } catch (error) {
      if (this.#channel === opening) this.close();
      if (again && hasDied(error)) return this.#ask(ask, false);
      throw error;
    }
  }

  /** @param {Channel<InstanceType<ReaderModule['Findings']>>} channel */
  async #tell(channel) {
    const { engine, closed } = this.session;
    const source = closed ? undefined : this.source();
    if (!source || source === this.#known) return;
    this.#known = source;
    if (engine.get('data') === 'file') await channel.call('file', this.#evidence ?? new Float64Array());
    else await channel.call('examples', engine.exampleKeys(), engine.positiveKeys(), engine.offsetSizes());
  }

  close() {
    this.#channel?.then((channel) => channel.close(), () => {});
    this.#channel = undefined;
    this.#known = '';
  }
}
