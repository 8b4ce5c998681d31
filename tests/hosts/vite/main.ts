import init, { GhmC } from 'ghm-explainer';
import type { GhmFigure } from 'ghm-explainer/element';
import 'ghm-explainer/element';

await init();
const step = new GhmC(5, 0.5).step(new Float32Array([-3, -2, 0.5, 2.5]), new Float32Array([0, 0, 1, 0]));
document.querySelector('output')!.textContent = String(step.loss);
const figure: GhmFigure = document.querySelector('ghm-figure')!;
figure.addEventListener('ghm-change', ({ detail }) => console.info(detail.state, String(figure.mu)));
