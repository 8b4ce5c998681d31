// What a figure's attributes ask for. An unknown word is dropped, and a note says so.

import { words } from '../attributes.js';
import { FIGURES, KNOBS, TEXTS, THEMES } from '../keys.js';

/** @import { Session } from '../session.js' */

/**
 * @typedef {object} Settings
 * @property {string} figure The figure to show: the first one if the name is unknown.
 * @property {Record<string, boolean>} text For each name in TEXTS, whether that part shows.
 * @property {string[]} locked Knobs that the reader can't move.
 * @property {string[]} controls Knobs that have a control.
 * @property {number} scale How many times as large as usual everything is.
 * @property {boolean} controlled Whether the figure has buttons of its own, such as play: not if it has no controls.
 */

/** What `scale` may be. */
const [LEAST, MOST] = [0.5, 8];

/**
 * @param {Element} element
 * @param {Session} session
 * @returns {{ settings: Settings, notes: string[] }}
 */
export function settingsOf(element, session) {
  /** @type {string[]} */
  const notes = [];
  /** The given words that are expected. Each other one gets a note. */
  const known = (/** @type {string} */ key, /** @type {string[]} */ given, /** @type {readonly string[]} */ expected) => {
    const strange = given.filter((value) => !expected.includes(value));
    const list = expected.join(', ');
    notes.push(...strange.map((value) => session.text('NoteNotAChoice', { key, value, expected: list })));
    return given.filter((value) => expected.includes(value));
  };

  const name = element.getAttribute('name') || FIGURES[0];
  const figure = FIGURES.includes(name) ? name : FIGURES[0];
  if (figure !== name) notes.push(session.text('NoteFigure', { name, expected: FIGURES.join(', ') }));

  known('theme', [element.getAttribute('theme') ?? 'auto'], THEMES);
  const scale = Number(element.getAttribute('scale') ?? 1);
  if (!(scale >= LEAST && scale <= MOST)) notes.push(session.text('NoteClamped', { key: 'scale', value: element.getAttribute('scale') ?? '', min: LEAST, max: MOST }));

  const text = element.getAttribute('text');
  const shown = text === null ? TEXTS : known('text', words(text), TEXTS);

  const locked = words(element.getAttribute('lock') ?? '');
  const asked = element.getAttribute('controls') ?? 'auto';
  const named = ['auto', 'all'].includes(asked) ? [] : words(asked);
  const strange = [...named, ...locked].filter((key) => !KNOBS.includes(key));
  notes.push(...strange.map((key) => session.text('NoteUnknown', { key })));
  // A locked knob has a control only if it is asked for by name.
  const free = (/** @type {string[]} */ keys) => keys.filter((key) => !locked.includes(key));
  const { engine } = session;
  const controls = asked === 'auto' ? free(engine.controls(figure)) : asked === 'all' ? free(engine.depends(figure)) : named;

  return {
    settings: {
      figure,
      text: Object.fromEntries(TEXTS.map((name) => [name, shown.includes(name)])),
      locked,
      scale: Math.min(Math.max(scale || 1, LEAST), MOST),
      controls: controls.filter((key) => KNOBS.includes(key)),
      controlled: words(asked).length > 0,
    },
    notes,
  };
}
