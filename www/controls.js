// A control for any knob of the engine's table: a slider with a number box, a menu, boxes to tick, or a line of text.

import { make, menu, reason, show } from './dom.js';
import { fingers } from './gesture.js';

/** @import { ChoiceKnob, Knob, ListKnob, NumberKnob } from '../pkg/explainer.js' */
/** @import { Session } from './session.js' */
/** @import { Control } from './types' */

/**
 * The control of a knob. A locked one shows its knob and can't change it.
 * @param {Session} session
 * @param {string} key
 * @returns {Control}
 */
export function control(session, key, locked = false) {
  const knob = session.knobs.get(key);
  if (!knob) throw new Error(`there is no knob called ${key}`);
  const made = 'most' in knob ? list(session, knob, locked) : 'options' in knob ? choice(session, knob, locked) : 'min' in knob ? slider(session, knob, locked) : line(session, knob);
  for (const input of made.querySelectorAll('input')) input.disabled = locked;
  for (const select of made.querySelectorAll('select')) select.disabled = locked;
  made.hidden = !session.engine.applies(key);
  const { refresh } = made;
  made.refresh = () => {
    // A loss's own parameters show only while the loss is chosen.
    const hidden = !session.engine.applies(key);
    // Only if it differs: to set it again costs the page a look at its styles.
    if (made.hidden !== hidden) made.hidden = hidden;
    if (!hidden) refresh();
  };
  return made;
}

/** @param {Knob} knob */
function labelled(knob) {
  const row = make('label', 'knob');
  row.dataset.key = knob.key;
  const name = row.appendChild(make('span', 'name', knob.label));
  if (knob.symbol) name.append(make('i', '', ` ${knob.symbol}`));
  return row;
}

/**
 * Locks or unlocks inputs: only those that aren't yet, as the page's style is looked at again whenever that is set.
 * @param {boolean} is
 * @param {...(HTMLInputElement | HTMLSelectElement)} inputs
 */
function disable(is, ...inputs) {
  for (const input of inputs) if (input.disabled !== is) input.disabled = is;
}

/**
 * Whether a knob changes nothing with the present data. If so, says why in the note.
 * @param {Session} session
 * @param {string} key
 * @param {Element} note
 */
function idle(session, key, note) {
  let why = '';
  // For these two alone: all that stand in view ask this in every frame.
  if (key === 'step' && !['noisy', 'clean'].includes(session.engine.get('data') ?? '')) why = 'StepsRecorded';
  if (key === 'mask' && session.engine.get('data') === 'file') why = 'MaskOfFile';
  show(note, why && session.text(why));
  return why !== '';
}

/**
 * @param {Session} session
 * @param {ChoiceKnob} knob
 * @param {boolean} locked
 */
function choice(session, knob, locked) {
  const row = labelled(knob);
  const select = menu(knob.options.map(({ value, label }) => [value, label]));
  select.addEventListener('change', () => {
    // Back returns from other examples.
    if (knob.key === 'data') session.leave?.();
    session.set(knob.key, select.value);
  });
  const why = make('span', 'note');
  row.append(select, why);
  const refresh = () => {
    if (!locked) disable(idle(session, knob.key, why), select);
    const value = session.engine.get(knob.key) ?? '';
    // Only if it differs: whenever a script sets a control, Chromium's autofill looks at all of the page's controls.
    if (select.value !== value) select.value = value;
  };
  return Object.assign(row, { refresh });
}

/**
 * Boxes to tick: at least one, and at most as many as the knob takes.
 * @param {Session} session
 * @param {ListKnob} knob
 * @param {boolean} locked
 */
function list(session, knob, locked) {
  const row = make('div', 'knob list');
  row.dataset.key = knob.key;
  row.setAttribute('role', 'group');
  row.setAttribute('aria-label', knob.label);
  row.append(make('span', 'name', knob.label));
  const boxes = knob.options.map(({ value, label }) => {
    const option = row.appendChild(make('label'));
    const box = option.appendChild(make('input'));
    Object.assign(box, { type: 'checkbox', value });
    option.append(label);
    return box;
  });
  const ticked = () => boxes.filter((box) => box.checked);
  const chosen = () => ticked().map((box) => box.value).join();
  for (const box of boxes) box.addEventListener('change', () => session.set(knob.key, chosen()));
  const refresh = () => {
    const value = session.engine.get(knob.key) ?? '';
    if (value !== chosen()) for (const box of boxes) box.checked = value.split(',').includes(box.value);
    const n = ticked().length;
    for (const box of boxes) disable(locked || (box.checked ? n === 1 : n === knob.most), box);
  };
  return Object.assign(row, { refresh });
}

