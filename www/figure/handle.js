// The handle of the figure `harmonize`: a disc on a track from cross-entropy to GHM-C, and three stops to press. Under
// the disc lies a slider, for keys and screen readers. Pointers are followed here, as a browser's slider jumps to a
// finger that only wants to scroll.

import { press } from '../controls.js';
import { button, make } from '../dom.js';

/** @import { Session } from '../session.js' */
/** @import { Control } from '../types' */

/** The stops: the text of each, and where it stands. */
const STOPS = /** @type {const} */ ([['HandleStart', 0], ['HandleHalf', 0.5], ['HandleEnd', 1]]);
/** Milliseconds of the movement to a stop. */
const GLIDES = 450;
/** A finger that has moved so many pixels sideways drags. */
const DRAGS = 5;
/** From there on, the word beside the disc has no room on its right. */
const CROWDED = 0.7;

/**
 * @param {Session} session
 * @param {string} key Of the knob that it moves.
 * @param {boolean} locked
 * @returns {Control}
 */
export function handle(session, key, locked) {
  const element = make('div', 'handle fresh');
  element.dataset.key = key;
  element.dir = 'ltr';
  element.setAttribute('role', 'group');
  const name = session.knobs.get(key)?.label ?? '';
  element.setAttribute('aria-label', name);

  const track = element.appendChild(make('div', 'track'));
  const range = track.appendChild(make('input'));
  Object.assign(range, { type: 'range', min: 0, max: 1, step: 'any', disabled: locked });
  range.setAttribute('aria-label', name);
  const disc = track.appendChild(make('span', 'disc'));
  disc.innerHTML = '<svg viewBox="0 0 28 28" aria-hidden="true"><path d="M11 9.5 6.5 14l4.5 4.5M17 9.5l4.5 4.5-4.5 4.5"/></svg>';
  const word = track.appendChild(make('span', 'word', session.text('HandleDrag')));
  word.setAttribute('aria-hidden', 'true');

  const stops = element.appendChild(make('div', 'stops'));
  const buttons = STOPS.map(([text, place]) => {
    const stop = button(session.text(text), () => glide(place));
    stop.disabled = locked;
    return stop;
  });
  stops.append(...buttons);

  let shown = NaN;
  const refresh = () => {
    const position = session.engine.position(key) ?? 0;
    if (position === shown) return;
    shown = position;
    // On the track, as all that is below an element with another property is styled anew.
    track.style.setProperty('--h', String(position));
    element.classList.toggle('moved', position > 0);
    element.classList.toggle('crowded', position > CROWDED);
    range.valueAsNumber = position;
    const stop = STOPS.find(([, place]) => place === position);
    const value = session.engine.shown(key) ?? '';
    range.setAttribute('aria-valuetext', stop ? session.text(stop[0]) : session.text('HandleAt', { value }));
    buttons.forEach((button, i) => {
      const pressed = String(STOPS[i] === stop);
      if (button.getAttribute('aria-pressed') !== pressed) button.setAttribute('aria-pressed', pressed);
    });
  };

  /** The frame of a movement to a stop, or 0. */
  let gliding = 0;
  const used = () => {
    cancelAnimationFrame(gliding);
    gliding = 0;
    if (element.matches('.fresh')) element.classList.remove('fresh');
  };
  /** @param {number} position */
  const slide = (position) => {
    session.slide(key, position);
    refresh();
  };
  /** @param {number} to */
  const glide = (to) => {
    used();
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return slide(to);
    const from = session.engine.position(key) ?? 0;
    /** @type {number | undefined} */
    let start;
    const move = (/** @type {number} */ now) => {
      start ??= now;
      const done = Math.min((now - start) / GLIDES, 1);
      gliding = 0;
      if (session.closed || !element.isConnected) return;
      slide(done === 1 ? to : from + (to - from) * eased(done));
      if (done < 1) gliding = requestAnimationFrame(move);
    };
    gliding = requestAnimationFrame(move);
  };

  range.addEventListener('input', () => {
    used();
    slide(range.valueAsNumber);
  });
  range.addEventListener('keydown', (event) => {
    if (!press(session, key, event, true)) return;
    used();
    refresh();
  });
  if (!locked) follow(track, disc, range, { position: () => session.engine.position(key) ?? 0, slide, glide, used });
  refresh();
  return Object.assign(element, { refresh });
}

/** Slow at both ends. */
const eased = (/** @type {number} */ t) => (t < 0.5 ? 4 * t ** 3 : 1 - 4 * (1 - t) ** 3);

/**
 * Lets pointers drag the disc. A finger first has to move sideways, or to leave without having moved: until then the
 * browser may take it to scroll.
 * @param {HTMLElement} track
 * @param {HTMLElement} disc
 * @param {HTMLElement} range
 * @param {{ position(): number, slide(to: number): void, glide(to: number): void, used(): void }} moves
 */
function follow(track, disc, range, moves) {
  /**
   * The pointer that is down: where it came down, how far from the disc, and whether it drags.
   * @type {{ id: number, x: number, from: number, offset: number, grabbed: boolean, drags: boolean, left: number, width: number } | null}
   */
  let held = null;
  track.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || held) return;
    const { left, width } = track.getBoundingClientRect();
    const { left: edge, width: size } = disc.getBoundingClientRect();
    const grabbed = event.clientX >= edge - 4 && event.clientX <= edge + size + 4;
    const from = (event.clientX - left) / width;
    const drags = event.pointerType !== 'touch';
    held = { id: event.pointerId, x: event.clientX, from, offset: grabbed ? moves.position() - from : 0, grabbed, drags, left, width };
    track.setPointerCapture(event.pointerId);
    if (!drags) return;
    // Else the browser would mark text, and move the focus.
    event.preventDefault();
    range.focus({ preventScroll: true });
    moves.used();
    if (!grabbed) moves.slide(from);
  });
  track.addEventListener('pointermove', (event) => {
    if (held?.id !== event.pointerId) return;
    if (!held.drags && Math.abs(event.clientX - held.x) > DRAGS) {
      held.drags = true;
      moves.used();
    }
    if (held.drags) moves.slide((event.clientX - held.left) / held.width + held.offset);
  });
  track.addEventListener('pointerup', (event) => {
    if (held?.id !== event.pointerId) return;
    const { drags, grabbed, from } = held;
    held = null;
    if (!drags && !grabbed) moves.glide(Math.min(Math.max(from, 0), 1));
  });
  track.addEventListener('pointercancel', () => (held = null));
}
