import type { InitInput, InitOutput } from './explainer.js';
export * from './explainer.js';

/** Resolves when the losses can be used. Without an argument it finds the wasm itself. */
export default function init(
  module_or_path?: InitInput | Promise<InitInput>,
): Promise<InitOutput>;
