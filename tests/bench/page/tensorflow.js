// TensorFlow.js with its wasm backend, one thread and SIMD: as mmdet does it, and the fastest way
// found.

import { digest } from "./data.js";

const MU = 0.02;

const { tf } = window;

/** Whether TensorFlow.js is installed and works. */
export const ready = (async () => {
  if (!tf?.wasm) return false;
  // One thread, as for everything else here.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  tf.wasm.setWasmPaths("tensorflow/");
  return tf.setBackend("wasm");
})();

/** A variant, or null where TensorFlow.js isn't installed. */
export async function variant(name, kernels) {
  if (!(await ready)) return null;
  return { name, prepare: (kernel, data, bins) => prepare(kernels(), kernel, data, bins) };
}

function prepare(kernels, kernel, data, bins) {
  const [of, wanted] = kernel.split(" ");
  if (!kernels[of] || !["loss", "full"].includes(wanted)) return;
  const { n, logits, targets, predictions, boxes } = data;
  const pair = of === "GHM-R" ? [predictions, boxes] : [logits, targets];
  const [inputs, wants] = pair.map((values) => tf.tensor1d(values));
  const full = wanted === "full";
  const run = () => {
    const { loss, weights, gradient } = tf.tidy(() => kernels[of](inputs, wants, bins, n, full));
    const result = [loss, weights?.dataSync(), gradient?.dataSync()];
    tf.dispose([weights, gradient]);
    return result;
  };
  return { call: run, digest: () => (full ? digest(...run()) : [run()[0]]) };
}

/** Each region's mask over all examples, as mmdet 3.3.0 does it, with momentum 0. */
export function asMmdet() {
  const weigh = (norms, bins, last, n) => {
    let weights = tf.zerosLike(norms);
    let filled = 0;
    for (let j = 0; j < bins; j++) {
      const [from, to] = [j / bins, j + 1 < bins ? (j + 1) / bins : last];
      const inside = tf.logicalAnd(tf.greaterEqual(norms, from), tf.less(norms, to));
      const count = tf.sum(inside).dataSync()[0];
      if (count > 0) {
        weights = tf.where(inside, tf.fill([n], n / count), weights);
        filled++;
      }
    }
    return tf.div(weights, filled);
  };
  return {
    "GHM-C"(x, target, bins, n, full) {
      const derivative = tf.sub(tf.sigmoid(x), target);
      const weights = weigh(tf.abs(derivative), bins, 1 + 1e-6, n);
      const log = tf.log1p(tf.exp(tf.neg(tf.abs(x))));
      const losses = tf.add(tf.sub(tf.relu(x), tf.mul(x, target)), log);
      const loss = tf.sum(tf.mul(losses, weights)).dataSync()[0] / n;
      if (!full) return { loss };
      return { loss, weights, gradient: tf.div(tf.mul(derivative, weights), n) };
    },
  };
}

/** Counts and sums of each region by two bincounts; weights by a gather. */
export function best() {
  const finish = (norms, derivative, losses, bins, n, full) => {
    const regions = tf.cast(tf.minimum(tf.mul(norms, bins), bins - 0.5), "int32");
    const counts = tf.bincount(regions, tf.tensor1d([], "float32"), bins).dataSync();
    const sums = tf.bincount(regions, losses, bins).dataSync();
    const filled = counts.filter((count) => count > 0).length;
    const loss = sums.reduce((sum, s, j) => (counts[j] ? sum + s / counts[j] : sum), 0) / filled;
    if (!full) return { loss };
    const ofRegions = Float32Array.from(counts, (c) => (c ? n / (c * filled) : 0));
    const weights = tf.gather(tf.tensor1d(ofRegions), regions);
    return { loss, weights, gradient: tf.div(tf.mul(derivative(), weights), n) };
  };
  return {
    "GHM-C"(x, target, bins, n, full) {
      const sign = tf.sub(1, tf.mul(target, 2));
      const z = tf.mul(x, sign);
      const norms = tf.sigmoid(z);
      return finish(norms, () => tf.mul(norms, sign), tf.softplus(z), bins, n, full);
    },
    "GHM-R"(prediction, box, bins, n, full) {
      const d = tf.sub(prediction, box);
      const root = tf.sqrt(tf.add(tf.square(d), MU * MU));
      const derivative = tf.div(d, root);
      const losses = tf.sub(root, MU);
      return finish(tf.abs(derivative), () => derivative, losses, bins, n, full);
    },
  };
}
