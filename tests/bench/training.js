// The built page while its detectors train; `cargo xtask bench --training` runs a call of this at a
// time. `frames` is set before. The page's own figure trains, by its own button.

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
    // Again and again: figures above it grow while they come.
    figure.scrollIntoView({ block: 'start', behavior: 'instant' });
    return inside('.scenes canvas')?.style.height;
  });
  inside('.transport button').click();
}

/** Milliseconds between frames, `frames` of them. */
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

/** Bytes of wasm memory, the trainer's and the engine's. */
async function memory() {
  const { session } = figure;
  const run = [...session.views].find((view) => view.channel);
  const engine = (await session.module.default()).memory.buffer.byteLength;
  return { trainer: await run.channel.call('memory'), engine, step: step() };
}
