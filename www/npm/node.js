// The losses in Node, where fetch can't read files.

import { readFile } from 'node:fs/promises';
import start from './explainer.js';
export * from './explainer.js';
export { GhmC, GhmR } from './losses.js';

/** @import { InitInput } from './explainer.js' */

/**
 * Resolves when the losses can be used. Without an argument it finds the wasm itself.
 * @param {InitInput | Promise<InitInput>} [module_or_path]
 */
export default async function init(module_or_path) {
  module_or_path ??= await readFile(new URL('./explainer_bg.wasm', import.meta.url));
  return start({ module_or_path });
}
