// One reading of files: their bytes go to a reader piece by piece, and its examples come back sorted, piece by piece, so
// that the page answers its reader all the while. Each reading has a reader of its own, which ends with it: that
// gives its memory back, and one that has died is replaced by the next.

import { channelTo, prepare } from '../channel.js';
import { reason } from '../dom.js';
import { READERS } from './readers.js';

/** @import { Session } from '../session.js' */
/** @import { Channel, FileReport, ReaderModule, Refusal } from '../types' */

/** @typedef {InstanceType<ReaderModule['Reader']>} Reader */

// Bytes that are parsed at once in the page's own thread. A worker takes what the browser reads at once, 2 MB: cut into
// smaller pieces, a file takes three times as long to come.
const PIECE = 1 << 17;
// Milliseconds of work for an answer: less in the page's own thread.
const SLICE = { worker: 60, blob: 60, page: 8 };
// Examples that the engine takes at once: about two milliseconds of work.
const EXAMPLES = 1 << 17;
// Of more examples than this, the reader computes what takes passes over all.
const MANY = 200_000;
// Milliseconds after which a reader that doesn't answer is taken for dead; more for large files, as JSON is parsed in
// one go.
const PATIENCE = 20_000;
const BYTES_A_MILLISECOND = 5_000;

/** Files were refused. */
export class Refused extends Error {
  /** @param {Refusal} refusal */
  constructor(refusal) {
    super(refusal.refused);
    this.refusal = refusal;
  }
}

/** The reading was cancelled. */
export class Cancelled extends Error {}

export class Reading {
  /** @type {Channel<Reader> | undefined} */
  #channel;
  #stop = new AbortController();

  /**
   * @param {Session} session
   * @param {File[]} files
   */
  constructor(session, files) {
    this.session = session;
    this.files = files;
    this.bytes = files.reduce((sum, { size }) => sum + size, 0);
    this.patience = PATIENCE + this.bytes / BYTES_A_MILLISECOND;
  }

  cancel() {
    this.#stop.abort(new Cancelled());
  }

