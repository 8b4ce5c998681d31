// The losses for JavaScript. They check their arguments first: for what isn't an array, wasm-bindgen's code would fail
// with an obscure message, or take it for an empty array.

import * as built from './explainer.js';

/** @typedef {[inputs: Float32Array, targets: Float32Array, mask?: Float32Array | null]} Batch */

/**
 * Fails if a value is not an array of numbers.
 * @param {string} name
 * @param {unknown} value
 */
function expectNumbers(name, value) {
  const kind = Object(value)[Symbol.toStringTag] ?? (value === null ? 'null' : typeof value);
  if (Array.isArray(value) || /^(Float|Int|Uint).*Array$/.test(kind)) return;
  throw new Error(`${name}: expected a Float32Array, found ${kind}`);
}

/**
 * @param {string} name
 * @param {Batch} batch
 */
function expectBatch(name, [inputs, targets, mask]) {
  expectNumbers(name, inputs);
  expectNumbers('targets', targets);
  if (mask !== undefined && mask !== null) expectNumbers('mask', mask);
}

export class GhmC extends built.GhmC {
  /** @param {Batch} batch */
  step(...batch) {
    expectBatch('logits', batch);
    return super.step(...batch);
  }
}

export class GhmR extends built.GhmR {
  /** @param {Batch} batch */
  step(...batch) {
    expectBatch('predictions', batch);
    return super.step(...batch);
  }
}
