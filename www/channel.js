// Runs an object of the trainer's or the reader's package outside the page's thread if the browser allows it: in a worker
// from a file, or from a text if the page's origin is opaque or not that of the file. Otherwise it runs in the page, in
// slices. Whatever dies there is told to whoever called, who may open a successor.

import { reason } from './dom.js';
import { isFatal } from './fatal.js';
import { files } from './files.js';
import { asset } from './load.js';
import { hasSimd } from './simd.js';

/** @import { Channel } from './types' */

/**
 * How the page's own thread imports a package's glue, by its folder: for browsers that let no worker start.
 * @typedef {Record<string, () => Promise<any>>} Glues
 */
/** @typedef {ReturnType<typeof partsOf>} WorkerParts */

/** Milliseconds that a worker may take to start. */
const START = 10_000;
/** Milliseconds that it may take for an answer, unless the caller knows better. */
const PATIENCE = 15_000;

/**
 * What a channel led to is dead: it was ended, gave no answer in time, or its code stopped midway. Nothing that was
 * asked of it was done for sure, and all further calls fail.
 */
export class Died extends Error {
  name = 'Died';
}

/**
 * Whether that is what an error says.
 * @param {unknown} error
 */
export function hasDied(error) {
  return error instanceof Error && error.name === 'Died';
}

/** @type {Map<string, Promise<WebAssembly.Module>>} */
const modules = new Map();

/**
 * The parts of a package: the code of its worker, its glue (wasm-bindgen's JavaScript), and its wasm module.
 * @param {string} name
 * @param {Glues} glues
 */
function partsOf(name, glues) {
  const folder = hasSimd() ? `pkg/${name}/` : `pkg/${name}/scalar/`;
  const code = (/** @type {string} */ path) => ({ url: files[path], text: async () => (await asset(path)).text() });
  const module = modules.get(name) ?? asset(`${folder}${name}_bg.wasm`).then((wasm) => WebAssembly.compileStreaming(wasm));
  modules.set(name, module);
  // After a failure, the next call fetches it again.
  module.catch(() => modules.delete(name));
  return { worker: code('www/worker.js'), glue: { ...code(`${folder}${name}.js`), here: glues[folder] }, module };
}

/** @typedef {{ worker: Worker, where: 'worker' | 'blob' }} Started */

/**
 * Workers that wait for the next channel, by their package.
 * @type {Map<string, Promise<Started | undefined>>}
 */
const ready = new Map();

/**
 * Starts a worker for the next channel, which takes longer than to read most files.
 * @param {'trainer' | 'reader'} from The package.
 * @param {Glues} glues
 */
export function prepare(from, glues) {
  if (!ready.has(from)) ready.set(from, begun(partsOf(from, glues)));
}

/**
 * Makes `new name(...args)` and a channel to it.
 * @param {'trainer' | 'reader'} from The package.
 * @param {Glues} glues
 * @param {string} name
 * @param {unknown[]} args
 * @param {{ patience?: number, here?: boolean }} [ways] Milliseconds that an answer may take, and whether it has to run
 *   in the page's own thread.
 * @returns {Promise<Channel<any>>}
 */
export async function channelTo(from, glues, name, args, { patience = PATIENCE, here = false } = {}) {
  const parts = partsOf(from, glues);
  const worker = here ? undefined : await taken(from, parts);
  try {
    const module = await parts.module;
    if (!worker) {
      const glue = await parts.glue.here();
      await glue.default({ module_or_path: module });
      return new Local(Reflect.construct(glue[name], args));
    }
    const channel = new Remote(worker.worker, worker.where, patience);
    await channel.call('new', module, name, ...args);
    return channel;
  } catch (error) {
    worker?.worker.terminate();
    throw error;
  }
}

/**
 * The worker that waits for this, or a new one; nothing where none may start.
 * @param {string} from
 * @param {WorkerParts} parts
 */
async function taken(from, parts) {
  const waiting = ready.get(from);
  ready.delete(from);
  // One that could not start, without a network, say, is tried once more.
  return (await (waiting ?? begun(parts))) ?? (waiting && (await begun(parts)));
}

