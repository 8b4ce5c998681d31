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
  /** @type {NodeListOf<HTMLElement>} */
  const all = document.querySelectorAll('.predict');
  return [...all].map((element) => prediction(session, element));
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
 * @param {HTMLElement} element
 */
function prediction(session, element) {
  const verdict = /** @type {HTMLElement} */ (element.querySelector('.verdict'));
  /** @type {HTMLInputElement | null} */
  const guess = element.querySelector('input[type=range]');
  const echo = element.querySelector('output');
  if (guess && echo) {
    echo.textContent = guess.value;
    guess.addEventListener('input', () => (echo.textContent = guess.value));
  }
  // An answer that no axis carries stands beside its figure in words.
  const kept = document.createElement('p');
  kept.className = 'caption';
  document.querySelector(`.beside[data-after~="${element.dataset.predict}"]`)?.append(kept);
  kept.hidden = true;
  let waiting = false;
  /** @type {(event?: Event) => void} */
  const judge = (event) => {
    /** @type {HTMLInputElement | null} */
    const chosen = guess ?? element.querySelector('input:checked');
    if (!chosen) return;
    const answer = chosen.value;
    const judged = session.engine.predict(element.dataset.predict ?? '', answer);
    waiting = !judged;
    if (event) uncover(element.dataset.predict ?? '');
    if (!judged) {
      // The number that decides is still being computed.
      delete element.dataset.right;
      show(verdict, verdict.dataset.waiting ?? '');
      if (event) session.mark();
      return;
    }
    const { grade, value, says } = judged;
    element.dataset.right = grade;
    const labelOf = (/** @type {string | undefined} */ value) => element.querySelector(`input[value="${value}"]`)?.parentElement?.textContent?.trim() ?? '';
    kept.hidden = judged.drawn || grade === 'none';
    kept.textContent = session.text(grade === 'yes' ? 'KeptRight' : 'KeptWrong', { answer: labelOf(answer) });
    const label = labelOf(judged.answer);
    const said = (grade === 'yes' ? verdict.dataset.right : verdict.dataset.wrong) ?? '';
    const whole = says ? value : said.replaceAll('{value}', value).replaceAll('{answer}', label);
    const off = guess && { near: 'GuessNear', no: 'GuessFar', yes: '', none: '' }[grade];
    verdict.textContent = off ? `${session.text(off)} ${whole}` : whole;
    if (event) session.mark();
  };
  if (!guess) element.addEventListener('change', judge);
  guess?.addEventListener('keydown', (event) => event.key === 'Enter' && judge(event));
  element.querySelector('button')?.addEventListener('click', judge);
  return () => {
    if (waiting) judge();
  };
}
