// Times the frames of the built page. `cargo xtask bench` defines `rounds` and `throttled` and runs
// this in the page. Returns samples in milliseconds: `redraw` and `rastered` for each figure; for
// each screen `frame`, from an input to the frame with the figures, and `words`, the frame after it
// with the words.

const frame = () => new Promise(requestAnimationFrame);
// A message arrives after style, layout, paint and the commit to the compositor.
const handedOver = () => new Promise((done) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => done(performance.now());
  port2.postMessage(null);
});
const figures = [...document.querySelectorAll('ghm-figure[shared]')];
const name = (figure) => figure.getAttribute('name');
const samples = { redraw: {}, rastered: {}, frame: {}, words: {}, shown: {} };
const add = (kind, key, value) => (samples[kind][key] ??= []).push(value);

/** Draws the figures in turn, so that other work on the machine affects all of them alike. */
async function redraws() {
  const shown = new Set();
  const subjects = figures.filter((figure) => !shown.has(name(figure)) && shown.add(name(figure)));
  for (let round = -2; round < rounds; round++) {
    for (const figure of subjects) {
      const engine = figure.session.engine;
      const canvas = figure.shadowRoot.querySelector('canvas');
      const width = canvas.clientWidth;
      const height = engine.height(name(figure), width);
      const start = performance.now();
      engine.draw(canvas, name(figure), width, height, devicePixelRatio, false, -1, 0);
      const issued = performance.now();
      // Reading one pixel waits until all are drawn.
      canvas.getContext('2d').getImageData(0, 0, 1, 1);
      if (round >= 0) {
        add('redraw', name(figure), issued - start);
        add('rastered', name(figure), performance.now() - start);
      }
      await frame();
    }
  }
}

/** Waits until the page rests, at most 120 ms: a training keeps drawing for longer. */
async function rest(session) {
  for (let wait = 0; wait < 4; wait++) {
    const moved = session.moved;
    await new Promise((done) => setTimeout(done, 30));
    if (session.moved === moved && !session.frame) return;
  }
}

/** Brings each figure to the top of the screen and moves its first slider. */
async function inputs() {
  for (const figure of figures) {
    const slider = figure.shadowRoot.querySelector('.knob input[type=range]');
    if (!slider) continue;
    figure.scrollIntoView({ block: 'start', behavior: 'instant' });
    for (let wait = 0; wait < 20; wait++) await frame();
    const start = slider.valueAsNumber;
    for (let round = -3; round < rounds; round++) {
      const draws = figures.map((each) => Number(each.dataset.draws ?? 0));
      slider.value = 0.1 + 0.8 * ((round + 3) / (rounds + 3));
      const from = performance.now();
      slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      await frame();
      const spent = (await handedOver()) - from;
      const shown = figures.filter((each, i) => Number(each.dataset.draws ?? 0) > draws[i]).length;
      const began = performance.now();
      if (figure.session.frame) await frame();
      const after = (await handedOver()) - began;
      if (round < 0) continue;
      add('frame', name(figure), spent);
      add('words', name(figure), after);
      add('shown', name(figure), shown);
      await rest(figure.session);
    }
    slider.value = start;
    slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  }
}

/** Answers all predictions, as most figures are covered until then, and what is covered is not painted. */
async function uncover() {
  // The page's code for them may come after the figures.
  for (let wait = 0; wait < 100 && document.querySelector('[data-after]'); wait++) {
    for (const button of document.querySelectorAll('.cover button')) button.click();
    await new Promise((done) => setTimeout(done, 50));
  }
}

await uncover();
if (!throttled) await redraws();
await inputs();
return samples;
