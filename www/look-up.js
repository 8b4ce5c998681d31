// The fastest JavaScript for the GHM-C loss that we know of: one pass without exp or log. Readers time it on their
// machines, and the benchmark does on ours.
//
// An example's key is its logit, with the sign changed if it is positive. Keys from -32 to 32 are divided into cells,
// each narrower than any unit region, so that it holds one edge at most. A cell has its region, its edge, and a
// parabola that is within 2e-6 of the loss. Above 32 the loss is the key itself; below -32 it is less than 1e-13. No
// branch depends on the examples.
//
// Each turn of the loop adds four examples to four histograms of (sum, count), by four copies of the same code. With
// one histogram, an addition often has to wait for the one before it, which changed the same region.

export const END = 32;
/** How many histograms. */
export const BANKS = 4;
/** A region has 8 numbers: sum and count in each of four histograms. */
export const SHIFT = 3;

const softplus = (/** @type {number} */ z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/**
 * For each cell, the three coefficients of a parabola close to `f`. The last cell has a line of that slope, for all
 * keys above; the first one has 0, for all keys below.
 * @param {number} perUnit Cells in a unit of the key.
 * @param {(key: number) => number} f
 * @param {number} slope
 */
export function parabolas(perUnit, f, slope) {
  const last = 2 * END * perUnit;
  const table = new Float64Array(3 * (last + 1));
  for (let c = 1; c < last; c++) {
    const [from, h] = [c / perUnit - END, 1 / perUnit];
    // It goes through both ends and the middle; its argument runs from 0 to 1.
    const [a, m, b] = [f(from), f(from + h / 2), f(from + h)];
    table.set([a, 4 * m - 3 * a - b, 2 * (a + b) - 4 * m], 3 * c);
  }
  table.set([f(END), slope / perUnit, 0], 3 * last);
  return table;
}

/** @typedef {ReturnType<typeof cells>} Cells */

/**
 * The cells for so many unit regions.
 * @param {number} bins
 */
export function cells(bins) {
  let perUnit = 16;
  while (perUnit < bins / 4) perUnit *= 2;
  const last = 2 * END * perUnit;
  const region = new Int32Array(last + 1);
  const edge = new Float64Array(last + 1);
  const edges = Array.from({ length: bins - 1 }, (_, j) => Math.log((j + 1) / (bins - 1 - j)));
  let at = 0;
  for (let c = 0; c <= last; c++) {
    while (at < edges.length && edges[at] < c / perUnit - END) at++;
    region[c] = at;
    // In units of cells, counted from the first one, as keys are.
    edge[c] = ((edges[at] ?? Infinity) + END) * perUnit;
  }
  return { perUnit, last, region, edge, loss: parabolas(perUnit, softplus, 1) };
}

/**
 * Adds an example to a histogram. Engines inline each call; tables in an object would be loaded again in each.
 * @param {number} perUnit
 * @param {number} last
 * @param {Int32Array} region
 * @param {Float64Array} edge
 * @param {Float64Array} loss
 * @param {number} x
 * @param {number} target
 * @param {Float64Array} sums
 * @param {number} bank
 */
function add(perUnit, last, region, edge, loss, x, target, sums, bank) {
  const v = (x - 2 * target * x) * perUnit + END * perUnit;
  let c = v | 0;
  c = c < 0 ? 0 : c > last ? last : c;
  const u = v - c;
  const cell = ((region[c] + +(v >= edge[c])) << SHIFT) + 2 * bank;
  sums[cell] += loss[3 * c] + u * (loss[3 * c + 1] + u * loss[3 * c + 2]);
  sums[cell + 1] += 1;
}

/**
 * Fills `sums` with the sum of losses and the count of each region in each histogram.
 * @param {Cells} cells
 * @param {Float32Array} x
 * @param {Float32Array} target
 * @param {Float64Array} sums
 */
export function sumLosses({ perUnit, last, region, edge, loss }, x, target, sums) {
  sums.fill(0);
  const whole = x.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    add(perUnit, last, region, edge, loss, x[i], target[i], sums, 0);
    add(perUnit, last, region, edge, loss, x[i + 1], target[i + 1], sums, 1);
    add(perUnit, last, region, edge, loss, x[i + 2], target[i + 2], sums, 2);
    add(perUnit, last, region, edge, loss, x[i + 3], target[i + 3], sums, 3);
  }
  for (let i = whole; i < x.length; i++) {
    add(perUnit, last, region, edge, loss, x[i], target[i], sums, 0);
  }
}

/**
 * Fills `counts`; returns the mean of the regions' mean losses, and how many regions have examples.
 * @param {number} bins
 * @param {Float64Array} sums
 * @param {Float64Array} counts
 */
export function harmonized(bins, sums, counts) {
  let [filled, total] = [0, 0];
  for (let j = 0; j < bins; j++) {
    let [count, sum] = [0, 0];
    for (let b = 0; b < BANKS; b++) {
      sum += sums[2 * (j * BANKS + b)];
      count += sums[2 * (j * BANKS + b) + 1];
    }
    counts[j] = count;
    if (count > 0) {
      filled++;
      total += sum / count;
    }
  }
  return [total / filled, filled];
}

/**
 * A function that computes the GHM-C loss of these examples, whose targets are 0 or 1.
 * @param {Float32Array} x
 * @param {Float32Array} target
 * @param {number} bins
 */
export function lookUp(x, target, bins) {
  const table = cells(bins);
  const [sums, counts] = [new Float64Array(bins << SHIFT), new Float64Array(bins)];
  return () => {
    sumLosses(table, x, target, sums);
    return harmonized(bins, sums, counts)[0];
  };
}
