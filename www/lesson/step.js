// A step as it is shown: its text, and beside it a figure, a question, or both.

import { make, reason } from '../dom.js';
import { QuestionForm } from '../question/form.js';
import { own } from '../question/spec.js';
import { markdown } from './markdown.js';

/** @import { GhmFigure } from '../ghm-figure.js' */
/** @import { Language } from '../types' */
/** @import { Crate } from './crate.js' */
/** @import { Given, Step } from './types' */

/** The figure that shows the answer to a prediction, where a step has none. */
export const SHOWS = /** @type {Record<string, string>} */ ({
  crowd: 'distribution',
  loneliest: 'hand',
  outliers: 'contribution',
  shape: 'contribution',
  bins: 'regions',
  'first-loss': 'momentum',
  offset: 'asl1',
  crossover: 'twin',
  flat: 'distribution',
});

/**
 * @typedef {object} Shown
 * @property {HTMLElement} element
 * @property {HTMLElement} words Holds the text.
 * @property {GhmFigure | null} figure
 */

/**
 * @param {Crate} crate
 * @param {Step} step
 * @param {Language} lang
 * @param {Given | undefined} given What was answered before.
 * @param {(answer: string, right: boolean | null, state: string) => void} answered
 * @returns {Shown}
 */
export function showStep(crate, step, lang, given, answered) {
  const element = make('div', 'step');
  const words = element.appendChild(make('div', 'words'));
  words.append(...markdown(crate, step.text ?? ''));
  const { question } = step;
  const named = typeof question === 'string';
  // A number is judged from a live figure.
  const needed = named ? SHOWS[question] : question?.value !== undefined ? 'weights' : undefined;
  const name = step.figure?.name ?? needed;
  if (!name) {
    if (question && !named) element.append(alone(question, lang, given, answered));
    return { element, words, figure: null };
  }
  element.classList.add('two');
  const beside = element.appendChild(make('div', 'beside'));
  const figure = make('ghm-figure');
  figure.name = name;
  figure.lang = lang;
  // An answer is judged in the state that it was given in.
  figure.state = (given?.state || step.figure?.state) ?? '';
  if (step.figure?.controls !== undefined) figure.setAttribute('controls', step.figure.controls);
  if (question) {
    figure.setAttribute('question', named ? question : JSON.stringify(question));
    figure.toggleAttribute('cover', Boolean(step.cover));
    figure.answer = given?.answer;
    figure.addEventListener('ghm-answer', ({ detail }) => answered(detail.answer, detail.right, detail.state));
  }
  beside.append(figure);
  return { element, words, figure };
}

/**
 * A question without a figure.
 * @param {import('../question/spec.js').Own} question
 * @param {Language} lang
 * @param {Given | undefined} given
 * @param {(answer: string, right: boolean | null, state: string) => void} answered
 */
function alone(question, lang, given, answered) {
  try {
    const form = new QuestionForm(own(question), lang, () => undefined, ({ answer, right }) => answered(answer, right, ''));
    if (given) form.restore(given.answer);
    return form.element;
  } catch (error) {
    return make('p', 'problem', reason(error));
  }
}
