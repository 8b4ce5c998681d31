// The losses with arguments looked at first: what is no array, the glue would trip over or take for an empty one.
import * as built from './explainer.js';

/** Fails if there is no array of numbers to read. */
function expect(name, array) {
  const kind = array?.[Symbol.toStringTag] ?? '';
  if (Array.isArray(array) || /^(Float|Int|Uint).*Array$/.test(kind)) return;
  throw new Error(`${name}: expected a Float32Array, found ${kind || (array === null ? 'null' : typeof array)}`);
}

function expectBatch(name, [inputs, targets, mask]) {
  expect(name, inputs);
  expect('targets', targets);
  if (mask !== undefined && mask !== null) expect('mask', mask);
}

export class GhmC extends built.GhmC {
  step(...batch) {
    expectBatch('logits', batch);
    return super.step(...batch);
  }
}

export class GhmR extends built.GhmR {
  step(...batch) {
    expectBatch('predictions', batch);
    return super.step(...batch);
  }
}
