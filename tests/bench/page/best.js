// The fastest JavaScript known to us: one pass, neither exp nor log.
//
// The keys from -32 to 32 are cut into cells, each narrower than any unit region, so that it holds
// one edge at most. A cell knows its region, its edge, and a parabola for the loss (and one for
// the norm): within 2e-6 of the function. What is random doesn't branch. Beyond 32 the loss is the
// key itself, beyond -32 it is below 1e-13.
//
// Four examples a turn add to four sub-histograms of (sum, count), by four instructions: a
// processor that sees one instruction meet its own last result makes it wait each time.

import { digest } from "./data.js";

export const name = "best JavaScript";

const END = 32;
const MU = 0.02;
const BANKS = 4;
/** A region has 8 numbers. */
const SHIFT = 3;

function cells(bins) {
  let perUnit = 16;
  while (perUnit < bins / 4) perUnit *= 2;
  const length = 2 * END * perUnit + 1;
  const table = {
    perUnit,
    last: length - 1,
    region: new Int32Array(length),
    edge: new Float64Array(length),
    loss: new Float64Array(3 * length),
    norm: new Float64Array(3 * length),
  };
  const sigmoid = (z) => 1 / (1 + Math.exp(-z));
  const softplus = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
  const edges = Array.from({ length: bins - 1 }, (_, j) => Math.log((j + 1) / (bins - 1 - j)));
  let region = 0;
  for (let c = 0; c < length; c++) {
    const from = c / perUnit - END;
    const h = 1 / perUnit;
    while (region < edges.length && edges[region] < from) region++;
    table.region[c] = region;
    // In cells from the first, as keys are.
    table.edge[c] = ((edges[region] ?? Infinity) + END) * perUnit;
    for (const [f, to] of [
      [softplus, table.loss],
      [sigmoid, table.norm],
    ]) {
      // Through both ends and the middle; u goes from 0 to 1.
      const [a, m, b] = [f(from), f(from + h / 2), f(from + h)];
      to.set([a, 4 * m - 3 * a - b, 2 * (a + b) - 4 * m], 3 * c);
    }
  }
  // The last cell goes on for ever.
  table.loss.set([END, 1 / perUnit, 0], 3 * table.last);
  table.norm.set([1, 0, 0], 3 * table.last);
  table.loss.set([0, 0, 0], 0);
  table.norm.set([0, 0, 0], 0);
  return table;
}

// The helpers are inlined, once for each bank; tables in an object would be loaded again each time.

function addLogit(perUnit, last, region, edge, loss, x, target, sums, bank) {
  const v = (x - 2 * target * x) * perUnit + END * perUnit;
  let c = v | 0;
  c = c < 0 ? 0 : c > last ? last : c;
  const u = v - c;
  const cell = ((region[c] + +(v >= edge[c])) << SHIFT) + 2 * bank;
  sums[cell] += loss[3 * c] + u * (loss[3 * c + 1] + u * loss[3 * c + 2]);
  sums[cell + 1] += 1;
}

function classification({ perUnit, last, region, edge, loss }, x, target, sums) {
  sums.fill(0);
  const whole = x.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    addLogit(perUnit, last, region, edge, loss, x[i], target[i], sums, 0);
    addLogit(perUnit, last, region, edge, loss, x[i + 1], target[i + 1], sums, 1);
    addLogit(perUnit, last, region, edge, loss, x[i + 2], target[i + 2], sums, 2);
    addLogit(perUnit, last, region, edge, loss, x[i + 3], target[i + 3], sums, 3);
  }
  for (let i = whole; i < x.length; i++) {
    addLogit(perUnit, last, region, edge, loss, x[i], target[i], sums, 0);
  }
}

/** Looking up again is faster than keeping region and norm of the first pass. */
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

/** The mean of the regions' mean losses, and each region's weight. */
function finish(n, bins, sums, weights) {
  let [filled, loss] = [0, 0];
  for (let j = 0; j < bins; j++) {
    let [count, sum] = [0, 0];
    for (let b = 0; b < BANKS; b++) {
      sum += sums[2 * (j * BANKS + b)];
      count += sums[2 * (j * BANKS + b) + 1];
    }
    weights[j] = count;
    if (count > 0) {
      filled++;
      loss += sum / count;
    }
  }
  for (let j = 0; j < bins; j++) weights[j] = weights[j] > 0 ? n / (weights[j] * filled) : 0;
  return loss / filled;
}

export function prepare(kernel, { n, logits, targets, predictions, boxes }, bins) {
  // One more region: g may round to 1 in the regression.
  const sums = new Float64Array((bins + 1) * BANKS * 2);
  const ofRegions = new Float64Array(bins + 1);
  const table = cells(bins);
  const [of, wanted] = kernel.split(" ");
  const isRegression = of === "GHM-R";
  const loss = () => {
    if (isRegression) regression(bins, predictions, boxes, sums);
    else classification(table, logits, targets, sums);
    return finish(n, bins, sums, ofRegions);
  };
  if (wanted === "loss" || kernel === "bins slider") return { call: loss, digest: () => [loss()] };
  if (wanted !== "full") return;

  const [weights, gradient] = [new Float32Array(n), new Float32Array(n)];
  const full = () => {
    const result = loss();
    if (isRegression) weighOffsets(bins, predictions, boxes, ofRegions, weights, gradient);
    else weighLogits(table, logits, targets, ofRegions, weights, gradient);
    return result;
  };
  return { call: full, digest: () => digest(full(), weights, gradient) };
}
