// Elements for what the engine says about a figure: its legend, the values at the cursor, its tables.

import { make } from '../dom.js';

/** @import { LegendItem, ReadoutItem, Table } from '../../pkg/explainer.js' */

/**
 * The legend's entries: a mark in the colour and dash of a series, and its name.
 * @param {LegendItem[]} items
 */
export function legendItems(items) {
  return items.map(({ name, colour, filled, width, dash }) => {
    const item = make('li');
    item.innerHTML = filled
      ? '<svg width="18" height="12" aria-hidden="true"><rect x="3" y="1" width="12" height="10"/></svg>'
      : '<svg width="26" height="12" aria-hidden="true"><path d="M1 6H25" fill="none"/></svg>';
    const mark = item.querySelector('rect, path');
    mark?.setAttribute(filled ? 'fill' : 'stroke', colour);
    if (!filled) mark?.setAttribute('stroke-width', String(width));
    if (dash) mark?.setAttribute('stroke-dasharray', dash);
    item.append(name);
    return item;
  });
}

/**
 * The values at the cursor.
 * @param {ReadoutItem[]} items
 */
export function readoutItems(items) {
  const list = make('dl');
  for (const { name, value, colour } of items) {
    const pair = list.appendChild(make('div'));
    const term = pair.appendChild(make('dt', '', name));
    // Beside the name and not on it: an area's colour is too pale for letters.
    if (colour) {
      const swatch = make('i');
      swatch.style.background = colour;
      term.prepend(swatch);
    }
    pair.append(make('dd', '', value));
  }
  return list;
}

/**
 * The figure's numbers as tables.
 * @param {Table[]} tables
 */
export function dataTables(tables) {
  return tables.map(({ title, columns, rows }) => {
    const table = make('table');
    if (title) table.createCaption().textContent = title;
    const head = table.createTHead().insertRow();
    for (const column of columns) {
      const cell = head.appendChild(make('th', '', column));
      cell.scope = 'col';
    }
    const body = table.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      for (const cell of row) line.insertCell().textContent = cell;
    }
    return table;
  });
}

/**
 * A sentence whose percentages stand out.
 * @param {string} text
 */
export function emphasized(text) {
  const parts = text.split(/(<?[\d.]+\u00a0?%)/);
  return parts.map((part, i) => (i % 2 ? make('b', '', part) : part));
}
