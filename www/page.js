// The article around the figures: phrases that set knobs, quoted numbers, predictions, and the address, which holds
// the state. Settings and contents are in files of their own.

import './ghm-figure.js';
import './ghm-file.js';
import { followReader } from './contents.js';
import { show } from './dom.js';
import { RESTS, Session } from './session.js';
import { settings } from './settings.js';

/** @import { View } from './types' */

// Numbers that need a pass over all examples.
const COSTLY = ['loss.exact'];

const notes = /** @type {HTMLElement} */ (document.querySelector('.notes'));

Session.page.then(start, () => {
  // Nothing to say here: each figure says why it can't live.
});
followReader();
stayAtTarget();
typeset();
prepareForPaper();

/** Loads the formulas' font once the first figure lives; at once if the reader comes to a place that may have some. */
function typeset() {
  const { classList } = document.documentElement;
  const now = async () => {
    classList.add('typeset');
    // A font that can't be loaded is replaced by one of the system.
    await document.fonts.load('1em Formulas').catch(() => {});
    classList.add('formulas');
  };
  if (location.hash) return void now();
  addEventListener('ghm-ready', now, { once: true });
  addEventListener('ghm-error', now, { once: true });
}

/**
 * What can be unfolded is unfolded on paper, and no figure is missing: those that live are drawn then, the others need
 * their pictures, wherever they are. These are loaded after all that the first figure needs.
 */
function prepareForPaper() {
  const fetch = () => {
    /** @type {NodeListOf<HTMLImageElement>} */
    const pictures = document.querySelectorAll('ghm-figure:not([data-state=live]) img[loading]');
    for (const picture of pictures) picture.loading = 'eager';
  };
  Session.page.catch(() => {}).then(() => setTimeout(fetch, 1000));
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [.../** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll('main details:not([open])'))];
    for (const details of opened) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of opened) details.open = false;
  });
}

/** @param {Session} session */
function start(session) {
  session.problem = say;
  if (session.notes.length) say(session.told(session.notes));
  const knobs = settings(session);
  const prose = following([...phrases(session), ...quotations(session)]);
  /** @type {NodeListOf<HTMLFormElement>} */
  const forms = document.querySelectorAll('form.predict');
  const predictions = [...forms].map((form) => prediction(session, form));
  session.add({
    tell() {
      knobs.tell();
      predictions.forEach((refresh) => refresh());
      prose.tell();
    },
    // The address, and prose that is out of view, are updated when a movement has ended.
    settle() {
      knobs.settle();
      prose.settle();
      remember(session.engine.query());
    },
  });
  addEventListener('hashchange', () => {
    if (!location.hash.includes('=')) return;
    const notes = session.apply(new URLSearchParams(location.hash.slice(1)));
    if (notes.length) say(session.told(notes));
    session.changed('data');
  });
  skipUnseen();
}

/** Keeps the place that the reader's link names at the top, until the figures above have taken their room. */
function stayAtTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (!target) return;
  const moved = new AbortController();
  for (const kind of ['wheel', 'touchstart', 'pointerdown', 'keydown', 'hashchange']) {
    addEventListener(kind, () => moved.abort(), { passive: true, signal: moved.signal });
  }
  const observer = new ResizeObserver(() => target.scrollIntoView({ behavior: 'instant' }));
  moved.signal.addEventListener('abort', () => observer.disconnect());
  for (const section of document.querySelectorAll('main > section')) observer.observe(section);
  setTimeout(() => moved.abort(), 5000);
}

/**
 * Makes the browser skip layout and paint for sections out of view, as a whole article takes longer than a frame. They
 * keep their last heights meanwhile, so after a change of width all have to be laid out once.
 */
function skipUnseen() {
  const { classList } = document.documentElement;
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => classList.add('skips'), RESTS);
  };
  addEventListener('resize', () => {
    classList.remove('skips');
    later();
  });
  later();
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

/**
 * Writes the state into the address, if the host allows it.
 * @param {string} query
 */
function remember(query) {
  const kept = query.split('&').filter((pair) => pair && !pair.startsWith('lang=')).join('&');
  try {
    // Knobs in the fragment are in the query from now on.
    const hash = location.hash.includes('=') ? '' : location.hash;
    history.replaceState(null, '', `${location.pathname}${kept && `?${kept}`}${hash}`);
  } catch {
    // A sandboxed frame may not change its history.
  }
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll('a[data-keeps-state]');
  for (const link of links) link.search = kept;
}

/** @param {string} text */
function say(text) {
  notes.textContent = text;
}
