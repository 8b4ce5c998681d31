// Times the built page's own frames; `cargo xtask bench` runs it in the page. `rounds`, `throttled`
// are set before. Returns samples in milliseconds: `redraw` and `rastered` by figure, `frame` and, of the
// frame after it that has the words, `words` by screen.

const frame = () => new Promise(requestAnimationFrame);
// A message arrives when the frame's style, layout, paint and handing over are done.
const handedOver = () => new Promise((done) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => done(performance.now());
  port2.postMessage(null);
});
const figures = [...document.querySelectorAll('ghm-figure[shared]')];
const name = (figure) => figure.getAttribute('name');
const samples = { redraw: {}, rastered: {}, frame: {}, words: {}, shown: {} };
const add = (kind, key, value) => (samples[kind][key] ??= []).push(value);

/** One figure after the other, as often: what else the machine does meets all alike. */
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

/** Waits until the page rests, as far as it comes to that: a training gives something new to draw for long. */
async function rest(session) {
  for (let wait = 0; wait < 4; wait++) {
    const moved = session.moved;
    await new Promise((done) => setTimeout(done, 30));
    if (session.moved === moved && !session.frame) return;
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

if (!throttled) await redraws();
await inputs();
return samples;
