// What is wrong with the reader's examples under the present settings, and code with these: asked of the reader's
// package in a worker, which needs only what is known of the examples, and not these themselves.

import { channelTo } from '../channel.js';
import { READERS } from './readers.js';

/** @import { Session } from '../session.js' */
/** @import { Channel, Found, ReaderModule } from '../types' */

/** What a diagnosis and code depend on. */
const KEYS = ['bins', 'momentum', 'start', 'empty', 'convention', 'mu', 'rbins', 'rmomentum'];

export class Diagnosis {
  /** @type {Promise<Channel<InstanceType<ReaderModule['Findings']>>>} */
  #channel;

  /**
   * @param {Session} session
   * @param {Float64Array} evidence What the reader said of the examples; empty without a file.
   */
  constructor(session, evidence) {
    this.session = session;
    this.evidence = evidence;
    this.#channel = channelTo('reader', READERS, 'Findings', [evidence]);
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
    return JSON.parse(await (await this.#channel).call('diagnose', settings));
  }

  /**
   * Code with these settings.
   * @param {string} target
   * @param {string[]} settings
   */
  async code(target, settings) {
    return (await this.#channel).call('code', target, settings);
  }

  /** What code is for, and what a file of it is called. */
  async targets() {
    const all = await (await this.#channel).call('targets');
    return new Map(all.flatMap((name, i) => (i % 2 ? [] : [/** @type {const} */ ([name, all[i + 1]])])));
  }

  close() {
    this.#channel.then((channel) => channel.close(), () => {});
  }
}
