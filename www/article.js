// What stands between the figures: phrases that set knobs, quoted numbers, claims, predictions, and the settings.

import { claims } from './claims.js';
import { decide } from './decide.js';
import { show } from './dom.js';
import { keepOwn } from './own.js';
import { predictions } from './predictions.js';
import { settings } from './settings.js';

/** @import { Session } from './session.js' */
/** @import { View } from './types' */

// Numbers that need a pass over all examples.
const COSTLY = ['loss.exact'];

/**
 * Fills in and connects all of it. Returns what keeps it up to date.
 * @param {Session} session
 * @returns {Required<Pick<View, 'tell' | 'settle'>>}
 */
export function article(session) {
  keepOwn(session);
  const knobs = settings(session);
  const claimed = claims(session, COSTLY);
  // Before the reader comes near them: a sentence that is set aside takes more room.
  for (const { act } of claimed) act();
  const prose = following([...phrases(session), ...quotations(session), ...claimed]);
  const judged = predictions(session);
  decide(session);
  return {
    tell() {
      knobs.tell();
      judged.forEach((refresh) => refresh());
      prose.tell();
    },
    // Prose that is out of view is updated when a movement has ended.
    settle() {
      knobs.settle();
      prose.settle();
    },
  };
}

/**
 * A part of the prose that follows the state.
 * @typedef {object} Follower
 * @property {Element} element
 * @property {boolean} costly Whether it has to wait until a movement has ended.
 * @property {() => void} act
 */

/** What is laid out by itself, so that a number in it moves nothing beside it. */
const BLOCKS = 'p, li, td, th, summary, figcaption, h2, h3, section';

/**
 * Makes parts of the prose follow the state: at once in paragraphs in view, elsewhere when a movement has ended.
 * @param {Follower[]} followers
 * @returns {Required<Pick<View, 'tell' | 'settle'>>}
 */
function following(followers) {
  /** @type {Set<Element>} */
  const inView = new Set();
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) inView.add(target);
      else inView.delete(target);
    }
  });
  const parts = followers.map((follower) => ({ ...follower, block: follower.element.closest(BLOCKS) ?? document.body }));
  for (const { block } of parts) watch.observe(block);
  return {
    tell() {
      for (const { block, costly, act } of parts) if (!costly && inView.has(block)) act();
    },
    settle() {
      for (const { act } of parts) act();
    },
  };
}

/**
 * Numbers in the prose.
 * @param {Session} session
 * @returns {Follower[]}
 */
function quotations(session) {
  /** @type {NodeListOf<HTMLOutputElement>} */
  const outputs = document.querySelectorAll('output[data-quote]');
  return [...outputs].map((element) => {
    const key = element.dataset.quote ?? '';
    return { element, costly: COSTLY.includes(key), act: () => quote(session, element, key) };
  });
}

/**
 * @param {Session} session
 * @param {Element} element
 * @param {string} key
 */
function quote({ engine }, element, key) {
  const number = engine.quote(key);
  // Before the twin has been trained here, the page has its numbers at the defaults.
  if (number === undefined && key.startsWith('twin.') && !engine.twinMoved()) return;
  show(element, number ?? '–');
}

/**
 * @param {Session} session
 * @returns {Follower[]}
 */
function phrases(session) {
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = document.querySelectorAll('.set');
  return [...buttons].map((element) => ({ element, costly: false, act: phrase(session, element) }));
}

/**
 * A phrase sets knobs. Pressed again, it sets them back to what they were.
 * @param {Session} session
 * @param {HTMLButtonElement} button
 */
function phrase(session, button) {
  const wanted = [...new URLSearchParams(button.dataset.set)];
  const { engine } = session;
  const holds = () => wanted.every(([key, value]) => engine.get(key) === value);
  /** @type {[string, string][] | null} */
  let before = null;
  button.type = 'button';
  button.addEventListener('click', () => {
    session.leave?.();
    const back = holds() ? before : null;
    before = back ? null : wanted.map(([key]) => [key, engine.get(key) ?? '']);
    for (const [key, value] of back ?? wanted) session.set(key, value);
    refresh();
  });
  /** @type {boolean | undefined} */
  let pressed;
  const refresh = () => {
    const now = holds();
    if (pressed === now) return;
    pressed = now;
    button.setAttribute('aria-pressed', String(now));
  };
  return refresh;
}
