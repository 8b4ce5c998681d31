// The losses in Node, where fetch can't read files.

import { readFile } from 'node:fs/promises';
import start, { initSync as startNow } from './losses/losses.js';
import { begin } from './check.js';
export { GhmC, GhmR, LossStep } from './losses.js';

/** @import { InitInput, SyncInitInput } from './losses/losses.js' */

/**
 * Resolves when the losses can be used. Without an argument it finds the wasm itself.
 * @param {InitInput | Promise<InitInput>} [module_or_path]
 */
export default async function init(module_or_path) {
  module_or_path ??= await readFile(new URL('./losses/losses_bg.wasm', import.meta.url));
  return begin(await start({ module_or_path }));
}

/**
 * The same at once, from wasm that is already there.
 * @param {{ module: SyncInitInput } | SyncInitInput} module
 */
export const initSync = (module) => begin(startNow(module));
