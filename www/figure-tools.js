// The buttons of a figure: embed it, save it, measure on this machine.

import { button, download } from './dom.js';
import { address, engineAt, frameAddress, part, poster } from './load.js';

// A frame of no origin is one that a sandbox may keep from saving: no browser says whether it does.
const SANDBOXED = self.origin === 'null' && parent !== self;

/** Buttons to embed and to save; `say` shows what went wrong. */
export function toolButtons(figure, stage, say) {
  const engine = () => figure.session.session;
  const canvas = () => stage.querySelector('canvas');
  const tools = {
    Embed: async () => (await part('embed-dialog')).embed(figure, { address, frameAddress, poster }),
    SavePng: () => savePicture(figure, canvas()),
    SaveSvg: () => {
      const { clientWidth, clientHeight } = canvas();
      return save(figure, 'svg', 'image/svg+xml', engine().svg(figure.figure, clientWidth, clientHeight, figure.dark));
    },
    SaveCsv: () => save(figure, 'csv', 'text/csv', engine().csv(figure.figure)),
  };
  return Object.entries(tools).map(([name, act]) =>
    button(figure.session.text(name), () => act()?.catch((error) => say(error.message))),
  );
}

function savePicture(figure, canvas) {
  const name = `ghm-${figure.figure}.png`;
  if (SANDBOXED) return part('offer').then(({ offerPicture }) => offerPicture(figure, name, canvas));
  canvas.toBlob((blob) => download(name, blob));
}

function save(figure, kind, type, text) {
  const name = `ghm-${figure.figure}.${kind}`;
  if (SANDBOXED) return part('offer').then(({ offerText }) => offerText(figure, name, text));
  download(name, new Blob([text], { type }));
}

/** The button of figures that show what this machine takes. */
export function measureButton(figure, say) {
  const { session: shared } = figure;
  const start = button(shared.text('Measure'), async () => {
    start.disabled = true;
    start.textContent = shared.text('Measuring');
    try {
      const { measure } = await part('measure');
      say(shared.text('MeasuredOn', await measure(shared, figure.figure, engineAt)));
    } catch (error) {
      say(error.message);
    }
    if (shared.closed) return;
    start.disabled = false;
    start.textContent = shared.text('Measure');
  });
  start.className = 'measure';
  return start;
}
