// Times the engine and plain JavaScript on the reader's machine: interleaved
// rounds, so that a change of the machine's speed meets all alike. The engine
// takes the medians.

import { lookUp } from './look-up.js';

const ROUNDS = 7;
const LEAST_MILLISECONDS = 12;

/** Fills the figure called `name`; returns what it ran on. `engineAt` loads a build of the engine. */
export async function measure(shared, name, engineAt) {
  const [n, bins] = ['n', 'bins'].map((key) => Number(shared.session.get(key)));
  shared.session.forget();
  const tasks = name === 'speed' ? await speed(shared, n, bins, engineAt) : regions(shared, n, bins);
  try {
    await rounds(shared, tasks, n);
  } finally {
    for (const trial of new Set(tasks.map((task) => task.trial))) trial?.free();
  }
  return { n: n.toLocaleString('en'), rounds: ROUNDS, bins: tasks.map((t) => t.bins).filter((b, i, all) => all.indexOf(b) === i).join(', '), machine: machine() };
}

async function rounds(shared, tasks, n) {
  for (const task of tasks) task.run();
  for (let round = 0; round < ROUNDS; round++) {
    for (const { what, bins, run } of tasks) {
      const start = performance.now();
      let calls = 0;
      do {
        run();
        calls++;
      } while (performance.now() - start < LEAST_MILLISECONDS);
      shared.session.timed(what, bins, performance.now() - start, calls * n);
    }
    shared.mark();
    // The page stays alive between rounds.
    await new Promise((done) => setTimeout(done));
  }
}

function regions({ engine }, n, chosen) {
  return [...new Set([5, 30, 200, chosen])].flatMap((bins) => {
    const trial = new engine.Trial(n, bins);
    return [
      { what: 'regions', bins, trial, run: () => trial.regions() },
      { what: 'exact', bins, trial, run: () => trial.exact() },
    ];
  });
}

async function speed({ engine }, n, bins, engineAt) {
  const trial = new engine.Trial(n, bins);
  const [logits, targets] = [trial.logits(), trial.targets()];
  const tasks = [{ what: 'js', bins, trial, run: () => plain(logits, targets, bins) }];
  tasks.push({ what: 'best', bins, trial, run: lookUp(logits, targets, bins) });
  const scalar = new (await engineAt('pkg/scalar/')).Trial(n, bins);
  tasks.push({ what: 'scalar', bins, trial: scalar, run: () => scalar.regions() });
  if (engine.simd) tasks.push({ what: 'simd', bins, trial, run: () => trial.regions() });
  const results = tasks.map((task) => task.run());
  // A way that gives another loss is no way to compare.
  if (results.some((loss) => Math.abs(loss / results[0] - 1) > 1e-5)) throw new Error(`losses differ: ${results}`);
  return tasks;
}

/** GHM-C as one would write it in JavaScript: the subject of the measurement. */
function plain(logits, targets, bins) {
  const counts = new Array(bins).fill(0);
  const losses = new Array(bins).fill(0);
  for (let i = 0; i < logits.length; i++) {
    const x = logits[i];
    const g = Math.abs(1 / (1 + Math.exp(-x)) - targets[i]);
    const bin = Math.min(Math.floor(g * bins), bins - 1);
    counts[bin]++;
    losses[bin] += Math.max(x, 0) - x * targets[i] + Math.log1p(Math.exp(-Math.abs(x)));
  }
  const filled = counts.filter((count) => count > 0).length;
  return losses.reduce((sum, loss, j) => (counts[j] ? sum + loss / counts[j] : sum), 0) / filled;
}

function machine() {
  const brands = navigator.userAgentData?.brands.map((b) => `${b.brand} ${b.version}`).join(', ');
  return `${brands ?? navigator.userAgent}, ${navigator.hardwareConcurrency ?? '?'} threads`;
}
