// What became of the answers, at the end of a lesson and as a file.

import { button, make } from '../dom.js';

/** @import { Question } from '../question/spec.js' */
/** @import { Given, Lesson, Score } from './types' */
/** @import { Say } from './text.js' */

/**
 * The article's predictions by name.
 * @typedef {Record<string, Question>} Named
 */

/** @typedef {{ lesson: Lesson, given: Given[], named: Named, text: Say }} Answered */

/**
 * @param {Answered} answered
 * @param {Score} score
 * @param {string} status
 * @param {(step: number) => void} go
 * @param {HTMLElement} save
 */
export function results(answered, score, status, go, save) {
  const { lesson, text } = answered;
  const element = make('div', 'results');
  element.append(make('h2', '', text('end')));
  const { pass = 0 } = lesson;
  element.append(make('p', 'score', score.judged ? text('score', { ...score }) : text('unjudged')));
  if (score.open) element.append(make('p', 'open', text('open', { n: score.open })));
  else if (status === 'passed' || status === 'failed') element.append(make('p', status, text(status, { pass })));
  else element.append(make('p', '', text('completed')));
  const table = make('table');
  const head = table.createTHead().insertRow();
  for (const key of /** @type {const} */ (['question', 'answer', 'right', 'tries'])) {
    const cell = head.appendChild(make('th', '', text(key)));
    cell.scope = 'col';
  }
  const body = table.createTBody();
  for (const row of rows(answered)) {
    const line = body.insertRow();
    line.insertCell().append(button(row.name, () => go(row.step)));
    for (const cell of [row.answer, row.right, row.tries]) line.insertCell().textContent = cell;
  }
  if (body.rows.length) {
    const scroll = element.appendChild(make('div', 'scroll'));
    scroll.append(table);
    element.append(save);
  }
  return element;
}

/**
 * The results as a table for a spreadsheet.
 * @param {Answered} answered
 */
export function sheetOf(answered) {
  const { text } = answered;
  // A spreadsheet takes a text that begins so for a formula.
  const safe = (/** @type {string} */ cell) => (/^[=+\-@\t\r]/.test(cell) && !Number.isFinite(Number(cell)) ? `'${cell}` : cell);
  const quoted = (/** @type {string} */ cell) => `"${safe(cell).replaceAll('"', '""')}"`;
  const head = [text('question'), text('answer'), text('right'), text('tries'), 'state'];
  const lines = rows(answered).map(({ name, answer, right, tries, state }) => [name, answer, right, tries, state]);
  return [head, ...lines].map((line) => line.map(quoted).join(',')).join('\r\n') + '\r\n';
}

/** @param {Answered} answered */
function rows({ lesson, given, named, text }) {
  return lesson.steps.flatMap(({ question }, step) => {
    if (!question) return [];
    const it = given.find((one) => one.step === step);
    const known = typeof question === 'string' ? named[question] : undefined;
    const ask = typeof question === 'string' ? (known?.ask ?? question) : question.ask;
    const label = known?.options.find(({ value }) => value === it?.answer)?.label;
    return [{
      step,
      name: `${step + 1}. ${ask}`,
      answer: label ?? it?.answer ?? text('none'),
      right: !it ? '' : it.first === null ? text('kept') : text(it.first ? 'yes' : 'no'),
      tries: it ? String(it.tries) : '',
      state: it?.state ?? '',
    }];
  });
}