  /**
   * Reads the files and gives their examples to the session. Throws if they were refused, if it was cancelled, or if the
   * reader died; the session is as it was then.
   * @param {string[]} chosen Choices: names and values in turn.
   * @param {(share: number) => void} progress Is told which part of the work is done.
   * @param {(report: FileReport) => void} shown Is called when the session has the examples.
   * @param {(evidence: Float64Array) => void} known Is told what is known of them, for their findings.
   */
  async run(chosen, progress, shown, known) {
    /** @type {Bytes | undefined} */
    let early;
    try {
      // The browser fetches the first bytes while the reader starts.
      early = firstOf(this.files[0]);
      const channel = await this.#opened(chosen);
      await this.#push(channel, early, (share) => progress(0.5 * share));
      while (await this.#call('work', SLICE[channel.where])) progress(0.5 + 0.3 * (await this.#call('progress')));
      /** @type {FileReport} */
      const report = JSON.parse(await this.#call('report'));
      await this.#take(report, (share) => progress(0.8 + 0.2 * share));
      shown(report);
      while (await this.#call('look', SLICE[channel.where]));
      known(await this.#call('evidence'));
      if (isLarge(report.parts)) await this.#learn();
    } catch (error) {
      throw refusal(error) ?? error;
    } finally {
      early?.stream.cancel().catch(() => {});
      this.#channel?.close();
      // More files often follow the first.
      prepare('reader', READERS);
    }
  }

  /**
   * A reader. One that opens after the reading was cancelled is closed.
   * @param {string[]} chosen
   */
  async #opened(chosen) {
    /** @type {Promise<Channel<Reader>>} */
    const opening = channelTo('reader', READERS, 'Reader', [this.session.language, chosen], { patience: this.patience });
    opening.then((channel) => this.#stop.signal.aborted && channel.close(), () => {});
    this.#channel = await this.#within(opening);
    return this.#channel;
  }

  /**
   * @param {Channel<Reader>} channel
   * @param {Bytes} early The bytes of the first file.
   * @param {(share: number) => void} progress
   */
  async #push({ where }, early, progress) {
    let pushed = 0;
    /** @type {Promise<unknown>} */
    let earlier = Promise.resolve();
    for (const [i, file] of this.files.entries()) {
      const { stream, first } = i === 0 ? early : firstOf(file);
      try {
        await this.#call('file', file.name, file.size);
        for (let next = first; ; next = stream.read()) {
          const { done, value } = await this.#within(next);
          if (done) break;
          for (const bytes of where === 'page' ? pieces(value) : [whole(value)]) {
            pushed += bytes.length;
            // One piece waits at the reader while it parses the one before, so that it has always something to do.
            const answer = this.#call('push', bytes);
            answer.catch(() => {});
            await earlier;
            earlier = answer;
            progress(pushed / this.bytes);
          }
        }
      } finally {
        stream.cancel().catch(() => {});
      }
    }
    await earlier;
  }

  /**
   * Gives the sorted examples to the engine.
   * @param {FileReport} report
   * @param {(share: number) => void} progress
   */
  async #take({ parts }, progress) {
    const { session } = this;
    const intake = new session.module.FileIntake();
    try {
      const all = parts.reduce((sum, { length }) => sum + length, 0);
      let taken = 0;
      for (const [i, { kind, length, positives, soft }] of parts.entries()) {
        intake.begin(kind, length, positives ?? 0);
        const ask = (/** @type {number} */ from) => {
          const to = Math.min(from + EXAMPLES, length);
          const piece = Promise.all([
            this.#call('keys', i, from, to),
            soft ? this.#call('sums', i, from, to) : new Float64Array(),
          ]);
          piece.catch(() => {});
          return piece;
        };
        // The reader hands out the next piece while the engine takes one.
        for (let from = 0, next = ask(0); from < length; from += EXAMPLES) {
          const [keys, sums] = await next;
          if (from + EXAMPLES < length) next = ask(from + EXAMPLES);
          intake.push(keys, sums);
          taken += keys.length;
          progress(taken / all);
        }
      }
      if (isLarge(parts)) intake.awaitExact();
    } catch (error) {
      if (session.fell(error)) /** @type {any} */ (intake).__destroy_into_raw();
      else intake.free();
      throw error;
    }
    if (session.closed) throw new Cancelled();
    session.engine.loadFile(intake);
    session.changed('data');
  }

  /**
   * Asks the reader for what takes passes over all examples, and the engine longer than a frame. If the reader dies
   * meanwhile, the engine computes it when it is needed.
   */
  async #learn() {
    const { session } = this;
    const bins = session.module.FileIntake.bins();
    /** @type {number[]} */
    const losses = [];
    try {
      for (const of of bins) losses.push(await this.#call('exact', of));
    } catch {
      // Told by nothing: the examples are shown.
    }
    if (session.closed) return;
    session.engine.learnExact(bins.subarray(0, losses.length), new Float64Array(losses));
    session.mark(false);
  }

  /**
   * @template {'file' | 'push' | 'work' | 'progress' | 'report' | 'look' | 'evidence' | 'keys' | 'sums' | 'exact'} Name
   * @param {Name} name
   * @param {Parameters<Reader[Name]>} args
   * @returns {Promise<ReturnType<Reader[Name]>>}
   */
  async #call(name, ...args) {
    const channel = /** @type {Channel<any>} */ (this.#channel);
    const answer = /** @type {Promise<ReturnType<Reader[Name]>>} */ (channel.call(name, ...args));
    return this.#within(answer);
  }

  /**
   * The answer, unless the reading is cancelled.
   * @template Answer
   * @param {Promise<Answer>} answer
   * @returns {Promise<Answer>}
   */
  async #within(answer) {
    const { signal } = this.#stop;
    signal.throwIfAborted();
    /** @type {() => void} */
    let stopped = () => {};
    /** @type {Promise<never>} */
    const ended = new Promise((_, failed) => {
      stopped = () => failed(signal.reason);
      signal.addEventListener('abort', stopped);
    });
    try {
      return await Promise.race([answer, ended]);
    } finally {
      signal.removeEventListener('abort', stopped);
    }
  }
}

/** @typedef {ReturnType<typeof firstOf>} Bytes */

/**
 * The bytes of a file, the first of which are asked for at once.
 * @param {File} file
 */
function firstOf(file) {
  const stream = file.stream().getReader();
  const first = stream.read();
  first.catch(() => {});
  return { stream, first };
}

/**
 * The bytes in an array of their own, which can be moved to a worker.
 * @param {Uint8Array} bytes
 */
function whole(bytes) {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}

/**
 * The bytes in pieces that the page's own thread can parse between two frames.
 * @param {Uint8Array} bytes
 */
function* pieces(bytes) {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/** @param {FileReport['parts']} parts */
function isLarge(parts) {
  return (parts.find(({ kind }) => kind === 'all')?.length ?? 0) > MANY;
}

/**
 * What the reader refused, if that is what an error says.
 * @param {unknown} error
 */
function refusal(error) {
  const message = reason(error);
  return message.startsWith('{"') ? new Refused(JSON.parse(message)) : undefined;
}
