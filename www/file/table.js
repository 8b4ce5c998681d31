// A table of columns or arrays: what each is called, a menu of what it means, and its first rows as they were written.

import { make, menu } from '../dom.js';

/** @import { Preview } from '../types' */

/** What a reader can take a column for. */
const ROLES = ['logits', 'probabilities', 'targets', 'mask', 'offsets'];
/** Roles whose names are those of other texts. */
const TEXTS = new Map([['offsets', 'offsets_role'], ['positives', 'positives_role'], ['', 'none']]);

/**
 * @param {{ name: string, role: string, shape: number[] | null }[]} columns
 * @param {Preview} preview
 * @param {object} ways
 * @param {(key: string, values?: Record<string, string>) => string} ways.text
 * @param {(name: string, role: string, before: string) => void} [ways.choose] Without it there are no menus.
 */
export function preview(columns, preview, { text, choose }) {
  const [box, table] = [make('div', 'preview'), make('table')];
  // Wide tables scroll: by keys too.
  box.tabIndex = 0;
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', text('taken'));
  const head = table.createTHead();
  const [names, menus] = [head.insertRow(), head.insertRow()];
  for (const { name, role, shape } of columns) {
    const cell = names.appendChild(make('th', '', name));
    cell.scope = 'col';
    if (shape) cell.append(make('small', '', ` ${shape.join(' × ')}`));
    if (choose) menus.insertCell().append(meaning(name, role, text, choose));
  }
  const body = table.createTBody();
  for (const cells of preview.rows) {
    const row = body.insertRow();
    for (const { name } of columns) row.insertCell().textContent = cells[preview.names.indexOf(name)] ?? '';
  }
  box.append(table);
  return box;
}

/**
 * @param {string} name
 * @param {string} role
 * @param {(key: string, values?: Record<string, string>) => string} text
 * @param {(name: string, role: string, before: string) => void} choose
 */
function meaning(name, role, text, choose) {
  const offered = ROLES.includes(role) ? ROLES : [role, ...ROLES];
  // What is needed can be given to another column, and not just be left out; a mask can.
  const options = role === 'mask' ? ['', ...offered] : offered;
  const select = menu(options.map((it) => [it, text(TEXTS.get(it) ?? it)]));
  select.value = role;
  select.dataset.focus = `column ${name}`;
  select.setAttribute('aria-label', text('meaning', { name }));
  select.addEventListener('change', () => choose(name, select.value, role));
  return select;
}