class Remote {
  /** @type {Died | undefined} */
  #dead;
  /**
   * Ends the wait for the answer to the oldest call.
   * @type {ReturnType<typeof setTimeout> | undefined}
   */
  #timer;
  /**
   * Calls without an answer, in order.
   * @type {{ done: (result: any) => void, failed: (error: Error) => void }[]}
   */
  #waiting = [];

  /**
   * @param {Worker} worker
   * @param {'worker' | 'blob'} where
   * @param {number} patience
   */
  constructor(worker, where, patience) {
    this.worker = worker;
    this.where = where;
    this.patience = patience;
    worker.onmessage = ({ data: { result, error, fatal } }) => {
      const call = this.#waiting.shift();
      if (error === undefined) call?.done(result);
      else call?.failed(fatal ? new Died(error) : new Error(error));
      if (fatal) this.#die(error);
      else this.#watch();
    };
    worker.onerror = (event) => this.#die(event.message);
  }

  /**
   * @param {string} call
   * @param {unknown[]} args
   * @returns {Promise<any>} Whatever the method returns: `Channel` knows it.
   */
  call(call, ...args) {
    if (this.#dead) return Promise.reject(this.#dead);
    return new Promise((done, failed) => {
      this.#waiting.push({ done, failed });
      // Bytes of a file are moved there; all else is copied.
      const bytes = args.filter((arg) => arg instanceof Uint8Array);
      this.worker.postMessage({ call, args }, bytes.map(({ buffer }) => buffer));
      if (this.#waiting.length === 1) this.#watch();
    });
  }

  close() {
    clearTimeout(this.#timer);
    this.worker.terminate();
  }

  /** Gives the oldest call its time: the others wait for it. */
  #watch() {
    clearTimeout(this.#timer);
    if (!this.#waiting.length) return;
    const due = performance.now() + 2 * this.patience;
    this.#timer = setTimeout(() => {
      // A machine that slept has held up the worker, too.
      if (performance.now() > due) this.#watch();
      else this.#die('no answer');
    }, this.patience);
  }

  /** @param {string} why */
  #die(why) {
    this.close();
    this.#dead = new Died(why);
    for (const { failed } of this.#waiting.splice(0)) failed(this.#dead);
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
  /** @type {Died | undefined} */
  #dead;

  /** @param {any} subject The package's object. */
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
    const result = this.#turn.then(pause).then(() => this.#act(call, args));
    // The caller is told of a failure; the next call doesn't depend on it.
    this.#turn = Promise.allSettled([result]);
    return result;
  }

  /**
   * @param {string} call
   * @param {unknown[]} args
   */
  #act(call, args) {
    if (this.#dead) throw this.#dead;
    try {
      return this.subject[call](...args);
    } catch (error) {
      if (!isFatal(error)) throw error;
      this.#dead = new Died(reason(error));
      throw this.#dead;
    }
  }

  close() {
    // The browser, too, would free what is dead some time, which fails.
    this.#turn.then(() => (this.#dead ? this.subject.__destroy_into_raw() : this.subject.free()));
  }
}

const pause = () => new Promise((done) => setTimeout(done));

/**
 * A worker in the first way that this browser and its policies allow.
 * @param {WorkerParts} parts
 * @returns {Promise<Started | undefined>}
 */
async function begun(parts) {
  for (const [where, start] of /** @type {const} */ ([['worker', fromAddress], ['blob', fromText]])) {
    const worker = await started(start, parts);
    if (worker) return { worker, where };
  }
  return undefined;
}

/**
 * A worker that has said it is ready, or nothing.
 * @param {(parts: WorkerParts) => Promise<Worker>} start
 * @param {WorkerParts} parts
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
      setTimeout(failed, START);
    });
    return made;
  } catch {
    // Policies and browsers forbid this in many ways. The caller has other ways.
    worker?.terminate();
    return undefined;
  }
}

/** @param {WorkerParts} parts */
async function fromAddress({ worker: { url }, glue }) {
  // A browser would refuse this, and some would log an error.
  if (!url || new URL(url).origin !== self.origin) throw new Error('another origin');
  const worker = new Worker(url, { type: 'module' });
  worker.postMessage(String(glue.url));
  return worker;
}

/**
 * A worker from a text: a classic script, since for an opaque origin browsers refuse a module worker.
 * @param {WorkerParts} parts
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
