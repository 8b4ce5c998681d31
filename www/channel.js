// Runs an object of the trainer's or the reader's package outside the page's thread if the browser allows it: in a worker
// from a file, or from a text if the page's origin is opaque or not that of the file. Otherwise it runs in the page, in
// slices.

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
const PATIENCE = 10_000;

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
 * @returns {Promise<Channel<any>>}
 */
export async function channelTo(from, glues, name, args) {
  const parts = partsOf(from, glues);
  const waiting = ready.get(from);
  ready.delete(from);
  // One that could not start, without a network, say, is tried once more.
  const worker = (await (waiting ?? begun(parts))) ?? (waiting && (await begun(parts)));
  try {
    const module = await parts.module;
    if (!worker) {
      const glue = await parts.glue.here();
      await glue.default({ module_or_path: module });
      return new Local(Reflect.construct(glue[name], args));
    }
    const channel = new Remote(worker.worker, worker.where);
    await channel.call('new', module, name, ...args);
    return channel;
  } catch (error) {
    worker?.worker.terminate();
    throw error;
  }
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
      // Bytes of a file are moved there; all else is copied.
      const bytes = args.filter((arg) => arg instanceof Uint8Array);
      this.worker.postMessage({ call, args }, bytes.map(({ buffer }) => buffer));
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
      setTimeout(failed, PATIENCE);
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
