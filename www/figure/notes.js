// What is wrong is said under the figure: in a list of notes on its settings, which the reader can close, and in one
// problem, which stays until the figure is built again. What was done is said in the problem's place.

import { button, make } from '../dom.js';
import { NOTES } from '../session-texts.js';

export class Notes {
  box = make('div', 'notes');
  problem = make('p', 'problem');
  #list = make('ul');
  /** Says how many notes are not shown. */
  #more = (/** @type {number} */ n) => `+${n}`;
  #close = button('×', () => {
    this.#notes.clear();
    this.#show();
  });
  /** @type {Set<string>} */
  #notes = new Set();

  constructor() {
    this.box.setAttribute('role', 'status');
    this.box.append(this.#list, this.#close);
    this.problem.setAttribute('role', 'status');
    this.problem.hidden = true;
    this.#show();
  }

  /**
   * Adds notes on settings; each is shown once.
   * @param {string[]} notes
   */
  add(notes) {
    for (const note of notes) this.#notes.add(note);
    this.#show();
  }

  /**
   * Says what went wrong.
   * @param {string} text
   */
  say(text) {
    this.problem.classList.remove('done');
    this.problem.textContent = text;
    this.problem.hidden = false;
  }

  /**
   * Says what was done.
   * @param {string} text
   */
  tell(text) {
    this.say(text);
    this.problem.classList.add('done');
  }

  /**
   * Says what went wrong, and offers what helps.
   * @param {string} text
   * @param {string} label
   * @param {() => void} act
   */
  offer(text, label, act) {
    this.say(`${text} `);
    this.problem.append(button(label, act));
  }

  /**
   * Called when the figure is built anew, perhaps in another language: `close` is the button's label, `more` says how
   * many notes are not shown.
   * @param {string} close
   * @param {(n: number) => string} more
   */
  renew(close, more) {
    this.#more = more;
    this.problem.hidden = true;
    this.#close.title = this.#close.ariaLabel = close;
  }

  #show() {
    this.box.hidden = this.#notes.size === 0;
    const shown = [...this.#notes].slice(0, NOTES);
    const rest = this.#notes.size - shown.length;
    if (rest) shown.push(this.#more(rest));
    this.#list.replaceChildren(...shown.map((note) => make('li', '', note)));
  }
}
