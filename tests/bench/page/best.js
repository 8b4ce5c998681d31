// The fastest JavaScript that we know. The loss of the classification is in www/look-up.js, which
// the page uses too; its weights and the regression are here.

import { digest } from "./data.js";
import { BANKS, END, SHIFT, cells, harmonized, parabolas, sumLosses } from "./look-up.js";

export const name = "best JavaScript";

const MU = 0.02;
const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/** Looks regions and norms up again: faster than keeping them from the first pass. */
function weighLogits(table, x, target, ofRegions, weights, gradient) {
  const { perUnit, last, region, edge, norm } = table;
  const scale = 1 / x.length;
  for (let i = 0; i < x.length; i++) {
    const sign = 1 - 2 * target[i];
    const v = sign * x[i] * perUnit + END * perUnit;
    let c = v | 0;
    c = c < 0 ? 0 : c > last ? last : c;
    const u = v - c;
    const weight = ofRegions[region[c] + +(v >= edge[c])];
    const g = norm[3 * c] + u * (norm[3 * c + 1] + u * norm[3 * c + 2]);
    weights[i] = weight;
    gradient[i] = sign * g * weight * scale;
  }
}

function addOffset(bins, d, sums, bank) {
  const root = Math.sqrt(d * d + MU * MU);
  const cell = (((Math.abs(d) / root) * bins) << SHIFT) + 2 * bank;
  sums[cell] += root - MU;
  sums[cell + 1] += 1;
}

function regression(bins, prediction, box, sums) {
  sums.fill(0);
  const whole = prediction.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    addOffset(bins, prediction[i] - box[i], sums, 0);
    addOffset(bins, prediction[i + 1] - box[i + 1], sums, 1);
    addOffset(bins, prediction[i + 2] - box[i + 2], sums, 2);
    addOffset(bins, prediction[i + 3] - box[i + 3], sums, 3);
  }
  for (let i = whole; i < prediction.length; i++) {
    addOffset(bins, prediction[i] - box[i], sums, 0);
  }
}

function weighOffsets(bins, prediction, box, ofRegions, weights, gradient) {
  const scale = 1 / prediction.length;
  for (let i = 0; i < prediction.length; i++) {
    const d = prediction[i] - box[i];
    const g = d / Math.sqrt(d * d + MU * MU);
    const weight = ofRegions[(Math.abs(g) * bins) | 0];
    weights[i] = weight;
    gradient[i] = g * weight * scale;
  }
}

/** Returns the loss and puts each region's weight into `weights`. */
function finish(n, bins, sums, weights) {
  const [loss, filled] = harmonized(bins, sums, weights);
  for (let j = 0; j < bins; j++) weights[j] = weights[j] > 0 ? n / (weights[j] * filled) : 0;
  return loss;
}

export function prepare(kernel, { n, logits, targets, predictions, boxes }, bins) {
  // One region more, since g may round to 1 in the regression.
  const sums = new Float64Array((bins + 1) * BANKS * 2);
  const ofRegions = new Float64Array(bins + 1);
  const table = cells(bins);
  const norm = parabolas(table.perUnit, sigmoid, 0);
  const [of, wanted] = kernel.split(" ");
  const isRegression = of === "GHM-R";
  const loss = () => {
    if (isRegression) regression(bins, predictions, boxes, sums);
    else sumLosses(table, logits, targets, sums);
    return finish(n, bins, sums, ofRegions);
  };
  if (wanted === "loss" || kernel === "bins slider") return { call: loss, digest: () => [loss()] };
  if (wanted !== "full") return;

  const [weights, gradient] = [new Float32Array(n), new Float32Array(n)];
  const full = () => {
    const result = loss();
    if (isRegression) weighOffsets(bins, predictions, boxes, ofRegions, weights, gradient);
    else weighLogits({ ...table, norm }, logits, targets, ofRegions, weights, gradient);
    return result;
  };
  return { call: full, digest: () => digest(full(), weights, gradient) };
}
