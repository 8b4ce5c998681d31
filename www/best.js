// The fastest JavaScript for the loss that is known to us: one pass, neither exp nor log.
//
// Keys from -32 to 32 are cut into cells, each narrower than any unit region, so that it holds one
// edge at most. A cell knows its region, its edge and a parabola for the loss, within 2e-6 of it.
// What is random doesn't branch. Four examples a turn add to four sub-histograms: a processor that
// sees one instruction meet its own last result makes it wait each time.
//
// The benchmark's tests/bench/page/best.js is the same, with weights and regression.

const END = 32;
const BANKS = 4;
/** A region has 8 numbers: a sum and a count for each bank. */
const SHIFT = 3;

function cells(bins) {
  let perUnit = 16;
  while (perUnit < bins / 4) perUnit *= 2;
  const last = 2 * END * perUnit;
  const region = new Int32Array(last + 1);
  const edge = new Float64Array(last + 1);
  const loss = new Float64Array(3 * (last + 1));
  const softplus = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
  const edges = Array.from({ length: bins - 1 }, (_, j) => Math.log((j + 1) / (bins - 1 - j)));
  let at = 0;
  for (let c = 0; c < last; c++) {
    const [from, h] = [c / perUnit - END, 1 / perUnit];
    while (at < edges.length && edges[at] < from) at++;
    region[c] = at;
    // In cells from the first, as keys are.
    edge[c] = ((edges[at] ?? Infinity) + END) * perUnit;
    // Through both ends and the middle; u goes from 0 to 1.
    const [a, m, b] = [softplus(from), softplus(from + h / 2), softplus(from + h)];
    if (c) loss.set([a, 4 * m - 3 * a - b, 2 * (a + b) - 4 * m], 3 * c);
  }
  // The last cell goes on for ever.
  region[last] = bins - 1;
  edge[last] = Infinity;
  loss.set([END, 1 / perUnit, 0], 3 * last);
  return { perUnit, last, region, edge, loss };
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

/** A function that gives the GHM-C loss of these examples, whose targets are 0 or 1. */
export function best(x, target, bins) {
  const { perUnit, last, region, edge, loss } = cells(bins);
  const sums = new Float64Array(bins << SHIFT);
  const whole = x.length & ~3;
  return () => {
    sums.fill(0);
    for (let i = 0; i < whole; i += 4) {
      add(perUnit, last, region, edge, loss, x[i], target[i], sums, 0);
      add(perUnit, last, region, edge, loss, x[i + 1], target[i + 1], sums, 1);
      add(perUnit, last, region, edge, loss, x[i + 2], target[i + 2], sums, 2);
      add(perUnit, last, region, edge, loss, x[i + 3], target[i + 3], sums, 3);
    }
    for (let i = whole; i < x.length; i++) {
      add(perUnit, last, region, edge, loss, x[i], target[i], sums, 0);
    }
    let [filled, total] = [0, 0];
    for (let j = 0; j < bins; j++) {
      let [count, sum] = [0, 0];
      for (let b = 0; b < BANKS; b++) {
        sum += sums[2 * (j * BANKS + b)];
        count += sums[2 * (j * BANKS + b) + 1];
      }
      if (count > 0) {
        filled++;
        total += sum / count;
      }
    }
    return total / filled;
  };
}
