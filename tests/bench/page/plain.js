// Plain idiomatic JavaScript: one pass, written to be read.

import { digest, digestSorted } from "./data.js";

export const name = "plain JavaScript";

const MU = 0.02;

const sigmoid = (x) => 1 / (1 + Math.exp(-x));
const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

// Each loss has functions of its own. One function that took the loss as an argument would be
// slower, as it would be compiled for all losses.

function classification(logits, targets, bins) {
  const counts = new Array(bins).fill(0);
  const losses = new Array(bins).fill(0);
  for (let i = 0; i < logits.length; i++) {
    const norm = Math.abs(sigmoid(logits[i]) - targets[i]);
    const bin = Math.min(Math.floor(norm * bins), bins - 1);
    counts[bin]++;
    losses[bin] += softplus(logits[i]) - logits[i] * targets[i];
  }
  return { counts, losses };
}

function regression(predictions, boxes, bins) {
  const counts = new Array(bins).fill(0);
  const losses = new Array(bins).fill(0);
  for (let i = 0; i < predictions.length; i++) {
    const d = predictions[i] - boxes[i];
    const root = Math.sqrt(d * d + MU * MU);
    const bin = Math.min(Math.floor((Math.abs(d) / root) * bins), bins - 1);
    counts[bin]++;
    losses[bin] += root - MU;
  }
  return { counts, losses };
}

function mean({ counts, losses }) {
  const filled = counts.filter((count) => count > 0).length;
  return losses.reduce((sum, loss, j) => (counts[j] ? sum + loss / counts[j] : sum), 0) / filled;
}

/** The weight of each region. */
function weightsOf({ counts }, n) {
  const filled = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count ? n / (count * filled) : 0));
}

function fullClassification(logits, targets, bins, weights, gradient) {
  const regions = classification(logits, targets, bins);
  const ofRegions = weightsOf(regions, logits.length);
  for (let i = 0; i < logits.length; i++) {
    const derivative = sigmoid(logits[i]) - targets[i];
    const bin = Math.min(Math.floor(Math.abs(derivative) * bins), bins - 1);
    weights[i] = ofRegions[bin];
    gradient[i] = (ofRegions[bin] * derivative) / logits.length;
  }
  return mean(regions);
}

function fullRegression(predictions, boxes, bins, weights, gradient) {
  const regions = regression(predictions, boxes, bins);
  const ofRegions = weightsOf(regions, predictions.length);
  for (let i = 0; i < predictions.length; i++) {
    const d = predictions[i] - boxes[i];
    const derivative = d / Math.sqrt(d * d + MU * MU);
    const bin = Math.min(Math.floor(Math.abs(derivative) * bins), bins - 1);
    weights[i] = ofRegions[bin];
    gradient[i] = (ofRegions[bin] * derivative) / predictions.length;
  }
  return mean(regions);
}

/** The exact density at every norm, with two pointers into the ascending norms. */
function density(norms, epsilon, densities) {
  const half = epsilon / 2;
  let [from, to] = [0, 0];
  for (let i = 0; i < norms.length; i++) {
    const g = norms[i];
    while (from < norms.length && norms[from] < g - half) from++;
    while (to < norms.length && norms[to] < g + half) to++;
    densities[i] = (to - from) / (Math.min(g + half, 1) - Math.max(g - half, 0));
  }
}

function sortedKeys({ logits, targets }) {
  return logits.map((x, i) => (targets[i] ? -x : x)).sort();
}

export function prepare(kernel, data, bins) {
  const { n, logits, targets, predictions, boxes } = data;
  const counted = (call) => ({ call, digest: () => [call()] });
  const weighed = (call) => {
    const [weights, gradient] = [new Float32Array(n), new Float32Array(n)];
    return {
      call: () => call(weights, gradient),
      digest: () => digest(call(weights, gradient), weights, gradient),
    };
  };
  switch (kernel) {
    case "GHM-C loss":
    case "bins slider":
      return counted(() => mean(classification(logits, targets, bins)));
    case "GHM-C full":
      return weighed((w, g) => fullClassification(logits, targets, bins, w, g));
    case "GHM-R loss":
      return counted(() => mean(regression(predictions, boxes, bins)));
    case "GHM-R full":
      return weighed((w, g) => fullRegression(predictions, boxes, bins, w, g));
    case "sort":
      return {
        call: () => sortedKeys(data),
        digest: () => {
          const keys = sortedKeys(data);
          const total = keys.reduce((sum, key) => sum + softplus(key), 0);
          return [total / n, ...digestSorted(keys)];
        },
      };
    case "exact density": {
      const norms = Float64Array.from(sortedKeys(data), sigmoid);
      const densities = new Float64Array(n);
      const call = () => density(norms, 1 / bins, densities);
      return { call, digest: () => (call(), digestSorted(densities)) };
    }
  }
}
