// Fields of the builder's forms: each has a label, and tells a change once it is settled.

import { make, menu } from '../dom.js';

let made = 0;

/**
 * @template {HTMLElement} Input
 * @param {string} name
 * @param {Input} input
 * @param {string} [hint]
 */
export function field(name, input, hint) {
  const row = make('div', 'field');
  const label = row.appendChild(make('label', '', name));
  label.htmlFor = input.id ||= `field-${++made}`;
  row.append(input);
  if (hint) {
    const said = row.appendChild(make('p', 'hint', hint));
    said.id = `${input.id}-hint`;
    input.setAttribute('aria-describedby', said.id);
  }
  return row;
}

/**
 * @param {string} value
 * @param {(value: string) => void} changed
 */
export function line(value, changed) {
  const input = make('input');
  Object.assign(input, { type: 'text', value, autocomplete: 'off' });
  input.addEventListener('change', () => changed(input.value));
  return input;
}

/**
 * @param {string} value
 * @param {number} rows
 * @param {(value: string) => void} changed
 */
export function lines(value, rows, changed) {
  const box = make('textarea');
  Object.assign(box, { rows, value });
  box.addEventListener('change', () => changed(box.value));
  return box;
}

/**
 * @param {[value: string, label: string][]} options
 * @param {string} value
 * @param {(value: string) => void} changed
 */
export function choice(options, value, changed) {
  const select = menu(options);
  // What isn't in the list stays as it is until another is chosen.
  if (!options.some(([known]) => known === value)) select.add(new Option(value, value));
  select.value = value;
  select.addEventListener('change', () => changed(select.value));
  return select;
}

/**
 * @param {string} name
 * @param {boolean} checked
 * @param {(checked: boolean) => void} changed
 */
export function check(name, checked, changed) {
  const label = make('label', 'check');
  const input = make('input');
  Object.assign(input, { type: 'checkbox', checked });
  input.addEventListener('change', () => changed(input.checked));
  label.append(input, make('span', '', name));
  return label;
}
