// The buttons of a figure: embed it, save it, measure on this machine.

import { button, download, reason } from '../dom.js';
import { address, frameAddress, part, poster } from '../load.js';

/** @import { GhmFigure } from '../ghm-figure.js' */
/** @import { Session } from '../session.js' */

// A sandbox may forbid a frame without an origin to save files, and no browser says whether it does.
const SANDBOXED = globalThis.origin === 'null' && parent !== self;

/**
 * Buttons to embed and to save; `say` shows what went wrong.
 * @param {GhmFigure} figure
 * @param {Session} session
 * @param {HTMLCanvasElement} canvas
 * @param {(text: string) => void} say
 */
export function toolButtons(figure, session, canvas, say) {
  const { engine } = session;
  /** @type {Record<string, () => Promise<unknown>>} */
  const tools = {
    Embed: async () => (await part('embed-dialog')).embed(figure, session, { address, frameAddress, poster }),
    SavePng: () => savePicture(figure, session, canvas),
    SaveSvg: () => {
      const { clientWidth, clientHeight } = canvas;
      return saveText(figure, session, 'svg', 'image/svg+xml', engine.svg(figure.figure, clientWidth, clientHeight, figure.dark));
    },
    SaveCsv: () => saveText(figure, session, 'csv', 'text/csv', engine.csv(figure.figure)),
  };
  return Object.entries(tools).map(([name, act]) =>
    button(session.text(name), async () => {
      try {
        await act();
      } catch (error) {
        say(reason(error));
      }
    }),
  );
}

/**
 * @param {GhmFigure} figure
 * @param {Session} session
 * @param {HTMLCanvasElement} canvas
 */
async function savePicture(figure, session, canvas) {
  const name = `ghm-${figure.figure}.png`;
  if (SANDBOXED) return (await part('offer')).offerPicture(figure, session, name, canvas);
  /** @type {Blob | null} */
  const blob = await new Promise((done) => canvas.toBlob(done));
  if (!blob) throw new Error(`${name}: the browser made no picture`);
  download(name, blob);
}

/**
 * @param {GhmFigure} figure
 * @param {Session} session
 * @param {string} kind
 * @param {string} type
 * @param {string} text
 */
async function saveText(figure, session, kind, type, text) {
  const name = `ghm-${figure.figure}.${kind}`;
  if (SANDBOXED) return (await part('offer')).offerText(figure, session, name, text);
  download(name, new Blob([text], { type }));
}

/**
 * The button of figures that show how long this machine takes.
 * @param {GhmFigure} figure
 * @param {Session} session
 * @param {(text: string) => void} say
 */
export function measureButton(figure, session, say) {
  const start = button(session.text('Measure'), async () => {
    start.disabled = true;
    start.textContent = session.text('Measuring');
    try {
      const { measure } = await part('measure');
      say(session.text('MeasuredOn', await measure(session, figure.figure)));
    } catch (error) {
      say(reason(error));
    }
    if (session.closed) return;
    start.disabled = false;
    start.textContent = session.text('Measure');
  });
  start.className = 'measure';
  return start;
}
