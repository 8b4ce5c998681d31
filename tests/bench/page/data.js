// The batches, from the files that every program of the benchmark reads.

let last = {};

/** Loads `{ n, logits, targets, predictions, boxes }`: the last two are for the regression. */
export async function load(set, n) {
  if (last.set !== set || last.n !== n) {
    const bytes = await (await fetch(`data/${set}-${n}.f32`)).arrayBuffer();
    const lane = (i) => new Float32Array(bytes, i * n * 4, n);
    last = { set, n, logits: lane(0), targets: lane(1), predictions: lane(2), boxes: lane(3) };
  }
  return last;
}

/** The digest of a full pass. It depends on the order, and signs don't cancel. */
export function digest(loss, weights, gradient) {
  let [w, g] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    w += weights[i] * (1 + (i % 3));
    g += Math.abs(gradient[i]) * (1 + (i % 5));
  }
  return [loss, w, g];
}

/** The digest of sorted numbers: it depends on their order. */
export function digestSorted(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] * i) / values.length;
  return [sum];
}
