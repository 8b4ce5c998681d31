// An object of the trainer's package that works off the page's thread where it can: in a worker from
// its address, in one from a text where the origin is opaque or another's, and else here, in slices.

import { trainerParts } from '../load.js';

const PATIENCE = 10_000;

/**
 * Makes `new name(...args)`. The channel's `call(method, ...args)` promises the method's result;
 * calls are answered in turn. `where` is `worker`, `blob` or `page`.
 */
export async function open(name, ...args) {
  const parts = await trainerParts();
  for (const [where, start] of [['worker', fromAddress], ['blob', fromText]]) {
    const worker = await started(start, parts);
    if (!worker) continue;
    const channel = new Remote(worker, where);
    await channel.call('new', parts.module, name, ...args);
    return channel;
  }
  const glue = await parts.glue.here();
  await glue.default({ module_or_path: parts.module });
  return new Local(new glue[name](...args));
}

class Remote {
  #waiting = [];

  constructor(worker, where) {
    this.worker = worker;
    this.where = where;
    worker.onmessage = ({ data: { result, error } }) => {
      const { done, failed } = this.#waiting.shift();
      if (error === undefined) done(result);
      else failed(new Error(error));
    };
    worker.onerror = (event) => {
      for (const { failed } of this.#waiting.splice(0)) failed(new Error(event.message));
    };
  }

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
  #turn = Promise.resolve();
  where = 'page';

  constructor(subject) {
    this.subject = subject;
  }

  /** A task of its own, so that the page answers its reader in between. */
  call(call, ...args) {
    const result = this.#turn.then(pause).then(() => this.subject[call](...args));
    this.#turn = result.catch(() => {});
    return result;
  }

  close() {
    this.#turn.then(() => this.subject.free());
  }
}

const pause = () => new Promise((done) => setTimeout(done));

/** A worker that has said it is ready, or nothing. */
async function started(start, parts) {
  let worker;
  try {
    worker = await start(parts);
    await new Promise((done, failed) => {
      worker.onmessage = done;
      worker.onerror = failed;
      setTimeout(failed, PATIENCE);
    });
    return worker;
  } catch {
    // The next way, then.
    worker?.terminate();
  }
}

function fromAddress({ worker: { url }, glue }) {
  // Elsewhere the browser refuses, and some of them aloud.
  if (!url || new URL(url).origin !== self.origin) throw new Error('another origin');
  const worker = new Worker(url, { type: 'module' });
  worker.postMessage(String(glue.url));
  return worker;
}

// A module from a text is refused where the origin is opaque; a plain script isn't.
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

function address(text) {
  return URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
}
