// The npm package as its users call it: arrays of theirs go in, and what they read comes out.

import { digest } from "./data.js";
import init, { GhmC, GhmR } from "./package/index.js";

/** What is read of a step: all of it, all of it in arrays of the caller, or the loss alone. */
export async function variant(name, reads) {
  await init();
  return { name, prepare: (kernel, data, bins) => prepare(reads, kernel, data, bins) };
}

function prepare(reads, kernel, { n, logits, targets, predictions, boxes }, bins) {
  const [of, wanted] = kernel.split(" ");
  if (!["GHM-C", "GHM-R"].includes(of) || !["loss", "full"].includes(wanted)) return;
  if ((wanted === "loss") !== (reads === "loss")) return;
  const options = { bins, momentum: 0 };
  const loss = of === "GHM-C" ? new GhmC(options) : new GhmR(options);
  const batch = of === "GHM-C" ? [logits, targets] : [predictions, boxes];
  if (wanted === "loss") {
    const call = () => loss.step(...batch).loss;
    return { call, digest: () => [call()] };
  }
  const arrays = () => ({ weights: new Float32Array(n), gradient: new Float32Array(n) });
  if (reads === "into") batch.push(null, { into: arrays() });
  const call = () => {
    const step = loss.step(...batch);
    return [step.loss, step.weights, step.gradient];
  };
  return { call, digest: () => digest(...call()) };
}
