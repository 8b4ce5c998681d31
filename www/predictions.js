// Predictions: the reader answers before the figure does. What tells the answer is covered until then: `data-after` names
// its predictions. Which answer is right follows from the live state.

import { show } from './dom.js';

/** @import { Session } from './session.js' */

/**
 * Lets the reader answer all predictions. Returns what to call when the state has changed.
 * @param {Session} session
 */
export function predictions(session) {
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = document.querySelectorAll('.cover button');
  for (const button of buttons) button.addEventListener('click', () => uncover(button.value));
  /** @type {NodeListOf<HTMLFormElement>} */
  const forms = document.querySelectorAll('form.predict');
  return [...forms].map((form) => prediction(session, form));
}

/**
 * Shows what was covered by these predictions.
 * @param {string} names
 */
function uncover(names) {
  /** @type {NodeListOf<HTMLElement>} */
  const covered = document.querySelectorAll('[data-after]');
  for (const element of covered) {
    const left = (element.dataset.after ?? '').split(' ').filter((name) => !names.split(' ').includes(name));
    if (left.length) element.dataset.after = left.join(' ');
    else element.removeAttribute('data-after');
  }
}

/**
 * @param {Session} session
 * @param {HTMLFormElement} form
 */
function prediction(session, form) {
  const verdict = /** @type {HTMLElement} */ (form.querySelector('.verdict'));
  /** @type {HTMLInputElement | null} */
  const guess = form.querySelector('input[type=range]');
  const echo = form.querySelector('output');
  if (guess && echo) {
    echo.textContent = guess.value;
    guess.addEventListener('input', () => (echo.textContent = guess.value));
  }
  let waiting = false;
  /** @type {(event?: Event) => void} */
  const judge = (event) => {
    event?.preventDefault();
    const answer = new FormData(form).get(guess ? guess.name : 'answer');
    if (typeof answer !== 'string') return;
    const judged = session.engine.predict(form.dataset.predict ?? '', answer);
    waiting = !judged;
    if (event) uncover(form.dataset.predict ?? '');
    if (!judged) {
      // The number that decides is still being computed.
      delete form.dataset.right;
      show(verdict, verdict.dataset.waiting ?? '');
      if (event) session.mark();
      return;
    }
    const { grade, value, says } = judged;
    form.dataset.right = grade;
    const label = form.querySelector(`input[value="${judged.answer}"]`)?.parentElement?.textContent?.trim() ?? '';
    const said = (grade === 'yes' ? verdict.dataset.right : verdict.dataset.wrong) ?? '';
    const whole = says ? value : said.replaceAll('{value}', value).replaceAll('{answer}', label);
    const off = guess && { near: 'GuessNear', no: 'GuessFar', yes: '', none: '' }[grade];
    verdict.textContent = off ? `${session.text(off)} ${whole}` : whole;
    if (event) session.mark();
  };
  form.addEventListener('submit', judge);
  if (!guess) form.addEventListener('change', judge);
  return () => {
    if (waiting) judge();
  };
}
