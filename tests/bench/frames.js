// Times the built page's own frames; `cargo xtask bench` runs it in the page. `rounds`, `throttled`
// are set before. Returns samples in milliseconds: `redraw` and `rastered` by figure, `frame` by screen.

const frame = () => new Promise(requestAnimationFrame);
// A message arrives when the frame's style, layout, paint and handing over are done.
const handedOver = () => new Promise((done) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => done(performance.now());
  port2.postMessage(null);
});
const figures = [...document.querySelectorAll('ghm-figure[shared]')];
const name = (figure) => figure.getAttribute('name');
const samples = { redraw: {}, rastered: {}, frame: {}, shown: {} };
const add = (kind, key, value) => (samples[kind][key] ??= []).push(value);

/** One figure after the other, as often: what else the machine does meets all alike. */
async function redraws() {
  const shown = new Set();
  const subjects = figures.filter((figure) => !shown.has(name(figure)) && shown.add(name(figure)));
  for (let round = -2; round < rounds; round++) {
    for (const figure of subjects) {
      const engine = figure.session.session;
      const canvas = figure.shadowRoot.querySelector('canvas');
      const width = canvas.clientWidth;
      const height = engine.height(name(figure), width);
      const start = performance.now();
      engine.draw(canvas, name(figure), width, height, devicePixelRatio, false, -1, 0);
      const issued = performance.now();
      // Reading a pixel waits for the others.
      canvas.getContext('2d').getImageData(0, 0, 1, 1);
      if (round >= 0) {
        add('redraw', name(figure), issued - start);
        add('rastered', name(figure), performance.now() - start);
      }
      await frame();
    }
  }
}

/** Moves the figure's first slider with the figure at the top of the screen. */
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
      if (round < 0) continue;
      add('frame', name(figure), spent);
      add('shown', name(figure), figures.filter((each, i) => Number(each.dataset.draws ?? 0) > draws[i]).length);
      // The next input meets a page at rest.
      await new Promise((done) => setTimeout(done, 30));
    }
    slider.value = start;
    slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  }
}

if (!throttled) await redraws();
await inputs();
return samples;
