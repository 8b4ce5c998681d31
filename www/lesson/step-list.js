// The steps of a lesson: chosen, moved by buttons or keys, copied, removed.

import { button, make } from '../dom.js';
import { UNASKED } from './question-fields.js';

/** @import { Named } from './results.js' */
/** @import { Say } from './builder-text.js' */
/** @import { Lesson, Step } from './types' */

/**
 * What can be done with the list.
 * @typedef {object} Doing
 * @property {(at: number) => void} choose
 * @property {(change: (steps: Step[]) => void, at: number) => void} arrange Changes the order; `at` is the step to edit then.
 */

/**
 * @param {Lesson} lesson
 * @param {number} at
 * @param {{ named: Named, titles: Record<string, string>, text: Say }} texts
 * @param {Doing} doing
 */
export function stepList({ steps }, at, texts, { choose, arrange }) {
  const { text } = texts;
  const element = make('div');
  const list = element.appendChild(make('ol'));
  list.ariaLabel = text('steps');
  const move = (/** @type {number} */ by) => {
    const to = at + by;
    if (to < 0 || to >= steps.length) return;
    arrange((all) => all.splice(to, 0, ...all.splice(at, 1)), to);
  };
  steps.forEach((step, n) => {
    const item = list.appendChild(make('li'));
    const chosen = item.appendChild(button(`${n + 1}. ${nameOf(step, texts)}`, () => choose(n)));
    if (n !== at) return;
    chosen.setAttribute('aria-current', 'step');
    chosen.setAttribute('aria-keyshortcuts', 'Alt+ArrowUp Alt+ArrowDown');
    chosen.addEventListener('keydown', (event) => {
      if (!event.altKey || !['ArrowUp', 'ArrowDown'].includes(event.key)) return;
      event.preventDefault();
      move(event.key === 'ArrowUp' ? -1 : 1);
    });
    const tools = item.appendChild(make('div', 'tools'));
    const tool = (/** @type {string} */ label, /** @type {string} */ name, /** @type {() => void} */ act, disabled = false) => {
      const made = tools.appendChild(button(label, act));
      Object.assign(made, { ariaLabel: name, title: name, disabled });
    };
    tool('↑', text('up'), () => move(-1), n === 0);
    tool('↓', text('down'), () => move(1), n === steps.length - 1);
    tool(text('copyStep'), text('copyStep'), () => arrange((all) => all.splice(n + 1, 0, structuredClone(all[n])), n + 1));
    tool(text('remove'), text('remove'), () => arrange((all) => all.splice(n, 1), Math.max(0, n - 1)), steps.length === 1);
  });
  element.append(button(text('add'), () => arrange((all) => all.splice(at + 1, 0, {}), at + 1)));
  return element;
}

/**
 * What a step is called: its first words, its question, or its figure.
 * @param {Step} step
 * @param {{ named: Named, titles: Record<string, string>, text: Say }} texts
 */
function nameOf(step, { named, titles, text }) {
  const words = (step.text ?? '').trim().split('\n')[0].replace(/^[#>*\s-]+|[*_`]/g, '');
  const { question } = step;
  const ask = typeof question === 'string' ? named[question]?.ask : question?.ask !== UNASKED && question?.ask;
  const name = words || ask || (step.figure && titles[step.figure.name]) || text('emptyStep');
  return name.length > 60 ? `${name.slice(0, 59)}…` : name;
}
