// Loads the engine, once for all figures, and the other files of the site.
//
// `files.js`, which the build writes, has the address of each file. In a page that is a single file it has none: such
// a page carries its files itself, as <script type="text/plain" data-asset="PATH">, gzipped, in base64.

import { files, hero, inside, site, twins, whole } from './files.js';
import { hasSimd } from './simd.js';

/** @import { Language, Module, Parts } from './types' */

/**
 * What `make` resolves to, made once; after a failure, or when it was forgotten, the next call makes it anew.
 * @template T
 * @param {() => Promise<T>} make
 */
function once(make) {
  /** @type {Promise<T> | undefined} */
  let made;
  const get = () => {
    made ??= make().catch((error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
  return Object.assign(get, { forget: () => void (made = undefined) });
}

/**
 * What the engine has to wait for, as the network is not to be shared: the hero of an article.
 * @type {Promise<unknown>}
 */
let before = Promise.resolve();

/**
 * Lets the engine wait, which is loaded later.
 * @param {Promise<unknown>} first
 */
export function goFirst(first) {
  before = first.catch(() => {});
}

/** The engine's package, with SIMD128 where the browser has it. When it was forgotten, another instance. */
export const load = once(async () => {
  const folder = suited();
  await before;
  const path = `pkg/${folder}explainer_bg.wasm`;
  // Both builds have the same glue.
  return started(await Promise.all([glue(), compiled(path)]), false);
});

/**
 * Compiled engines by path: to start one again, nothing needs to be loaded.
 * @type {Map<string, Promise<WebAssembly.Module>>}
 */
const engines = new Map();

/** @param {string} path */
function compiled(path) {
  const engine = engines.get(path) ?? asset(path).then((wasm) => WebAssembly.compileStreaming(wasm));
  engines.set(path, engine);
  // After a failure, the next call fetches it again.
  engine.catch(() => engines.delete(path));
  return engine;
}

/**
 * The whole engine's glue. It holds one instance, so each call gives another.
 * @returns {Promise<Module>}
 */
async function glue() {
  if (whole) return whole();
  const address = files['www/engine.js'];
  await run(address);
  const glue = globalThis.ghmParts?.engine;
  if (!glue) throw new Error(`${address} has no engine`);
  return glue;
}

/** The package of the hero's engine, which has that figure alone; nothing where it isn't. */
export async function loadHero() {
  if (!hero) return undefined;
  const path = `pkg/hero/${suited()}hero_bg.wasm`;
  const [glue, engine] = await Promise.all([hero(), compiled(path)]);
  // It lacks what only other figures need, and nobody asks it for that.
  return started([/** @type {Module} */ (/** @type {unknown} */ (glue)), engine], true);
}

/** The folder of the build that suits this browser. */
function suited() {
  if (typeof WebAssembly !== 'object') throw new Error('this browser has no WebAssembly');
  if (hasSimd()) return '';
  if (!site && document.querySelector('script[data-asset^="pkg/"]')) {
    throw new Error('this browser has no SIMD128, and a page in one file works only with it; the same page on the web does without');
  }
  return 'scalar/';
}

/**
 * @param {[glue: Module, engine: WebAssembly.Module]} parts
 * @param {boolean} small Whether it is the hero's engine.
 */
async function started([glue, engine], small) {
  await glue.default({ module_or_path: engine });
  return { ...glue, simd: hasSimd(), hero: small };
}

/** @type {Map<Language, Promise<string>>} */
const texts = new Map();
/** @type {WeakMap<Module, Set<Language>>} */
const spoken = new WeakMap();

/**
 * Gives an engine the texts of a language, which are in a file of their own. It is fetched once; after a failure, the
 * next call tries again.
 * @param {Promise<Module>} loading The engine's package.
 * @param {Language} lang
 */
export async function speak(loading, lang) {
  const text = texts.get(lang) ?? asset(`www/texts-${lang}.txt`).then((answer) => answer.text());
  texts.set(lang, text);
  text.catch(() => texts.delete(lang));
  const [module, file] = await Promise.all([loading, text]);
  const known = spoken.get(module) ?? new Set();
  spoken.set(module, known);
  if (!known.has(lang)) module.texts(lang, file);
  known.add(lang);
}

/**
 * A part that isn't needed at first: it is in this script or in another one, which is then loaded.
 * @template {keyof Parts} Name
 * @param {Name} name
 * @returns {Promise<Parts[Name]>}
 */
export async function part(name) {
  const held = inside[name];
  if (held) return held();
  const address = files['www/parts.js'];
  if (!globalThis.ghmParts?.[name]) await run(address);
  const loaded = globalThis.ghmParts?.[name];
  if (!loaded) throw new Error(`${address} has no ${name}`);
  return /** @type {Parts[Name]} */ (loaded);
}

/**
 * The address of a file of the site. A page that isn't in the site knows only files beside it.
 * @param {string} path
 */
export function address(path) {
  return new URL(path, site ?? document.baseURI).href;
}

/** The start of a frame's address; its settings follow. */
export function frameAddress() {
  return address(site ? 'embed.html?' : 'figure.html#');
}

/**
 * The address of the still picture of a figure, or null where there is none.
 * @param {string} figure
 * @param {string} theme
 * @param {string} lang
 */
export function poster(figure, theme, lang) {
  return site && address(`posters/${figure}.${theme}.${lang}.svg`);
}

/**
 * The same picture for this page itself, which may carry it.
 * @param {string} figure
 * @param {string} theme
 * @param {string} lang
 */
export async function picture(figure, theme, lang) {
  const there = poster(figure, theme, lang);
  return there ?? carriedPicture(`posters/${figure}.light.${lang}.svg`);
}

/**
 * A picture that this page carries.
 * @param {string} path
 */
export async function carriedPicture(path) {
  return `data:image/svg+xml,${encodeURIComponent(await (await asset(path)).text())}`;
}

/** @type {Map<string, Promise<Uint8Array>>} */
const recordings = new Map();

/**
 * The bytes of a recording, fetched once.
 * @param {string} name
 */
export function recorded(name) {
  const known = recordings.get(name);
  if (known) return known;
  const bytes = fetched(`data/recorded_${name}.bin`);
  recordings.set(name, bytes);
  // After a failure, the next call fetches it again.
  bytes.catch(() => recordings.delete(name));
  return bytes;
}

/** @param {string} path */
async function fetched(path) {
  return new Uint8Array(await (await asset(path)).arrayBuffer());
}

/**
 * A file of the site as a Response, from wherever this page may take it.
 * @param {string} path
 */
export async function asset(path) {
  const carried = document.querySelector(`script[data-asset="${path}"]`);
  if (carried) return unpacked(path, carried.textContent ?? '');
  const address = files[path];
  if (!address) throw new Error(`${path} is not here`);
  // A frame without an origin, or a page from file://, may fetch nothing, not even from where it came.
  if (twins && self.origin === 'null') return unpacked(path, await scripted(path, `${address}.js`));
  const answer = (await early(path)) ?? (await fetch(address));
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${answer.statusText}`);
  // Only as it came does a browser keep what it compiled.
  if (answer.headers.get('content-type') === type(path)) return answer;
  return new Response(answer.body, { headers: { 'content-type': type(path) } });
}

/**
 * The answer that start.js asked for. It can be read once, and nobody waits for one that failed.
 * @param {string} path
 */
async function early(path) {
  const answer = globalThis.ghmAsked?.get(path);
  globalThis.ghmAsked?.delete(path);
  const arrived = await answer?.catch(() => undefined);
  return arrived?.ok ? arrived : undefined;
}

/**
 * The MIME type that the file should have come with. Some hosts don't know that of wasm, and browsers compile wasm
 * while it loads only if it has that type.
 * @param {string} path
 */
function type(path) {
  return path.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
}

/**
 * @param {string} path
 * @param {string} base64
 */
async function unpacked(path, base64) {
  const packed = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream, { headers: { 'content-type': type(path) } });
}

/**
 * The bytes of a file from the script that the build also made of it, which any page may load.
 * @param {string} path
 * @param {string} address
 */
async function scripted(path, address) {
  await run(address);
  const file = globalThis.ghmFiles?.[path];
  if (file === undefined) throw new Error(`${address} has no ${path}`);
  return file;
}

/**
 * Runs a script.
 * @param {string} address
 * @returns {Promise<void>}
 */
function run(address) {
  return new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => done();
    script.onerror = () => failed(new Error(`${address} can't be loaded`));
    document.head.append(script);
    script.remove();
  });
}
