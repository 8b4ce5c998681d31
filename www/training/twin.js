// The twin: trains while its figure is seen, and lets its outliers be moved.

import { hasDied } from '../channel.js';
import { reason } from '../dom.js';
import { DEATHS, openAfter } from './channel.js';

/** @import { Settings } from '../figure/settings.js' */
/** @import { Session } from '../session.js' */

/** Milliseconds of work for each answer: a part of a frame. */
const SLICE = 12;
/** Milliseconds after which an answer is late: what the figure shows meanwhile is marked as stale. */
const LATE = 600;

/**
 * Gives the trainer one job of the engine after another, and the engine the answers, until all is done or `seen`
 * returns false. A trainer that has died is replaced; where that is in vain, `twin.failed` says why.
 * @param {Session} session
 * @param {() => boolean} seen
 */
export async function work(session, seen) {
  const { engine, twin } = session;
  if (twin.busy || twin.failed) return;
  twin.busy = true;
  try {
    while (session.lives && seen()) {
      const job = engine.twinJob();
      if (!job.length) break;
      const answer = await timely(session, answered(session, job));
      if (!session.lives) break;
      if (answer && engine.twinAnswer(answer)) session.mark();
    }
  } catch (error) {
    twin.failed = reason(error);
    session.mark(false);
  } finally {
    twin.busy = false;
  }
}

/**
 * The trainer's answer; nothing if it died, and the job is to be given to its successor.
 * @param {Session} session
 * @param {Float32Array} job
 */
async function answered({ twin }, job) {
  try {
    twin.channel ??= await openAfter(twin.deaths, 'Twin');
    return await twin.channel.call('work', job, SLICE);
  } catch (error) {
    twin.channel?.close();
    twin.channel = undefined;
    if (!hasDied(error)) throw error;
    twin.deaths += 1;
    if (twin.deaths < DEATHS) return undefined;
    // Whoever tries again begins anew.
    twin.deaths = 0;
    throw error;
  }
}

/**
 * Says of the session's twin that it is late while an answer is, and until one has come: if it has shown anything yet.
 * @param {Session} session
 * @param {Promise<Float32Array | undefined>} answer
 */
async function timely(session, answer) {
  const { twin } = session;
  const late = (/** @type {boolean} */ is) => {
    if (twin.late === is) return;
    twin.late = is;
    session.mark(false);
  };
  const timer = twin.channel && setTimeout(() => late(true), LATE);
  try {
    const came = await answer;
    if (came) late(false);
    return came;
  } finally {
    clearTimeout(timer);
  }
}

/** @type {WeakSet<HTMLCanvasElement>} */
const draggable = new WeakSet();

/**
 * Lets the reader drag the outliers by the ring around them, or move them with shift and an arrow key.
 * @param {HTMLCanvasElement} canvas
 * @param {Session} session
 * @param {Settings} settings
 */
export function letDrag(canvas, session, { figure, locked, scale }) {
  if (draggable.has(canvas) || locked.includes('wrongx') || locked.includes('wrongy')) return;
  draggable.add(canvas);
  const { engine } = session;
  /**
   * The figure, its canvas's size, and where a pointer is on it.
   * @param {{ clientX: number, clientY: number }} pointer
   * @returns {[string, number, number, number, number]}
   */
  const at = ({ clientX, clientY }) => {
    const box = canvas.getBoundingClientRect();
    const places = [box.width, box.height, clientX - box.left, clientY - box.top];
    const [width, height, x, y] = places.map((place) => place / scale);
    return [figure, width, height, x, y];
  };
  let dragging = false;
  canvas.addEventListener('pointerdown', (event) => (dragging = engine.outliersAt(...at(event))));
  canvas.addEventListener('pointermove', (event) => {
    dragging &&= Boolean(event.buttons & 1);
    // Not asked during a drag, as the engine remembers where the outliers were taken.
    canvas.style.cursor = dragging ? 'grabbing' : engine.outliersAt(...at(event)) ? 'grab' : '';
    if (!dragging) return;
    engine.dragOutliers(...at(event));
    session.changed('wrongx');
  });
  // A finger on the ring drags it, and doesn't scroll the page.
  const touched = (/** @type {TouchEvent} */ event) => {
    if (engine.outliersAt(...at(event.touches[0]))) event.preventDefault();
  };
  canvas.addEventListener('touchstart', touched, { passive: false });
  // In the capturing phase: before the figure moves its cursor by the same key.
  canvas.addEventListener('keydown', (event) => nudge(event, session), { capture: true });
}

/** @type {Map<string, [right: number, up: number]>} */
const WAYS = new Map([['ArrowRight', [1, 0]], ['ArrowLeft', [-1, 0]], ['ArrowUp', [0, 1]], ['ArrowDown', [0, -1]]]);

/**
 * @param {KeyboardEvent} event
 * @param {Session} session
 */
function nudge(event, session) {
  const way = WAYS.get(event.key);
  if (!event.shiftKey || !way) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  session.engine.nudgeOutliers(...way);
  session.changed('wrongx');
}
