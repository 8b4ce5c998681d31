import type { InitInput, InitOutput } from './losses/losses.js';
export {
  GhmC, GhmR, LossStep,
  type Into, type LossOptions, type Numeric, type Saved, type SavedAverage, type StepOptions,
} from './losses.js';

/** Resolves when the losses can be used. Without an argument it finds the wasm itself. */
export default function init(
  module_or_path?: InitInput | Promise<InitInput>,
): Promise<InitOutput>;
