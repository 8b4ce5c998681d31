// A question in a figure: above it, and over what it covers until the answer.

import { button, make, reason } from '../dom.js';
import { QuestionForm } from './form.js';
import { questionOf } from './spec.js';
import { sheet } from './style.js';
import { questionTexts } from './text.js';

/** @import { GhmFigure } from '../ghm-figure.js' */
/** @import { Parts } from '../figure/build.js' */
/** @import { Session } from '../session.js' */

/**
 * What was last asked in a figure, whose answer another question must not take for its own.
 * @type {WeakMap<GhmFigure, string>}
 */
const asked = new WeakMap();

/**
 * Puts the figure's question into it.
 * @param {GhmFigure} figure
 * @param {ShadowRoot} root
 * @param {Session} session
 * @param {Parts} parts The figure's.
 */
export async function ask(figure, root, session, { stage }) {
  const value = figure.getAttribute('question') ?? '';
  if (asked.has(figure) && asked.get(figure) !== value) {
    figure.answer = undefined;
    delete figure.dataset.answered;
  }
  asked.set(figure, value);
  const { language } = session;
  const text = questionTexts(language);
  const uncover = () => {
    figure.dataset.answered = '';
    stage.querySelector('.cover')?.remove();
    // What it covers is drawn where it is seen.
    session.mark(false);
  };
  let question;
  try {
    question = await questionOf(value, language);
  } catch (error) {
    uncover();
    throw new Error(text('broken', { reason: reason(error) }), { cause: error });
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const form = new QuestionForm(
    question,
    language,
    (name, answer) => session.engine.predict(name, answer),
    ({ answer, right }) => {
      figure.answer = answer;
      uncover();
      const detail = { figure: figure.figure, question: question.name, answer, right, state: figure.state };
      figure.dispatchEvent(new CustomEvent('ghm-answer', { detail, bubbles: true, composed: true }));
    },
  );
  // Another question, or none, may have been asked while this one was under way.
  if (!stage.isConnected || figure.getAttribute('question') !== value) return;
  root.prepend(form.element);
  if (figure.answer !== undefined) {
    form.restore(figure.answer);
    uncover();
  } else if (figure.hasAttribute('cover') && figure.dataset.answered === undefined) {
    const cover = make('div', 'cover');
    cover.append(text('covered'), button(text('show'), uncover));
    stage.append(cover);
  }
  /** Judges an answer that had to wait, as long as the question is here. */
  const view = { tell: () => (form.element.isConnected ? form.refresh() : session.remove(view)) };
  session.add(view);
}
