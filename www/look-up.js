// The fastest JavaScript for the loss that is known to us: one pass, neither exp nor log. Readers
// time it on their machines, and the benchmark on ours.
//
// Keys from -32 to 32 are cut into cells, each narrower than any unit region, so that it holds one
// edge at most. A cell knows its region, its edge and a parabola for the loss, within 2e-6 of it.
// Beyond 32 the loss is the key itself, beyond -32 it is below 1e-13. What is random doesn't branch.
// Four examples a turn add to four sub-histograms of (sum, count), by four instructions: a processor
// that sees one instruction meet its own last result makes it wait each time.

export const END = 32;
export const BANKS = 4;
/** A region has 8 numbers. */
export const SHIFT = 3;

const softplus = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/** For each cell the parabola of `f`; beyond the last one a line of that slope, below the first 0. */
export function parabolas(perUnit, f, slope) {
  const last = 2 * END * perUnit;
  const table = new Float64Array(3 * (last + 1));
  for (let c = 1; c < last; c++) {
    const [from, h] = [c / perUnit - END, 1 / perUnit];
    // Through both ends and the middle; u goes from 0 to 1.
    const [a, m, b] = [f(from), f(from + h / 2), f(from + h)];
    table.set([a, 4 * m - 3 * a - b, 2 * (a + b) - 4 * m], 3 * c);
  }
  table.set([f(END), slope / perUnit, 0], 3 * last);
  return table;
}

/** The cells for so many unit regions. */
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
    // In cells from the first, as keys are.
    edge[c] = ((edges[at] ?? Infinity) + END) * perUnit;
  }
  return { perUnit, last, region, edge, loss: parabolas(perUnit, softplus, 1) };
}

// Inlined, once for each bank; tables in an object would be loaded again each time.
function add(perUnit, last, region, edge, loss, x, target, sums, bank) {
  const v = (x - 2 * target * x) * perUnit + END * perUnit;
  let c = v | 0;
  c = c < 0 ? 0 : c > last ? last : c;
  const u = v - c;
  const cell = ((region[c] + +(v >= edge[c])) << SHIFT) + 2 * bank;
  sums[cell] += loss[3 * c] + u * (loss[3 * c + 1] + u * loss[3 * c + 2]);
  sums[cell + 1] += 1;
}

/** Sums of losses, and counts, of each region and bank. */
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

/** The mean of the regions' mean losses, and how many are filled; fills their counts. */
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

/** A function that gives the GHM-C loss of these examples, whose targets are 0 or 1. */
export function lookUp(x, target, bins) {
  const table = cells(bins);
  const [sums, counts] = [new Float64Array(bins << SHIFT), new Float64Array(bins)];
  return () => {
    sumLosses(table, x, target, sums);
    return harmonized(bins, sums, counts)[0];
  };
}
