// All settings of the article's figures in one sheet, and the present ones in a few lines: under the contents, or in
// the bar at the bottom where the window is narrow. Each line opens the sheet at its knob.

import { control } from './controls.js';
import { button, make, show } from './dom.js';
import { knobSheet } from './figure/knobs.js';
import { copyText } from './dialog.js';
import { texts } from './kit-text.js';
import { articleLink } from './links.js';
import { step } from './past.js';
import { pinButtons } from './versus.js';

/** @import { Session } from './session.js' */
/** @import { Control, View } from './types' */

const MAIN = ['bins', 'momentum', 'mu', 'data', 'step', 'axis'];
const MORE = [
  'losses', 'gamma', 'falpha', 'kept', 'alpha', 'gpos', 'gneg', 'margin', 'boxlosses', 'delta', 'balpha', 'bgamma', 'divisor', 'trained',
  'rbins', 'convention', 'start', 'empty', 'edge', 'precision', 'scope', 'paper', 'mask', 'n', 'seed',
];
/** What stands under the contents; below, in the bar. */
const PRESENT = ['bins', 'momentum', 'mu', 'step', 'data'];
const BAR = ['bins', 'momentum', 'mu'];

/** Milliseconds that a button says what it did. */
const COPIED = 2000;

/** Where the window is at most this wide, the sheet is at its bottom: style.css. */
const NARROW = matchMedia('(max-width: 69.99rem)');

/**
 * Fills the sheet, the lines and the bar. Returns what keeps them up to date.
 * @param {Session} session
 * @returns {Required<Pick<View, 'tell' | 'settle'>>}
 */
export function settings(session) {
  const sheet = /** @type {HTMLElement} */ (document.querySelector('.dock'));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, knobSheet];
  const controls = fill(session, sheet);
  const summaries = [lines(session, sheet), bar(session)];
  const refresh = () => {
    for (const control of controls) control.refresh();
  };
  sheet.addEventListener('toggle', () => {
    if (!sheet.matches(':popover-open')) return;
    refresh();
    if (NARROW.matches) keepFigureAbove(sheet);
  });
  // Where the sheet covers half a phone, a press beside it means the sheet, not what lies there.
  document.body.append(make('div', 'shield'));
  refresh();
  return {
    tell() {
      for (const summary of summaries) summary();
      if (!sheet.matches(':popover-open')) return;
      for (const control of controls) if (!control.closest('details:not([open])')) control.refresh();
    },
    // A closed sheet is updated when a movement has ended.
    settle: refresh,
  };
}

/**
 * @param {Session} session
 * @param {HTMLElement} sheet
 * @returns {Control[]}
 */
function fill(session, sheet) {
  const group = (/** @type {string[]} */ keys) => {
    const controls = keys.map((key) => control(session, key));
    const box = make('div', 'knobs');
    box.append(...controls);
    return { box, controls };
  };
  const [main, others] = [group(MAIN), group(MORE)];
  const more = make('details');
  more.append(make('summary', '', session.text('More')), others.box);
  const reset = button(session.text('Reset'), () => {
    for (const key of session.knobs.keys()) if (key !== 'lang') session.set(key, session.standard(key));
  });
  const kit = make('div', 'kit');
  kit.append(...pinButtons(session, true), ...dockButtons(session), reset);
  sheet.append(main.box, more, kit);
  return [...main.controls, ...others.controls];
}

/**
 * Undo, redo, and a link to the page as it is.
 * @param {Session} session
 */
function dockButtons(session) {
  const text = texts(session.language);
  const undo = button(text('undo'), () => step(session, 'undo'));
  const redo = button(text('redo'), () => step(session, 'redo'));
  const link = button(text('linkArticle'), async () => {
    const address = articleLink(null, session, { address: String });
    if (!(await copyText(address))) return session.problem?.(text('notCopied', { link: address }));
    show(link, text('isCopied'));
    setTimeout(() => show(link, text('linkArticle')), COPIED);
  });
  [undo.dataset.tool, redo.dataset.tool, link.dataset.tool] = ['undo', 'redo', 'linkArticle'];
  const settle = () => {
    undo.hidden = !session.past.has('undo');
    redo.hidden = !session.past.has('redo');
  };
  settle();
  session.add({ tell() {}, settle });
  return [undo, redo, link];
}

/**
 * The present settings under the contents: a button each, which opens the sheet at its knob.
 * @param {Session} session
 * @param {HTMLElement} sheet
 */
function lines(session, sheet) {
  const place = /** @type {HTMLElement} */ (document.querySelector('.present'));
  const values = PRESENT.map((key) => {
    const value = make('b');
    const line = button(session.knobs.get(key)?.label ?? key, () => {
      sheet.showPopover();
      /** @type {HTMLElement | null} */
      const input = sheet.querySelector(`.knob[data-key=${key}] :is(input, select):not(:disabled)`);
      input?.focus();
    });
    line.append(value);
    place.append(line);
    return { key, value };
  });
  const all = button(session.text('AllSettings'), () => sheet.showPopover());
  all.className = 'all';
  place.append(all, ...pinButtons(session, true), ...dockButtons(session));
  place.hidden = false;
  return () => {
    for (const { key, value } of values) show(value, session.engine.shown(key) ?? '');
  };
}

/**
 * The three that the page is about, in the bar at the bottom.
 * @param {Session} session
 */
function bar(session) {
  const place = /** @type {HTMLElement} */ (document.querySelector('.foot .what'));
  const text = make('span');
  place.append(text);
  place.hidden = false;
  const name = session.text('AllSettings');
  return () => {
    const now = BAR.map((key) => `${session.knobs.get(key)?.symbol} ${session.engine.shown(key)}`).join(' · ');
    show(text, now);
    if (place.title !== name) place.title = name;
  };
}

/**
 * Scrolls so that the figure which is most in view stands above the sheet, and not behind it.
 * @param {HTMLElement} sheet
 */
function keepFigureAbove(sheet) {
  const top = innerHeight - sheet.offsetHeight;
  const figures = [...document.querySelectorAll('ghm-figure')].map((figure) => figure.getBoundingClientRect());
  const seen = (/** @type {DOMRect} */ { top, bottom }) => Math.min(bottom, innerHeight) - Math.max(top, 0);
  const best = figures.reduce((best, box) => (seen(box) > seen(best) ? box : best), new DOMRect());
  if (seen(best) <= 0 || best.bottom <= top) return;
  scrollBy({ top: best.top - 8, behavior: 'instant' });
}
