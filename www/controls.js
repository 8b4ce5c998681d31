// A control for any knob of the engine's table: slider and number box, menu, or line of text.

import { make, show } from './dom.js';

/** A locked control shows its knob and can't change it. */
export function control(shared, key, locked = false) {
  const knob = shared.session.knobs().find((k) => k.key === key);
  const made = knob.options ? menu(shared, knob, locked) : 'min' in knob ? slider(shared, knob, locked) : line(shared, knob);
  for (const input of made.querySelectorAll('input, select')) input.disabled = locked;
  return made;
}

function labelled(knob) {
  const row = document.createElement('label');
  row.className = 'knob';
  row.dataset.key = knob.key;
  const name = document.createElement('span');
  name.className = 'name';
  name.textContent = knob.label;
  if (knob.symbol) {
    const symbol = document.createElement('i');
    symbol.textContent = ` ${knob.symbol}`;
    name.append(symbol);
  }
  row.append(name);
  return row;
}

/** Whether a knob moves nothing with these data; the note says why. */
function rests(shared, key, why) {
  const data = shared.session.get('data');
  const reason = {
    step: !['noisy', 'clean'].includes(data) && 'StepsRecorded',
    mask: data === 'file' && 'MaskOfFile',
  }[key];
  show(why, reason ? shared.text(reason) : '');
  return Boolean(reason);
}

function menu(shared, knob, locked) {
  const row = labelled(knob);
  const select = document.createElement('select');
  for (const { value, label } of knob.options) select.add(new Option(label, value));
  select.addEventListener('change', () => shared.set(knob.key, select.value));
  const why = make('span', 'note');
  row.append(select, why);
  row.refresh = () => {
    if (!locked) select.disabled = rests(shared, knob.key, why);
    const value = shared.session.get(knob.key);
    // Chromium's autofill looks at every control of the page after each that a script set.
    if (select.value !== value) select.value = value;
  };
  return row;
}

function slider(shared, knob, locked) {
  const row = labelled(knob);
  const range = document.createElement('input');
  Object.assign(range, { type: 'range', min: 0, max: 1, step: 'any' });
  range.addEventListener('input', () => shared.slide(knob.key, range.valueAsNumber));
  const box = document.createElement('input');
  Object.assign(box, { type: 'number', min: knob.min, max: knob.max, step: 'any', inputMode: 'decimal' });
  box.setAttribute('aria-label', knob.label);
  const { note, fill } = typed(shared, knob, box);
  for (const input of [range, box]) {
    input.addEventListener('keydown', (event) => {
      const by = nudge(event, input === range);
      if (!by) return;
      // Else the arrow would scroll the page, or a number box step by 1.
      event.preventDefault();
      note.textContent = '';
      shared.nudge(knob.key, by);
      fill();
    });
  }
  range.addEventListener('input', () => (note.textContent = ''));
  const why = make('span', 'note');
  row.append(range, box, note, why);
  let shown;
  row.refresh = () => {
    if (!locked) range.disabled = box.disabled = rests(shared, knob.key, why);
    const position = shared.session.position(knob.key);
    // Two losses have other steps at the same place.
    if (shown === (shown = `${shared.session.effective(knob.key)} ${position}`)) return;
    range.value = position;
    range.setAttribute('aria-valuetext', shared.session.shown(knob.key));
    // While the reader types, the box is theirs.
    if (box.getRootNode().activeElement !== box) fill();
  };
  return row;
}

/** How far a key moves a knob, as a part of its range. In a box, some keys move the caret instead. */
function nudge({ key, shiftKey, ctrlKey, altKey, metaKey }, range) {
  if (ctrlKey || altKey || metaKey) return 0;
  const fraction = { ArrowUp: 1, ArrowDown: -1, ...(range && { ArrowRight: 1, ArrowLeft: -1 }) }[key];
  const page = { PageUp: 0.1, PageDown: -0.1, ...(range && { Home: -1, End: 1 }) }[key];
  return page ?? (fraction ? fraction / (shiftKey ? 100 : 20) : 0);
}

function line(shared, knob) {
  const row = labelled(knob);
  row.classList.add('line');
  const box = document.createElement('input');
  box.type = 'text';
  const { note, fill } = typed(shared, knob, box);
  row.append(box, note);
  row.refresh = () => box.getRootNode().activeElement !== box && fill();
  return row;
}

/** What is typed into a box sets its knob, or a note says why not. */
function typed(shared, knob, box) {
  const note = document.createElement('span');
  note.className = 'note';
  note.setAttribute('role', 'alert');
  const fill = () => {
    const text = shared.session.effective(knob.key);
    box.value = box.type === 'number' ? shorter(text) : text;
  };
  box.addEventListener('change', () => {
    try {
      note.textContent = shared.set(knob.key, box.value) ?? '';
    } catch (error) {
      note.textContent = error.message;
    }
    fill();
  });
  return { note, fill };
}

// A number box takes plain digits only: 1/9 is shown as 0.1111.
function shorter(text) {
  return text.length > 6 && text.includes('.') ? text.slice(0, 6) : text;
}
