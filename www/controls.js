// A control for any knob of the engine's table: slider and number box, or menu.

export function control(shared, key) {
  const knob = shared.session.knobs().find((k) => k.key === key);
  return knob.options ? menu(shared, knob) : slider(shared, knob);
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
  row.refresh = () => (select.value = shared.session.get(knob.key));
  return row;
}

function slider(shared, knob) {
  const row = labelled(knob);
  const range = document.createElement('input');
  Object.assign(range, { type: 'range', min: 0, max: 1, step: 'any' });
  range.addEventListener('input', () => shared.slide(knob.key, range.valueAsNumber));
  range.addEventListener('keydown', (event) => {
    const fraction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const page = { PageUp: 0.1, PageDown: -0.1, Home: -1, End: 1 }[event.key];
    if (!fraction && !page) return;
    event.preventDefault();
    shared.nudge(knob.key, page ?? fraction / (event.shiftKey ? 100 : 20));
  });
  const box = document.createElement('input');
  Object.assign(box, { type: 'number', min: knob.min, max: knob.max, step: 'any', inputMode: 'decimal' });
  box.setAttribute('aria-label', knob.label);
  const note = document.createElement('span');
  note.className = 'note';
  note.setAttribute('role', 'alert');
  box.addEventListener('change', () => {
    try {
      note.textContent = shared.set(knob.key, box.value) ?? '';
    } catch (error) {
      note.textContent = error.message;
    }
    show();
  });
  range.addEventListener('input', () => (note.textContent = ''));
  row.append(range, box, note);
  const show = () => (box.value = shorter(shared.session.effective(knob.key)));
  row.refresh = () => {
    range.value = shared.session.position(knob.key);
    range.setAttribute('aria-valuetext', shared.session.shown(knob.key));
    // While the reader types, the box is theirs.
    if (box.getRootNode().activeElement !== box) show();
  };
  return row;
}

// A number box takes plain digits only: 1/9 is shown as 0.1111.
function shorter(text) {
  return text.length > 6 && text.includes('.') ? text.slice(0, 6) : text;
}
