// The twin: trains while its figure is seen, and lets its outliers be moved.

import { open } from './channel.js';

/** Milliseconds of work between two answers: a part of a frame. */
const SLICE = 12;

/** Asks the engine what is next and hands back what comes of it, until all is done or `seen` says no. */
export async function work(shared, seen) {
  const twin = (shared.twin ??= {});
  if (twin.busy) return;
  twin.busy = true;
  try {
    while (!shared.closed && seen()) {
      const job = shared.session.twinJob();
      if (!job.length) break;
      twin.channel ??= await open('Twin');
      const answer = await twin.channel.call('work', job, SLICE);
      if (shared.closed) break;
      if (shared.session.twinAnswer(answer)) shared.mark();
    }
  } finally {
    twin.busy = false;
  }
}

const held = new WeakSet();

/** Outliers are dragged by their ring, or moved with shift and an arrow key. */
export function hold(canvas, shared, locked) {
  if (held.has(canvas) || locked.includes('wrongx') || locked.includes('wrongy')) return;
  held.add(canvas);
  const at = ({ clientX, clientY }) => {
    const box = canvas.getBoundingClientRect();
    return [box.width, box.height, clientX - box.left, clientY - box.top];
  };
  const grasps = (pointer) => shared.session.grasp(...at(pointer));
  let towing = false;
  canvas.addEventListener('pointerdown', (event) => (towing = grasps(event)));
  canvas.addEventListener('pointermove', (event) => {
    towing &&= Boolean(event.buttons & 1);
    canvas.style.cursor = towing ? 'grabbing' : grasps(event) ? 'grab' : '';
    if (!towing) return;
    shared.session.tow(...at(event));
    shared.changed('wrongx');
  });
  // A finger on the ring drags it, and doesn't scroll the page.
  canvas.addEventListener('touchstart', (event) => grasps(event.touches[0]) && event.preventDefault(), { passive: false });
  // Before the figure takes the key to read by.
  canvas.addEventListener('keydown', (event) => move(event, shared), { capture: true });
}

function move(event, shared) {
  const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
  if (!event.shiftKey || !way) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  shared.session.shove(...way);
  shared.changed('wrongx');
}
