// Times the engine and plain JavaScript on the reader's machine. Each round runs every task, so that a change of the
// machine's speed affects all alike. The engine takes the medians.

import { asset } from './load.js';
import { hasSimd } from './simd.js';
import { lookUp } from './look-up.js';

const ROUNDS = 7;
const LEAST_MILLISECONDS = 12;
/** So many milliseconds nobody may have touched anything before a figure measures by itself. */
const QUIET = 1500;
/** With more examples a task takes so long that only who asks for it should wait. */
const MOST_EXAMPLES = 200_000;
/** What a reader does. */
const INPUTS = ['pointerdown', 'pointermove', 'wheel', 'touchstart', 'keydown', 'scroll'];

/** @import { Trial } from '../pkg/losses/losses.js' */
/** @import { Session } from './session.js' */
/** @import { Losses } from './types' */

/** @type {Record<string, () => Promise<Losses>>} */
const LOSSES = {
  'pkg/losses/': () => import('../pkg/losses/losses.js'),
  'pkg/losses/scalar/': () => import('../pkg/losses/scalar/losses.js'),
};

/**
 * One of the two builds of the losses.
 * @param {string} folder
 */
async function lossesAt(folder) {
  const [losses, wasm] = await Promise.all([LOSSES[folder](), asset(`${folder}losses_bg.wasm`)]);
  await losses.default({ module_or_path: wasm });
  return losses;
}

/**
 * What is timed.
 * @typedef {object} Task
 * @property {string} what Its name in the engine.
 * @property {number} bins
 * @property {Trial} trial The examples that it runs on.
 * @property {() => number} run Runs it once; returns the loss.
 */

/**
 * Takes the times that the figure called `name` shows; returns, for a note, how many examples, rounds and bins they
 * are for, and the machine.
 * @param {Session} session
 * @param {string} name
 * @param {AbortSignal} [stop] Ends it; what was timed until then is shown, but doesn't count.
 */
export async function measure(session, name, stop = new AbortController().signal) {
  const { engine } = session;
  measured.add(session);
  const losses = await lossesAt(hasSimd() ? 'pkg/losses/' : 'pkg/losses/scalar/');
  const [n, bins] = [engine.number('n') ?? 0, engine.number('bins') ?? 0];
  engine.forget();
  const tasks = name === 'speed' ? await speed(losses, n, bins) : regions(losses, n, bins);
  try {
    await rounds(session, tasks, n, stop);
  } finally {
    for (const trial of new Set(tasks.map((task) => task.trial))) trial.free();
  }
  const timed = [...new Set(tasks.map((task) => task.bins))].join(', ');
  if (stop.aborted) measured.delete(session);
  return { n: n.toLocaleString('en'), rounds: ROUNDS, bins: timed, machine: machine() };
}

/** @type {WeakSet<Session>} */
const measured = new WeakSet();
/** @type {WeakSet<Session>} */
const waiting = new WeakSet();

/**
 * Measures once by itself: when the figure called `name` has rested in view for a while, nothing moves and the browser
 * is idle. Input ends it, and it waits again.
 * @param {Session} session
 * @param {string} name
 * @param {() => boolean} seen Whether its plots are in view, in the window that the reader has before them.
 */
export async function atRest(session, name, seen) {
  if (measured.has(session) || waiting.has(session)) return;
  waiting.add(session);
  const done = new AbortController();
  let touched = performance.now();
  let stop = new AbortController();
  const touch = () => {
    touched = performance.now();
    stop.abort();
  };
  for (const kind of INPUTS) addEventListener(kind, touch, { passive: true, capture: true, signal: done.signal });
  const quiet = () => {
    const moves = session.twin.busy || (session.engine.number('n') ?? 0) > MOST_EXAMPLES || [...session.views].some((view) => view.playing);
    return !moves && document.visibilityState === 'visible' && performance.now() - Math.max(touched, session.moved) > QUIET;
  };
  try {
    while (!session.closed && seen() && !measured.has(session)) {
      if (quiet()) {
        stop = new AbortController();
        await measure(session, name, stop.signal);
      } else await idle();
    }
  } finally {
    done.abort();
    waiting.delete(session);
  }
}

/** Resolves in half a second, when the browser has nothing else to do. */
async function idle() {
  await new Promise((done) => setTimeout(done, 500));
  // Safari has no such call.
  if ('requestIdleCallback' in window) await new Promise((done) => requestIdleCallback(done, { timeout: 5000 }));
}

/**
 * @param {Session} session
 * @param {Task[]} tasks
 * @param {number} n
 * @param {AbortSignal} stop
 */
async function rounds(session, tasks, n, stop) {
  for (const task of tasks) {
    if (stop.aborted || session.closed) return;
    task.run();
    await new Promise((done) => setTimeout(done));
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { what, bins, run } of tasks) {
      if (stop.aborted || session.closed) return;
      const start = performance.now();
      let calls = 0;
      do {
        run();
        calls++;
      } while (performance.now() - start < LEAST_MILLISECONDS);
      session.engine.timed(what, bins, performance.now() - start, calls * n);
      // Between tasks the page can respond to its reader.
      await new Promise((done) => setTimeout(done));
    }
    if (!session.closed) session.mark(false);
  }
}

/**
 * @param {Losses} losses
 * @param {number} n
 * @param {number} chosen
 * @returns {Task[]}
 */
function regions({ Trial }, n, chosen) {
  return [...new Set([5, 30, 200, chosen])].flatMap((bins) => {
    const trial = new Trial(n, bins);
    return [
      { what: 'regions', bins, trial, run: () => trial.regions() },
      { what: 'exact', bins, trial, run: () => trial.exact() },
    ];
  });
}

/**
 * @param {Losses} losses
 * @param {number} n
 * @param {number} bins
 */
async function speed({ Trial }, n, bins) {
  const trial = new Trial(n, bins);
  const [logits, targets] = [trial.logits(), trial.targets()];
  /** @type {Task[]} */
  const tasks = [{ what: 'js', bins, trial, run: () => plain(logits, targets, bins) }];
  tasks.push({ what: 'best', bins, trial, run: lookUp(logits, targets, bins) });
  const scalar = new (await lossesAt('pkg/losses/scalar/')).Trial(n, bins);
  tasks.push({ what: 'scalar', bins, trial: scalar, run: () => scalar.regions() });
  if (hasSimd()) tasks.push({ what: 'simd', bins, trial, run: () => trial.regions() });
  const results = tasks.map((task) => task.run());
  // Times can be compared only if all compute the same loss.
  if (results.some((loss) => Math.abs(loss / results[0] - 1) > 1e-5)) throw new Error(`losses differ: ${results}`);
  return tasks;
}

/**
 * GHM-C as one would write it in JavaScript. It is there to be timed: no figure shows its result.
 * @param {Float32Array} logits
 * @param {Float32Array} targets
 * @param {number} bins
 */
function plain(logits, targets, bins) {
  /** @type {number[]} */
  const counts = new Array(bins).fill(0);
  /** @type {number[]} */
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
