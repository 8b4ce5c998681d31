// This project's kernels: the data stays in wasm memory and a call returns one number.

import { digest, digestSorted } from "./data.js";

/** A variant, or null where the browser can't compile the file. */
export async function build(file, name) {
  const bytes = await (await fetch(file)).arrayBuffer();
  if (!WebAssembly.validate(bytes)) return null;
  const { instance } = await WebAssembly.instantiate(bytes, {});
  return { name, prepare: (kernel, data, bins) => prepare(instance.exports, kernel, data, bins) };
}

function prepare(wasm, kernel, data, bins) {
  const { n } = data;
  // These calls may grow the memory, which detaches views: so each view is made when it is used.
  wasm.resize(n);
  wasm.bins(bins);
  const floats = (at) => new Float32Array(wasm.memory.buffer, at, n);
  const regression = kernel.startsWith("GHM-R");
  floats(wasm.inputs()).set(regression ? data.predictions : data.logits);
  floats(wasm.targets()).set(regression ? data.boxes : data.targets);

  const counted = (call) => ({ call, digest: () => [call()] });
  const full = (call) => ({
    call,
    digest: () => digest(call(), floats(wasm.weights()), floats(wasm.gradient())),
  });
  switch (kernel) {
    case "GHM-C loss":
      return counted(wasm.classification);
    case "GHM-C full":
      return full(wasm.classification_full);
    case "GHM-R loss":
      return counted(wasm.regression);
    case "GHM-R full":
      return full(wasm.regression_full);
    case "sort":
      return { call: wasm.sort, digest: () => [wasm.sort(), wasm.sorted_digest()] };
    case "GHM-R sort":
      return { call: wasm.sort_offsets, digest: () => [wasm.sort_offsets(), wasm.sorted_digest()] };
    case "bins slider": {
      // Another M for each call, as when a reader drags the slider.
      wasm.sort();
      let drag = 0;
      return {
        call: () => wasm.slider(bins + (++drag % 3)),
        digest: () => [wasm.slider(bins)],
      };
    }
    case "exact density":
      wasm.sort();
      return {
        call: () => wasm.density(1 / bins),
        digest: () => {
          wasm.density(1 / bins);
          return digestSorted(new Float64Array(wasm.memory.buffer, wasm.densities(), n));
        },
      };
  }
}
