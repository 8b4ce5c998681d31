// Loads the engine once, however many figures ask for it, and the files it draws from.
//
// `files.js` is written by the build: the address of each file. A page that is one file has none:
// it carries them itself, as <script type="text/plain" data-asset="PATH">, base64 of gzip.

import { files, inside, site, twins } from './files.js';

// The smallest module that uses a v128 instruction: valid only where SIMD128 is.
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

const ENGINES = {
  'pkg/': () => import('../pkg/explainer.js'),
  'pkg/scalar/': () => import('../pkg/scalar/explainer.js'),
};

const TRAINERS = {
  'pkg/trainer/': () => import('../pkg/trainer/trainer.js'),
  'pkg/trainer/scalar/': () => import('../pkg/trainer/scalar/trainer.js'),
};

let engine;

/** The wasm module's exports, with or without SIMD128 as the browser allows. */
export function load() {
  engine ??= start();
  return engine;
}

async function start() {
  if (typeof WebAssembly !== 'object') throw new Error('this browser has no WebAssembly');
  const simd = hasSimd();
  return { ...(await engineAt(simd ? 'pkg/' : 'pkg/scalar/')), simd };
}

function hasSimd() {
  return WebAssembly.validate(SIMD_PROBE);
}

const texts = new Map();

/** Gives the engine the texts of a language, which come beside it; fetched once. */
export function speak(lang) {
  if (!texts.has(lang)) {
    const held = hold(lang);
    texts.set(lang, held);
    // What failed is asked for again.
    held.catch(() => texts.delete(lang));
  }
  return texts.get(lang);
}

async function hold(lang) {
  const file = asset(`www/texts-${lang}.txt`).then((answer) => answer.text());
  const [engine, text] = await Promise.all([load(), file]);
  engine.texts(lang, text);
}

let trainer;

/** What the trainer is made of: the code of its worker and of its glue, and its module. */
export async function trainerParts() {
  const folder = hasSimd() ? 'pkg/trainer/' : 'pkg/trainer/scalar/';
  const code = (path) => ({ url: files[path], text: async () => (await asset(path)).text() });
  trainer ??= asset(`${folder}trainer_bg.wasm`).then((wasm) => WebAssembly.compileStreaming(wasm));
  return {
    worker: code('www/training/worker.js'),
    glue: { ...code(`${folder}trainer.js`), here: TRAINERS[folder] },
    module: await trainer,
  };
}

/** One of the two builds. */
export async function engineAt(path) {
  const [glue, wasm] = await Promise.all([ENGINES[path](), asset(`${path}explainer_bg.wasm`)]);
  await glue.default({ module_or_path: wasm });
  return glue;
}

/** A part that isn't needed at first: here already, or a script of its own. */
export async function part(name) {
  if (inside[name]) return inside[name]();
  if (!globalThis.ghmParts) await run(files['www/parts.js']);
  return globalThis.ghmParts[name];
}

/** Where a file of the site is; a page that is alone knows of none but those beside it. */
export function address(path) {
  return new URL(path, site ?? document.baseURI).href;
}

/** What a frame's address begins with; its settings follow. */
export function frameAddress() {
  return address(site ? 'embed.html?' : 'figure.html#');
}

/** The address of the still picture that stands for a figure, or null where there is none. */
export function poster(figure, theme, lang) {
  return site && address(`posters/${figure}.${theme}.${lang}.svg`);
}

/** The same picture for this page itself, which may carry it. */
export async function picture(figure, theme, lang) {
  const there = poster(figure, theme, lang);
  return there ?? carriedPicture(`posters/${figure}.light.${lang}.svg`);
}

/** A picture that this page carries. */
export async function carriedPicture(path) {
  return `data:image/svg+xml,${encodeURIComponent(await (await asset(path)).text())}`;
}

const records = new Map();

/** A recorded file's bytes; fetched once. */
export function recorded(name) {
  if (!records.has(name)) records.set(name, asset(`data/recorded_${name}.bin`).then(bytes));
  return records.get(name);
}

async function bytes(answer) {
  return new Uint8Array(await answer.arrayBuffer());
}

/** A file of the site as a Response, from wherever this page may take it. */
export async function asset(path) {
  const carried = document.querySelector(`script[data-asset="${path}"]`);
  if (carried) return unpacked(path, carried.textContent);
  const address = files[path];
  if (!address) throw new Error(`${path} is not here`);
  // A frame without an origin, and file://, may fetch nothing: not even from where they came.
  if (twins && self.origin === 'null') return unpacked(path, await scripted(path, `${address}.js`));
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${answer.statusText}`);
  return new Response(answer.body, { headers: { 'content-type': type(path) } });
}

// Hosts that don't know wasm call it anything; the engine compiles while it loads only what is called wasm.
function type(path) {
  return path.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
}

async function unpacked(path, base64) {
  const packed = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream, { headers: { 'content-type': type(path) } });
}

/** A file that the build also wrote as a script, which any page may load. */
async function scripted(path, address) {
  await run(address);
  return globalThis.ghmFiles[path];
}

function run(address) {
  return new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = done;
    script.onerror = () => failed(new Error(`${address} can't be loaded`));
    document.head.append(script);
    script.remove();
  });
}
