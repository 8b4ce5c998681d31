// JavaScript that does what mmdet does: for every region a mask over all examples, a count, and
// weights where the mask is set; then the weighted loss. (mmdet 3.3.0, ghm_loss.py, momentum 0.)

import { digest } from "./data.js";

export const name = "JavaScript as mmdet";

const MU = 0.02;

function weigh(norms, bins, last, mask, weights) {
  const n = norms.length;
  weights.fill(0);
  let filled = 0;
  for (let j = 0; j < bins; j++) {
    const [from, to] = [j / bins, j + 1 < bins ? (j + 1) / bins : last];
    let count = 0;
    for (let i = 0; i < n; i++) {
      mask[i] = norms[i] >= from && norms[i] < to ? 1 : 0;
    }
    for (let i = 0; i < n; i++) count += mask[i];
    if (count > 0) {
      const weight = n / count;
      for (let i = 0; i < n; i++) if (mask[i]) weights[i] = weight;
      filled++;
    }
  }
  for (let i = 0; i < n; i++) weights[i] /= filled;
}

function classification(logits, targets, bins, { norms, mask, weights }) {
  const n = logits.length;
  for (let i = 0; i < n; i++) norms[i] = Math.abs(1 / (1 + Math.exp(-logits[i])) - targets[i]);
  weigh(norms, bins, 1 + 1e-6, mask, weights);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const x = logits[i];
    const loss = Math.max(x, 0) - x * targets[i] + Math.log1p(Math.exp(-Math.abs(x)));
    sum += loss * weights[i];
  }
  return sum / n;
}

function regression(predictions, boxes, bins, { norms, mask, weights }) {
  const n = predictions.length;
  for (let i = 0; i < n; i++) {
    const d = predictions[i] - boxes[i];
    norms[i] = Math.abs(d / Math.sqrt(MU * MU + d * d));
  }
  weigh(norms, bins, 1e3, mask, weights);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const d = predictions[i] - boxes[i];
    sum += (Math.sqrt(d * d + MU * MU) - MU) * weights[i];
  }
  return sum / n;
}

export function prepare(kernel, { n, logits, targets, predictions, boxes }, bins) {
  // Norms in f64: in f32 some would be rounded across an edge.
  const buffers = {
    norms: new Float64Array(n),
    mask: new Uint8Array(n),
    weights: new Float32Array(n),
  };
  switch (kernel) {
    case "GHM-C loss": {
      const call = () => classification(logits, targets, bins, buffers);
      return { call, digest: () => [call()] };
    }
    case "GHM-R loss": {
      const call = () => regression(predictions, boxes, bins, buffers);
      return { call, digest: () => [call()] };
    }
    case "GHM-C full": {
      const gradient = new Float32Array(n);
      const call = () => {
        const loss = classification(logits, targets, bins, buffers);
        for (let i = 0; i < n; i++) {
          const derivative = 1 / (1 + Math.exp(-logits[i])) - targets[i];
          gradient[i] = (derivative * buffers.weights[i]) / n;
        }
        return loss;
      };
      return { call, digest: () => digest(call(), buffers.weights, gradient) };
    }
  }
}
