// Loads the engine once, however many figures ask for it.

const base = new URL('../', import.meta.url);

// The smallest module that uses a v128 instruction: valid only where SIMD128 is.
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

let engine;

/** The wasm module's exports, with or without SIMD128 as the browser allows. */
export function load() {
  engine ??= start();
  return engine;
}

async function start() {
  if (typeof WebAssembly !== 'object') throw new Error('this browser has no WebAssembly');
  const simd = WebAssembly.validate(SIMD_PROBE);
  return { ...(await engineAt(simd ? 'pkg/' : 'pkg/scalar/')), simd };
}

/** What the trainer is made of: the code of its worker and of its glue, by address or as text, and its module. */
export async function trainerParts() {
  const simd = WebAssembly.validate(SIMD_PROBE);
  const folder = new URL(simd ? 'pkg/trainer/' : 'pkg/trainer/scalar/', base);
  const code = (url) => ({ url, text: async () => (await fetched(url)).text() });
  module ??= fetchBytes(new URL('trainer_bg.wasm', folder)).then((bytes) => WebAssembly.compile(bytes));
  return {
    worker: code(new URL('www/training/worker.js', base)),
    glue: code(new URL('trainer.js', folder)),
    module: await module,
  };
}

let module;

/** One of the two builds. */
export async function engineAt(path) {
  const folder = new URL(path, base);
  const module = await import(new URL('explainer.js', folder));
  await module.default({ module_or_path: new URL('explainer_bg.wasm', folder) });
  return module;
}

const files = new Map();

/** A recorded file's bytes; fetched once. */
export function recorded(name) {
  if (!files.has(name)) files.set(name, fetchBytes(new URL(`data/recorded_${name}.bin`, base)));
  return files.get(name);
}

async function fetchBytes(url) {
  return new Uint8Array(await (await fetched(url)).arrayBuffer());
}

async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  return answer;
}
