// A question that can be answered: its form, and what is said of the answer.

import { button, make, show } from '../dom.js';
import { questionTexts } from './text.js';

/** @import { Verdict } from '../../pkg/explainer.js' */
/** @import { Language } from '../types' */
/** @import { Question } from './spec.js' */

/**
 * What became of an answer.
 * @typedef {object} Answered
 * @property {string} answer
 * @property {boolean | null} right Null if it isn't judged, or can't be.
 */

/** So long may a free text be. */
const LONGEST = 1000;
let made = 0;

export class QuestionForm {
  /** Not a form: a frame without `allow-forms` would send none. */
  element = make('div', 'predict');
  /** @type {HTMLInputElement | HTMLTextAreaElement | null} */
  #field = null;
  #verdict = make('p', 'verdict');
  /** Whether the number that decides is still missing. */
  #waiting = false;
  /** @type {string | undefined} */
  #answer;

  /**
   * @param {Question} question
   * @param {Language} lang
   * @param {(name: string, answer: string) => Verdict | undefined} judge Judges what the question doesn't decide by itself.
   * @param {(answered: Answered) => void} answered Called after each answer, and again once a waiting one is judged.
   */
  constructor(question, lang, judge, answered) {
    this.question = question;
    this.text = questionTexts(lang);
    this.judge = judge;
    this.answered = answered;
    const { element, text } = this;
    const set = element.appendChild(make('fieldset'));
    const legend = set.appendChild(make('legend'));
    legend.append(make('span', 'tag', text('tag')), ` ${question.ask}`);
    set.append(...this.#inputs());
    if (question.kind !== 'choice') {
      set.append(button(text(question.kind === 'text' ? 'keep' : 'check'), () => this.#given()));
    }
    this.#verdict.setAttribute('role', 'status');
    element.append(this.#verdict);
    element.addEventListener('keydown', ({ key, isComposing }) => {
      if (key === 'Enter' && !isComposing && this.#field instanceof HTMLInputElement) this.#given();
    });
    if (question.kind === 'choice') element.addEventListener('change', () => this.#given());
  }

  #inputs() {
    const { kind, label, options, range } = this.question;
    const { text } = this;
    if (kind === 'choice') {
      const group = `answer-${++made}`;
      return options.map(({ value, label }) => {
        const input = make('input');
        Object.assign(input, { type: 'radio', name: group, value });
        const row = make('label');
        row.append(input, ' ', make('span', '', label));
        return row;
      });
    }
    const row = make('label', `given ${kind}`);
    row.append(make('span', 'name', label ?? text(kind === 'text' ? 'text' : 'number')));
    if (kind === 'text') {
      const box = row.appendChild(make('textarea'));
      Object.assign(box, { rows: 3, maxLength: LONGEST, required: true });
      this.#field = box;
      return [row];
    }
    const input = row.appendChild(make('input'));
    input.required = true;
    this.#field = input;
    if (!range) {
      // Not of the type number: those take a comma or a point, by the browser's language.
      Object.assign(input, { type: 'text', inputMode: 'decimal', autocomplete: 'off', pattern: '\\s*[+\\-]?(\\d+\\.?\\d*|\\.\\d+)(e[+\\-]?\\d+)?\\s*%?\\s*' });
      return [row];
    }
    const { min, max, step, start } = range;
    Object.assign(input, { type: 'range', min, max, step });
    input.value = String(start);
    const echo = row.appendChild(make('output', '', input.value));
    input.addEventListener('input', () => show(echo, input.value));
    return [row];
  }

  /** The answer that stands in the form. */
  #entered() {
    const checked = this.element.querySelector('input[type=radio]:checked');
    if (this.question.kind === 'choice') return checked instanceof HTMLInputElement ? checked.value : undefined;
    return this.#field?.reportValidity() ? this.#field.value.trim() : undefined;
  }

  #given() {
    const answer = this.#entered();
    if (!answer) return;
    this.#answer = answer;
    this.answered({ answer, right: this.#say() });
  }

  /**
   * Shows an answer that was given before.
   * @param {string} answer
   */
  restore(answer) {
    const { element, question } = this;
    this.#answer = answer;
    if (question.kind === 'choice') {
      /** @type {NodeListOf<HTMLInputElement>} */
      const options = element.querySelectorAll('input[type=radio]');
      for (const option of options) option.checked = option.value === answer;
    } else {
      if (this.#field) this.#field.value = answer;
      const echo = element.querySelector('output');
      if (echo) show(echo, answer);
    }
    this.#say();
  }

  /** Called when the state has changed: judges an answer that had to wait. */
  refresh() {
    if (!this.#waiting || this.#answer === undefined) return;
    const right = this.#say();
    if (!this.#waiting) this.answered({ answer: this.#answer, right });
  }

  /** Says what became of the answer; returns whether it was right. */
  #say() {
    const { question, text } = this;
    const answer = this.#answer ?? '';
    const { judge, kind, right } = question;
    if (kind === 'text') return this.#tell(null, text('kept'));
    if (!judge) {
      if (right === undefined) return this.#tell(null, text('kept'));
      return answer === right ? this.#tell('yes', text('right')) : this.#tell('no', text('wrong', { answer: right }));
    }
    const judged = this.judge(judge, answer.replace(/\s*%$/, ''));
    this.#waiting = !judged;
    if (!judged) return this.#tell(null, question.saysWaiting || text('waiting'));
    const { grade, says, value } = judged;
    if (grade === 'none') return this.#tell(null, value);
    const yes = question.saysRight ?? text('rightNumber');
    const no = question.saysWrong ?? text('wrongNumber');
    const label = question.options.find((option) => option.value === judged.answer)?.label ?? '';
    const said = says ? value : (grade === 'yes' ? yes : no).replaceAll('{value}', () => value).replaceAll('{answer}', () => label);
    const off = kind === 'guess' && grade !== 'yes' ? `${text(grade === 'near' ? 'near' : 'far')} ` : '';
    return this.#tell(grade, off + said);
  }

  /**
   * @param {'yes' | 'near' | 'no' | null} grade
   * @param {string} said
   */
  #tell(grade, said) {
    const { element, question } = this;
    if (grade) element.dataset.right = grade;
    else delete element.dataset.right;
    show(this.#verdict, [said, question.why].filter(Boolean).join(' '));
    return grade && grade === 'yes';
  }
}
