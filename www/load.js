// Loads the engine, once for all figures, and the other files of the site.
//
// `files.js`, which the build writes, has the address of each file. In a page that is a single file it has none: such
// a page carries its files itself, as <script type="text/plain" data-asset="PATH">, gzipped, in base64.

import { files, inside, site, twins } from './files.js';

/** @import { Language, Parts } from './types' */

// The smallest module with a v128 instruction: only browsers with SIMD128 call it valid.
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/**
 * What `make` resolves to, made once; after a failure, the next call tries again.
 * @template T
 * @param {() => Promise<T>} make
 * @returns {() => Promise<T>}
 */
function once(make) {
  /** @type {Promise<T> | undefined} */
  let made;
  return () => {
    made ??= make().catch((error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/** The engine's package, with SIMD128 where the browser has it. */
export const load = once(start);

async function start() {
  if (typeof WebAssembly !== 'object') throw new Error('this browser has no WebAssembly');
  const simd = hasSimd();
  if (!simd && !site && document.querySelector('script[data-asset^="pkg/"]')) {
    throw new Error('this browser has no SIMD128, and a page in one file works only with it; the same page on the web does without');
  }
  return { ...(await engineAt(simd ? 'pkg/' : 'pkg/scalar/')), simd };
}

/** Whether this browser knows SIMD128. */
export function hasSimd() {
  return WebAssembly.validate(SIMD_PROBE);
}

/** @type {Map<Language, Promise<void>>} */
const texts = new Map();

/**
 * Gives the engine the texts of a language, which are in a file of their own. It is fetched once; after a failure, the
 * next call tries again.
 * @param {Language} lang
 */
export async function speak(lang) {
  const given = texts.get(lang) ?? giveTexts(lang);
  texts.set(lang, given);
  try {
    await given;
  } catch (error) {
    texts.delete(lang);
    throw error;
  }
}

/** @param {Language} lang */
async function giveTexts(lang) {
  const file = asset(`www/texts-${lang}.txt`).then((answer) => answer.text());
  const [module, text] = await Promise.all([load(), file]);
  module.texts(lang, text);
}

/**
 * One of the two builds of the engine.
 * @param {string} path
 */
async function engineAt(path) {
  // Both builds have the same glue.
  const [glue, wasm] = await Promise.all([import('../pkg/explainer.js'), asset(`${path}explainer_bg.wasm`)]);
  await glue.default({ module_or_path: wasm });
  return glue;
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
  if (!globalThis.ghmParts) await run(address);
  if (!globalThis.ghmParts) throw new Error(`${address} has no parts`);
  return globalThis.ghmParts[name];
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
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${answer.statusText}`);
  return new Response(answer.body, { headers: { 'content-type': type(path) } });
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
