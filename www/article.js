// What stands between the figures: phrases that set knobs, quoted numbers, predictions, and the settings.

import { show } from './dom.js';
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
  const knobs = settings(session);
  const prose = following([...phrases(session), ...quotations(session)]);
  /** @type {NodeListOf<HTMLFormElement>} */
  const forms = document.querySelectorAll('form.predict');
  const predictions = [...forms].map((form) => prediction(session, form));
  return {
    tell() {
      knobs.tell();
      predictions.forEach((refresh) => refresh());
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

/**
 * Makes parts of the prose follow the state: at once in sections in view, elsewhere when a movement has ended.
 * @param {Follower[]} followers
 * @returns {Required<Pick<View, 'tell' | 'settle'>>}
 */
function following(followers) {
  /** @type {Set<Element>} */
  const inView = new Set();
  // Sections are watched, as watching a hundred elements would cost time in every frame.
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) inView.add(target);
      else inView.delete(target);
    }
  });
  const parts = followers.map((follower) => ({ ...follower, section: follower.element.closest('section') ?? document.body }));
  for (const { section } of parts) watch.observe(section);
  return {
    tell() {
      for (const { section, costly, act } of parts) if (!costly && inView.has(section)) act();
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
    return { element, costly: COSTLY.includes(key), act: () => show(element, session.engine.quote(key) ?? '–') };
  });
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

/**
 * A prediction: the reader answers before the figure does. Which answer is right follows from the live state.
 * @param {Session} session
 * @param {HTMLFormElement} form
 */
function prediction(session, form) {
  const verdict = /** @type {HTMLElement} */ (form.querySelector('.verdict'));
  /** @type {HTMLInputElement | null} */
  const guess = form.querySelector('input[type=range]');
  const echo = form.querySelector('output');
  if (guess && echo) {
    echo.textContent = guess.value;
    guess.addEventListener('input', () => (echo.textContent = guess.value));
  }
  let waiting = false;
  /** @type {(event?: Event) => void} */
  const judge = (event) => {
    event?.preventDefault();
    const answer = new FormData(form).get(guess ? guess.name : 'answer');
    if (typeof answer !== 'string') return;
    const judged = session.engine.predict(form.dataset.predict ?? '', answer);
    waiting = !judged;
    if (!judged) {
      // The number that decides is still being computed.
      delete form.dataset.right;
      show(verdict, verdict.dataset.waiting ?? '');
      if (event) session.mark();
      return;
    }
    const label = form.querySelector(`input[value="${judged.answer}"]`)?.parentElement?.textContent?.trim();
    form.dataset.right = judged.right ? 'yes' : 'no';
    const said = judged.right ? verdict.dataset.right : verdict.dataset.wrong;
    verdict.textContent = (said ?? '').replaceAll('{value}', judged.value).replaceAll('{answer}', label ?? '');
  };
  form.addEventListener('submit', judge);
  if (!guess) form.addEventListener('change', judge);
  return () => {
    if (waiting) judge();
  };
}
