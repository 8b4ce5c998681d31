// The workbench: the reader's data and what is wrong with them, settings, and figures in a grid, which share one session.

import './ghm-figure.js';
import './ghm-file.js';
import { keepHistory, linkHere, remember } from './address.js';
import { ASLEEP, sleeps } from './asleep.js';
import { language } from './attributes.js';
import { control } from './controls.js';
import { reason, show } from './dom.js';
import { knobSheet } from './figure/knobs.js';
import { Session } from './session.js';
import { undoes } from './undo.js';
import { pinButtons } from './versus.js';

/** The settings that matter most, and the rest that these figures know. */
const MAIN = ['bins', 'momentum', 'start', 'mu'];
const MORE = ['data', 'step', 'axis', 'losses', 'convention', 'empty', 'edge', 'rbins', 'gamma', 'falpha', 'kept', 'alpha', 'gpos', 'gneg', 'margin', 'divisor', 'mask'];

const notes = find('.notes');

/** @param {string} text */
function say(text) {
  notes.textContent = text;
}

Session.page.then(start, () => {
  // Each figure says why.
  sleeps(true);
  say(ASLEEP[language(document.documentElement.lang)]);
});
shareLink();

/** @param {Session} session */
function start(session) {
  session.problem = say;
  keepHistory(session);
  undoes(document, () => session);
  if (session.notes.length) say(session.told(session.notes));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, knobSheet];
  const more = /** @type {HTMLDetailsElement} */ (find('.more'));
  const main = fill(find('.top .knobs'), session, MAIN);
  const rest = fill(find('.more .knobs'), session, MORE);
  find('.pins').append(...pinButtons(session, true));
  const refresh = () => {
    for (const it of main) it.refresh();
    if (more.open) for (const it of rest) it.refresh();
  };
  more.addEventListener('toggle', refresh);
  refresh();
  session.add({
    tell: refresh,
    // The address is updated when a movement has ended.
    settle: () => remember(session.engine.query()),
    ended: () => sleeps(true),
    revived: () => sleeps(false),
  });
  addEventListener('hashchange', () => {
    const notes = session.apply(new URLSearchParams(location.hash.slice(1)));
    if (notes.length) say(session.told(notes));
    session.changed('data');
  });
}

/**
 * @param {HTMLElement} place
 * @param {Session} session
 * @param {string[]} keys
 */
function fill(place, session, keys) {
  const controls = keys.map((key) => control(session, key));
  place.append(...controls);
  return controls;
}

/** A button that copies a link to the page as it is. */
function shareLink() {
  const link = find('button.link');
  const name = link.textContent ?? '';
  link.addEventListener('click', async () => {
    const address = linkHere();
    try {
      await navigator.clipboard.writeText(address);
      show(link, link.dataset.done ?? '');
      setTimeout(() => show(link, name), 2000);
    } catch (error) {
      say(`${address} (${reason(error)})`);
    }
  });
}

/**
 * @param {string} selector
 * @returns {HTMLElement}
 */
function find(selector) {
  const found = document.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`the page has no ${selector}`);
  return found;
}
