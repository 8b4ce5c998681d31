// Measures the built page while the detectors of its figure train. `cargo xtask bench --training`
// runs this with one call after it at a time.

const figure = document.querySelector('ghm-figure[name=detector]');
const inside = (selector) => figure.shadowRoot?.querySelector(selector);
const pause = (time) => new Promise((done) => setTimeout(done, time));
const until = async (test) => {
  while (!test()) await pause(20);
};
const step = () => inside('progress').value;

/** Opens the figure and presses its button. */
async function start() {
  await until(() => {
    // Again and again: figures above it still grow while they load.
    figure.scrollIntoView({ block: 'start', behavior: 'instant' });
    return inside('.scenes canvas')?.style.height;
  });
  inside('.transport button').click();
}

/** Measures this many intervals from one frame to the next, in milliseconds. */
async function intervals(frames) {
  const times = [];
  await new Promise((done) => {
    const next = (time) => {
      times.push(time);
      if (times.length > frames) done();
      else requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  return times.slice(1).map((time, i) => time - times[i]);
}

/** The sizes of the trainer's and the engine's wasm memories in bytes, and the step. */
async function memory() {
  const { session } = figure;
  const run = [...session.views].find((view) => view.channel);
  const engine = (await session.module.default()).memory.buffer.byteLength;
  return { trainer: await run.channel.call('memory'), engine, step: step() };
}
