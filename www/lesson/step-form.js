// The form of one step: its text, its figure in a state with its controls, its question.

import { words } from '../attributes.js';
import { control } from '../controls.js';
import { make } from '../dom.js';
import { FIGURES, KNOBS } from '../keys.js';
import { check, choice, field, lines } from './fields.js';
import { questionFields } from './question-fields.js';

/** @import { GhmFigure } from '../ghm-figure.js' */
/** @import { Session } from '../session.js' */
/** @import { Named } from './results.js' */
/** @import { Say } from './builder-text.js' */
/** @import { Step } from './types' */

/** A figure shows its norms itself, and they need no control. */
const UNCONTROLLED = 'hand';

/**
 * Changes the step; then the preview is shown anew (`look`), or all is (`again`), or nothing that isn't known yet (`words`).
 * @typedef {(change: (step: Step) => void, how?: 'look' | 'again' | 'words') => void} Edit
 */

/**
 * @param {Step} step
 * @param {{ named: Named, titles: Record<string, string>, text: Say }} texts
 * @param {Edit} edit
 * @param {(text: string) => void} typed Called while the text is typed.
 */
export function stepForm(step, { named, titles, text }, edit, typed) {
  const element = make('div', 'form');
  const box = lines(step.text ?? '', 10, (value) => edit((it) => (it.text = value || undefined), 'words'));
  box.addEventListener('input', () => typed(box.value));
  element.append(field(text('text'), box, text('textHint')));
  const set = element.appendChild(make('fieldset'));
  set.append(make('legend', '', text('figure')));
  /** @type {[string, string][]} */
  const figures = [['', text('noFigure')], ...FIGURES.map((name) => /** @type {[string, string]} */ ([name, titles[name]]))];
  const show = (/** @type {string} */ name) => edit((it) => (it.figure = name ? { name } : undefined), 'again');
  set.append(field(text('whichFigure'), choice(figures, step.figure?.name ?? '', show)));
  element.append(questionFields(step, named, text, edit));
  // Last, as they are many: what is asked would be out of sight behind them.
  const start = element.appendChild(make('div', 'start'));
  return { element, start };
}

/**
 * The settings that a figure starts with, and which of them the reader may change: knobs of the figure in the preview.
 * @param {GhmFigure} figure
 * @param {Session} session
 * @param {Step} step
 * @param {Say} text
 * @param {(controls: string | undefined) => void} freed Called with what the attribute `controls` is then.
 */
export function settingFields(figure, session, step, text, freed) {
  const { engine } = session;
  const keys = engine.depends(figure.figure).filter((key) => KNOBS.includes(key));
  const usual = engine.controls(figure.figure);
  const asked = step.figure?.controls;
  const free = new Set(asked === undefined ? usual : asked === 'all' ? keys : words(asked));
  const element = make('details', 'settings');
  element.open = true;
  element.append(make('summary', '', text('settings')));
  const rows = element.appendChild(make('div', 'rows'));
  const controls = keys.map((key) => {
    const made = control(session, key);
    const row = rows.appendChild(make('div', 'setting'));
    row.append(made);
    if (key !== UNCONTROLLED) {
      row.append(check(text('free'), free.has(key), (checked) => {
        if (checked) free.add(key);
        else free.delete(key);
        const list = keys.filter((it) => free.has(it));
        const same = list.length === usual.length && usual.every((it) => free.has(it));
        freed(same ? undefined : list.join(',') || 'none');
      }));
    }
    return made;
  });
  const refresh = () => {
    for (const made of controls) {
      made.refresh();
      const row = made.parentElement;
      if (row) row.hidden = made.hidden;
    }
  };
  refresh();
  return { element, refresh };
}
