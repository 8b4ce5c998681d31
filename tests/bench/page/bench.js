// Runs one case at a time, all variants in turn, and hands the samples to `cargo xtask bench`.
//
// A variant is a module with a `name` and `prepare(kernel, data, bins)`, which returns
// `{ call, digest }`, or nothing for a kernel that it doesn't have. `call` is timed; `digest` is
// not: it returns numbers that are compared with the reference.

import { load } from "./data.js";
import * as plain from "./plain.js";
import * as best from "./best.js";
import * as loop from "./loop.js";
import * as tensorflow from "./tensorflow.js";
import * as training from "./training.js";
import * as npm from "./package.js";
import { build } from "./wasm.js";

/** A sample lasts at least this long, as the browser's clock ticks every 5 microseconds. */
const SAMPLE_MS = 1;
/** A variant whose call takes longer is sampled only twice. */
const SLOW_MS = 50;
/** Each variant of a case is called for this long before it is timed. */
const WARM_MS = 150;
/** Lets the browser answer its driver. */
const pause = () => new Promise((done) => setTimeout(done));

const variants = Promise.all([
  build("simd.wasm", "wasm SIMD"),
  build("scalar.wasm", "wasm scalar"),
  npm.variant("package", "all"),
  npm.variant("package, into", "into"),
  npm.variant("package, loss alone", "loss"),
  plain,
  best,
  loop,
  tensorflow.variant("TensorFlow.js as mmdet", tensorflow.asMmdet),
  tensorflow.variant("TensorFlow.js best", tensorflow.best),
]);

const trainings = Promise.all([
  training.build("simd.wasm", "wasm SIMD"),
  training.build("scalar.wasm", "wasm scalar"),
  training.tensorflow("TensorFlow.js"),
]);

let answer = null;

window.bench = {
  /** Starts a case; `answer` returns null until it is done. */
  start(request) {
    answer = null;
    run(request).then(
      (variants) => (answer = { variants }),
      (error) => (answer = { error: String(error.stack ?? error) }),
    );
  },
  answer: () => answer,
};

/** The first calls are slow while the compilers work. Returns the time of the last ones. */
async function warmUp(call) {
  const start = performance.now();
  let [each, spent, calls] = [0, 0, 0];
  do {
    await pause();
    const from = performance.now();
    let burst = 0;
    do {
      call();
      burst++;
    } while (performance.now() - from < 10);
    each = (performance.now() - from) / burst;
    spent = performance.now() - start;
    calls += burst;
  } while (spent < WARM_MS || (calls < 20 && spent < 4 * WARM_MS));
  return each;
}

async function run({ kernel, data: set, n, bins, rounds, skip }) {
  const trains = training.loss(kernel);
  const data = trains ? null : await load(set, n);
  const prepared = [];
  for (const variant of await (trains ? trainings : variants)) {
    if (!variant || skip.includes(variant.name)) continue;
    const work = await variant.prepare(kernel, data, bins);
    if (work) prepared.push({ name: variant.name, ...work, samples: [] });
  }
  for (const work of prepared) {
    work.each = await warmUp(work.call);
    work.repeat = Math.max(1, Math.ceil(SAMPLE_MS / work.each));
  }
  for (let round = 0; round < rounds; round++) {
    for (const work of prepared) {
      if (work.each > SLOW_MS && round >= 2) continue;
      await pause();
      const start = performance.now();
      for (let i = 0; i < work.repeat; i++) work.call();
      work.samples.push(((performance.now() - start) * 1e6) / work.repeat / n);
    }
  }
  const results = {};
  for (const { name, samples, digest } of prepared) {
    results[name] = { samples, digest: digest() };
  }
  return results;
}
