// The losses in Node, where fetch reads no file.
import { readFile } from 'node:fs/promises';
import start from './explainer.js';
export * from './explainer.js';
export { GhmC, GhmR } from './losses.js';

/** Resolves when the losses can be used. */
export default async function init(module_or_path) {
  module_or_path ??= await readFile(new URL('./explainer_bg.wasm', import.meta.url));
  return start({ module_or_path });
}
