// Builds the parts of a figure inside its shadow root.

import { control } from '../controls.js';
import { make } from '../dom.js';
import { address, frameAddress, poster } from '../load.js';
import { Player } from '../player.js';
import { Session } from '../session.js';
import { handle } from './handle.js';
import { Menu } from './menu.js';
import { measureButton } from './measure-button.js';

/** @import { GhmFigure } from '../ghm-figure.js' */
/** @import { Control } from '../types' */
/** @import { Notes } from './notes.js' */
/** @import { Settings } from './settings.js' */

/**
 * @typedef {object} Parts
 * @property {HTMLElement} title
 * @property {HTMLElement} knobs Holds the controls, and the buttons for what the figure does.
 * @property {Control[]} controls
 * @property {Player | null} player
 * @property {boolean} handled Whether a handle moves it.
 * @property {HTMLElement} results Holds what a figure of detectors in training has besides plots.
 * @property {HTMLElement} legend
 * @property {HTMLElement} stage Holds the canvas.
 * @property {HTMLCanvasElement} canvas
 * @property {HTMLElement} readout The values at the cursor.
 * @property {HTMLElement} values The same beside the cursor, where a sentence has the place of the read-out.
 * @property {HTMLElement} spoken What a screen reader announces.
 * @property {HTMLElement} described The figure in words, if the reader asked for them.
 * @property {HTMLDetailsElement} table
 * @property {HTMLElement} scroll What scrolls inside `table`.
 */

/**
 * @param {GhmFigure} element
 * @param {ShadowRoot} root
 * @param {Session} session
 * @param {Settings} settings
 * @param {Notes} notes
 * @returns {Parts}
 */
export function build(element, root, session, settings, notes) {
  const { text, locked, controlled } = settings;
  const actions = session.engine.actions(settings.figure);

  const stage = make('div', 'stage');
  const canvas = stage.appendChild(make('canvas'));
  canvas.dir = 'ltr';
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'img');
  // Its name until it is drawn, and what it shows is known.
  canvas.ariaLabel = session.engine.title(settings.figure);

  if (actions.includes('train') || session.engine.touch(settings.figure) === 'outliers') keepStill(element, stage);

  const head = make('div', 'head');
  const title = head.appendChild(make('h3', 'title'));
  title.textContent = session.engine.title(settings.figure);
  title.hidden = !text.title;
  head.hidden = !text.title && !text.tools;

  const knobs = make('div', 'knobs');
  const handled = actions.includes('harmonize');
  const controls = settings.controls.map((key) => {
    const made = handled && key === 'harmonize' ? handle : control;
    return made(session, key, locked.includes(key));
  });
  // What takes a line of its own comes last.
  controls.sort((a, b) => Number(a.matches('.list')) - Number(b.matches('.list')));
  knobs.append(...controls);
  const player = controlled && actions.includes('play') && !locked.includes('batch') ? new Player(session) : null;
  if (player) knobs.append(player.element);
  if (controlled && actions.includes('measure')) knobs.append(measureButton(element, session, notes));
  knobs.hidden = knobs.childElementCount === 0;

  const legend = make('ul', 'legend');
  // Its names are known from the still figure; to ask the engine would cost a plot that may never be seen.
  const names = element.querySelectorAll(':scope > .legend > li');
  legend.append(...[...names].map((name) => make('li', 'still', name.textContent ?? '')));
  legend.hidden = !text.legend || !names.length;
  const readout = make('div', 'readout');
  readout.hidden = !text.readout && !text.caption;
  const values = make('div', 'values');
  values.hidden = true;
  if (handled) stage.append(values);
  const spoken = make('p', 'spoken');
  spoken.setAttribute('role', 'status');

  const table = make('details', 'table');
  const scroll = make('div', 'scroll');
  scroll.tabIndex = 0;
  table.append(make('summary', '', session.text('Data')), scroll);
  table.hidden = !text.table;
  const described = make('p', 'described');
  described.hidden = true;

  // When the reader comes near, the view of trainings gives the knobs two headings.
  if (actions.includes('train')) knobs.classList.add('ungrouped');
  const results = make('div', 'results');
  results.hidden = !actions.includes('train');

  // Of many knobs the values at the cursor would be far below.
  const below = actions.includes('train') ? [readout, knobs] : [knobs, readout];
  const worked = handled ? [bench(controls, knobs, readout)] : below;
  root.replaceChildren(head, results, legend, stage, ...worked, spoken, described, table, notes.box, notes.problem);
  if (text.tools) {
    const menu = new Menu({ element, session, table, described, notes, site: { address, frameAddress, poster, page: () => Session.page } });
    head.append(menu.opener, menu.box);
  }
  return { title, knobs, controls, player, handled, results, legend, stage, canvas, readout, values, spoken, described, table, scroll };
}

/**
 * Keeps the picture that stood here before: paper shows it where nothing is trained yet. It is fetched now, as it is out
 * of sight from here on and paper doesn't wait.
 * @param {GhmFigure} element
 * @param {HTMLElement} stage
 */
function keepStill(element, stage) {
  const picture = element.querySelector(':scope > picture');
  const image = picture?.querySelector('img');
  if (!picture || !image) return;
  picture.slot = 'still';
  image.loading = 'eager';
  const still = stage.appendChild(make('slot', 'still'));
  still.name = 'still';
}

/**
 * What a handle moves stands above it, and what it says below.
 * @param {Control[]} controls
 * @param {HTMLElement} knobs
 * @param {HTMLElement} readout
 */
function bench(controls, knobs, readout) {
  const bench = make('div', 'bench');
  bench.append(...controls.filter((it) => it.matches('.handle')), knobs, readout);
  knobs.hidden = knobs.childElementCount === 0;
  bench.hidden = bench.querySelector(':scope > :not([hidden])') === null;
  return bench;
}
