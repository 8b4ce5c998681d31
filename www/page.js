// The page around the figures: its address, which holds the state, and what it does before any figure lives. What the
// reader can press between figures is in article.js.

import './ghm-figure.js';
import './ghm-file.js';
import { keepHistory, remember } from './address.js';
import { ASLEEP, sleeps } from './asleep.js';
import { language } from './attributes.js';
import { followReader } from './contents.js';
import { turn } from './dom.js';
import { part } from './load.js';
import { RESTS, Session } from './session.js';
import { undoes } from './undo.js';

const notes = /** @type {HTMLElement} */ (document.querySelector('.notes'));

// What tells an answer is covered as long as there is an engine to judge it. Without one, each figure says why.
const { classList: covers } = document.documentElement;
covers.add('covers');
const open = () => covers.replace('covers', 'open');
Session.page.then(start, failed);
followReader();
stayAtTarget();
typeset();
prepareForPaper();

/**
 * Loads the formulas' font once the first figure lives; a little sooner if the reader comes to a place that may have some. It is
 * used only after that place was shown: formulas above it change their heights, which moves it, and a browser makes up
 * for that only in a frame of its own.
 */
function typeset() {
  const { classList } = document.documentElement;
  const now = async () => {
    // A font that can't be loaded is replaced by one of the system.
    await Promise.all([document.fonts.load('1em Formulas').catch(() => {}), shown()]);
    classList.add('typeset', 'formulas');
  };
  // By then nothing that a figure waits for is under way.
  if (location.hash) return void Session.page.then(now, now);
  addEventListener('ghm-ready', now, { once: true });
  addEventListener('ghm-error', now, { once: true });
}

/** Resolves when the page was painted where it stands; in the background, which has no frames, in a second. */
function shown() {
  return new Promise((done) => {
    const twice = () => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
    if (document.readyState === 'complete') twice();
    else addEventListener('load', twice, { once: true });
    setTimeout(done, 1000);
  });
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

/** Without an engine each figure says why; the rest, once, what that means. */
function failed() {
  open();
  sleeps(true);
  say(ASLEEP[language(document.documentElement.lang)]);
}

/** @param {Session} session */
function start(session) {
  session.problem = say;
  keepHistory(session);
  undoes(document, () => session);
  if (session.notes.length) say(session.told(session.notes));
  session.add({
    tell() {},
    // The address is updated when a movement has ended.
    settle: () => remember(session.engine.query()),
    ended: () => sleeps(true),
    revived: () => sleeps(false),
  });
  // The hero may live alone.
  enliven(session).catch(failed);
  addEventListener('hashchange', () => {
    if (!location.hash.includes('=')) return;
    const notes = session.apply(new URLSearchParams(location.hash.slice(1)));
    if (notes.length) say(session.told(notes));
    session.changed('data');
  });
  // Figures take their turns first.
  session.whole.then(skipUnseen, skipUnseen);
}

/**
 * Makes what stands between the figures follow the state, and lets the reader press it: after the first figure was
 * drawn, which has not to wait for that code.
 * @param {Session} session
 */
async function enliven(session) {
  // A page in the background has no frames.
  await new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 500);
  });
  const [{ article }] = await Promise.all([part('article'), session.whole]);
  session.add(article(session));
}

/**
 * What a fragment names: a section, or a figure that shares the settings.
 * @param {string} name
 */
function place(name) {
  const figure = /^figure-([a-z-]+)$/.exec(name)?.[1];
  return document.getElementById(name) ?? (figure ? document.querySelector(`ghm-figure[shared][name=${figure}]`) : null);
}

/** Keeps the place that the reader's link names at the top, until the figures above have taken their room. */
function stayAtTarget() {
  const target = place(location.hash.slice(1));
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
 * The browser lays out and paints no section that is out of view, as a whole article takes longer than a frame. Such a
 * section has the height that it had last; before, a guess. So while nothing else is to be done they are laid out once,
 * one after the other; and all of them after a change of width.
 */
function skipUnseen() {
  const { classList } = document.documentElement;
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  addEventListener('resize', () => {
    classList.add('laid-out');
    clearTimeout(timer);
    timer = setTimeout(() => classList.remove('laid-out'), RESTS);
  });
  layOut();
}

async function layOut() {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  for (const { classList } of document.querySelectorAll('main > section')) {
    await turn();
    classList.add('laid-out');
    // It is laid out after the first of these, and its height is kept before the second.
    await frame();
    await frame();
    classList.remove('laid-out');
  }
}

/** @param {string} text */
function say(text) {
  notes.textContent = text;
}
