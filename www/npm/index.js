// The losses in a browser: the build with SIMD128 where the browser has it, else the scalar one.

import start, { initSync as startNow } from './losses/losses.js';
import { begin } from './check.js';
export { GhmC, GhmR, LossStep } from './losses.js';

const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/** @import { InitInput, SyncInitInput } from './losses/losses.js' */

/**
 * Resolves when the losses can be used. Without an argument it finds the wasm itself.
 * @param {InitInput | Promise<InitInput>} [module_or_path]
 */
export default async function init(module_or_path) {
  // One module of JavaScript serves both builds. Bundlers know this form of an address, and copy the file.
  module_or_path ??= WebAssembly.validate(SIMD_PROBE)
    ? new URL('./losses/losses_bg.wasm', import.meta.url)
    : new URL('./losses/scalar/losses_bg.wasm', import.meta.url);
  return begin(await start({ module_or_path }));
}

/**
 * The same at once, from wasm that is already there.
 * @param {{ module: SyncInitInput } | SyncInitInput} module
 */
export const initSync = (module) => begin(startNow(module));