/**
 * @param {Session} session
 * @param {NumberKnob} knob
 * @param {boolean} locked
 */
function slider(session, knob, locked) {
  const row = labelled(knob);
  const range = make('input');
  Object.assign(range, { type: 'range', min: 0, max: 1, step: 'any' });
  const slide = () => {
    try {
      session.slide(knob.key, range.valueAsNumber);
      note.textContent = '';
    } catch (error) {
      note.textContent = reason(error);
      // It goes back to where the knob is.
      shown = '';
      session.mark();
    }
  };
  // A browser's own slider jumps to a finger that only wants to scroll: then it goes back.
  const undecided = fingers(range, {
    sideways: slide,
    taps: slide,
    gone: () => (range.valueAsNumber = session.engine.position(knob.key) ?? 0),
  });
  range.addEventListener('input', () => undecided() || slide());
  const box = make('input');
  Object.assign(box, { type: 'number', min: knob.min, max: knob.max, step: 'any', inputMode: 'decimal' });
  box.setAttribute('aria-label', knob.label);
  // The browser gives an empty text for what it can't read as a number; the engine then says what it expects.
  const read = () => (box.value === '' ? '' : box.valueAsNumber);
  const { note, fill } = typed(session, knob, box, read);
  for (const input of [range, box]) {
    input.addEventListener('keydown', (event) => {
      if (!press(session, knob.key, event, input === range)) return;
      note.textContent = '';
      fill();
    });
  }
  const why = make('span', 'note');
  row.append(range, box, note, why);
  let shown = '';
  const refresh = () => {
    if (!locked) disable(idle(session, knob.key, why), range, box);
    const position = session.engine.position(knob.key) ?? 0;
    // Both are compared: under two losses, other recorded steps may have the same position.
    const now = `${session.engine.effective(knob.key)} ${position}`;
    if (shown === now) return;
    shown = now;
    range.valueAsNumber = position;
    range.setAttribute('aria-valuetext', session.engine.shown(knob.key) ?? '');
    // Not while the reader types in it.
    if (!isFocused(box)) fill();
  };
  return Object.assign(row, { refresh });
}

/**
 * Lets a key move a knob. In a number box, some keys move the caret instead. Returns whether it moved.
 * @param {Session} session
 * @param {string} knob
 * @param {KeyboardEvent} event
 * @param {boolean} range Whether the key was pressed on the slider.
 */
export function press(session, knob, event, range) {
  const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
  if (ctrlKey || altKey || metaKey) return false;
  /** @type {Record<string, number>} */
  const arrows = { ArrowUp: 1, ArrowDown: -1, ...(range && { ArrowRight: 1, ArrowLeft: -1 }) };
  /** @type {Record<string, number>} */
  const pages = { PageUp: 0.1, PageDown: -0.1, ...(range && { Home: -1, End: 1 }) };
  if (!arrows[key] && !pages[key]) return false;
  // Otherwise the arrow would scroll the page, or a number box would step by itself.
  event.preventDefault();
  if (arrows[key]) session.engine.arrow(knob, arrows[key], shiftKey);
  else session.engine.nudge(knob, pages[key]);
  session.changed(knob);
  return true;
}

/**
 * @param {Session} session
 * @param {Knob} knob
 */
function line(session, knob) {
  const row = labelled(knob);
  row.classList.add('line');
  const box = make('input');
  box.type = 'text';
  const { note, fill } = typed(session, knob, box, () => box.value);
  row.append(box, note);
  const refresh = () => {
    if (!isFocused(box)) fill();
  };
  return Object.assign(row, { refresh });
}

/**
 * Makes what is typed into a box set its knob; a note says what was wrong with it. `read` returns the box's value.
 * @param {Session} session
 * @param {Knob} knob
 * @param {HTMLInputElement} box
 * @param {() => string | number} read
 */
function typed(session, knob, box, read) {
  const note = make('span', 'note');
  note.setAttribute('role', 'alert');
  const fill = () => {
    const text = session.engine.effective(knob.key) ?? '';
    box.value = box.type === 'number' ? shorter(text) : text;
  };
  box.addEventListener('change', () => {
    try {
      note.textContent = session.set(knob.key, read()) ?? '';
    } catch (error) {
      note.textContent = reason(error);
    }
    fill();
  });
  return { note, fill };
}

/** @param {HTMLInputElement} box */
function isFocused(box) {
  const root = box.getRootNode();
  return (root instanceof ShadowRoot || root instanceof Document) && root.activeElement === box;
}

/**
 * A number as its box shows it, with few digits: 1/9 is shown as 0.1111.
 * @param {string} text
 */
function shorter(text) {
  return text.length > 6 && text.includes('.') ? text.slice(0, 6) : text;
}
