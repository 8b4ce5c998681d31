// Runs an object of the trainer's package outside the page's thread if the browser allows it: in a worker from a file,
// or from a text if the page's origin is opaque or not that of the file. Otherwise it runs in the page, in slices.

import { trainerParts } from './load.js';

/** @import { Channel, Trainer } from '../types' */

/** @typedef {Awaited<ReturnType<typeof trainerParts>>} TrainerParts */
/** @typedef {'Training' | 'Twin'} Name */

/** Milliseconds that a worker may take to start. */
const PATIENCE = 10_000;

/**
 * Makes `new name(...args)` and a channel to it.
 * @template {Name} Class
 * @param {Class} name
 * @param {ConstructorParameters<Trainer[Class]>} args
 * @returns {Promise<Channel<InstanceType<Trainer[Class]>>>}
 */
export async function open(name, ...args) {
  const parts = await trainerParts();
  for (const where of /** @type {const} */ (['worker', 'blob'])) {
    const worker = await started(where === 'worker' ? fromAddress : fromText, parts);
    if (!worker) continue;
    const channel = new Remote(worker, where);
    await channel.call('new', parts.module, name, ...args);
    return channel;
  }
  const glue = await parts.glue.here();
  await glue.default({ module_or_path: parts.module });
  return new Local(Reflect.construct(glue[name], args));
}

class Remote {
  /**
   * Calls without an answer, in order.
   * @type {{ done: (result: any) => void, failed: (error: Error) => void }[]}
   */
  #waiting = [];

  /**
   * @param {Worker} worker
   * @param {'worker' | 'blob'} where
   */
  constructor(worker, where) {
    this.worker = worker;
    this.where = where;
    worker.onmessage = ({ data: { result, error } }) => {
      const call = this.#waiting.shift();
      if (error === undefined) call?.done(result);
      else call?.failed(new Error(error));
    };
    worker.onerror = (event) => {
      for (const { failed } of this.#waiting.splice(0)) failed(new Error(event.message));
    };
  }

  /**
   * @param {string} call
   * @param {unknown[]} args
   * @returns {Promise<any>} Whatever the method returns: `Channel` knows it.
   */
  call(call, ...args) {
    return new Promise((done, failed) => {
      this.#waiting.push({ done, failed });
      this.worker.postMessage({ call, args });
    });
  }

  close() {
    this.worker.terminate();
  }
}

class Local {
  /**
   * Settles when the last call has been answered, well or badly.
   * @type {Promise<unknown>}
   */
  #turn = Promise.resolve();
  /** @type {'page'} */
  where = 'page';

  /** @param {any} subject The object of the trainer's package. */
  constructor(subject) {
    this.subject = subject;
  }

  /**
   * Each call is a task of its own, so that the page answers its reader in between.
   * @param {string} call
   * @param {unknown[]} args
   * @returns {Promise<any>} Whatever the method returns: `Channel` knows it.
   */
  call(call, ...args) {
    const result = this.#turn.then(pause).then(() => this.subject[call](...args));
    // The caller is told of a failure; the next call doesn't depend on it.
    this.#turn = Promise.allSettled([result]);
    return result;
  }

  close() {
    this.#turn.then(() => this.subject.free());
  }
}

const pause = () => new Promise((done) => setTimeout(done));

/**
 * A worker that has said it is ready, or nothing.
 * @param {(parts: TrainerParts) => Promise<Worker>} start
 * @param {TrainerParts} parts
 */
async function started(start, parts) {
  /** @type {Worker | undefined} */
  let worker;
  try {
    const made = await start(parts);
    worker = made;
    await new Promise((done, failed) => {
      made.onmessage = done;
      made.onerror = failed;
      setTimeout(failed, PATIENCE);
    });
    return made;
  } catch {
    // Policies and browsers forbid this in many ways. The caller has other ways.
    worker?.terminate();
    return undefined;
  }
}

/** @param {TrainerParts} parts */
async function fromAddress({ worker: { url }, glue }) {
  // A browser would refuse this, and some would log an error.
  if (!url || new URL(url).origin !== self.origin) throw new Error('another origin');
  const worker = new Worker(url, { type: 'module' });
  worker.postMessage(String(glue.url));
  return worker;
}

/**
 * A worker from a text: a classic script, since for an opaque origin browsers refuse a module worker.
 * @param {TrainerParts} parts
 */
async function fromText({ worker, glue }) {
  const text = await glue.text();
  const classes = [...text.matchAll(/^export class (\w+)/gm)].map(([, name]) => name);
  const plain = text
    .replace(/^export (class|function)/gm, '$1')
    .replace(/^export (\{|default ).*$/gm, '')
    .replace(/import\.meta\.url/g, 'location.href');
  const end = `serve({ default: __wbg_init, ${classes} });`;
  return new Worker(address(`${plain}\n${await worker.text()}\n${end}`));
}

/** @param {string} text */
function address(text) {
  return URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
}
