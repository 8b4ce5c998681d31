// A control for any knob of the engine's table: slider and number box, menu, or line of text.

/** A locked control shows its knob and can't change it. */
export function control(shared, key, locked = false) {
  const knob = shared.session.knobs().find((k) => k.key === key);
  const made = knob.options ? menu(shared, knob) : 'min' in knob ? slider(shared, knob, locked) : line(shared, knob);
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

function menu(shared, knob) {
  const row = labelled(knob);
  const select = document.createElement('select');
  for (const { value, label } of knob.options) select.add(new Option(label, value));
  select.addEventListener('change', () => shared.set(knob.key, select.value));
  row.append(select);
  row.refresh = () => {
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
  const { note, show } = typed(shared, knob, box);
  for (const input of [range, box]) {
    input.addEventListener('keydown', (event) => {
      const by = nudge(event, input === range);
      if (!by) return;
      // Else the arrow would scroll the page, or a number box step by 1.
      event.preventDefault();
      note.textContent = '';
      shared.nudge(knob.key, by);
      show();
    });
  }
  range.addEventListener('input', () => (note.textContent = ''));
  const why = document.createElement('span');
  why.className = 'note';
  row.append(range, box, note, why);
  let shown;
  row.refresh = () => {
    if (knob.key === 'step' && !locked) {
      const idle = !['noisy', 'clean'].includes(shared.session.get('data'));
      range.disabled = box.disabled = idle;
      why.textContent = idle ? shared.text('StepsRecorded') : '';
    }
    const position = shared.session.position(knob.key);
    if (shown === (shown = position)) return;
    range.value = position;
    range.setAttribute('aria-valuetext', shared.session.shown(knob.key));
    // While the reader types, the box is theirs.
    if (box.getRootNode().activeElement !== box) show();
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
  const { note, show } = typed(shared, knob, box);
  row.append(box, note);
  row.refresh = () => box.getRootNode().activeElement !== box && show();
  return row;
}

/** What is typed into a box sets its knob, or a note says why not. */
function typed(shared, knob, box) {
  const note = document.createElement('span');
  note.className = 'note';
  note.setAttribute('role', 'alert');
  const show = () => {
    const text = shared.session.effective(knob.key);
    box.value = box.type === 'number' ? shorter(text) : text;
  };
  box.addEventListener('change', () => {
    try {
      note.textContent = shared.set(knob.key, box.value) ?? '';
    } catch (error) {
      note.textContent = error.message;
    }
    show();
  });
  return { note, show };
}

// A number box takes plain digits only: 1/9 is shown as 0.1111.
function shorter(text) {
  return text.length > 6 && text.includes('.') ? text.slice(0, 6) : text;
}
