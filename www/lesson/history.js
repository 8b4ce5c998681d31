// What was done to a lesson, so that it can be undone.

/** @import { Lesson } from './types' */

/** So many changes can be undone. */
const MOST = 200;

export class History {
  /** @type {string[]} */
  #past = [];
  /** @type {string[]} */
  #future = [];
  #present;
  #saved;

  /** @param {Lesson} lesson */
  constructor(lesson) {
    this.#present = this.#saved = JSON.stringify(lesson);
  }

  /** @returns {Lesson} */
  get lesson() {
    return JSON.parse(this.#present);
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** Whether it differs from what was saved last. */
  get unsaved() {
    return this.#present !== this.#saved;
  }

  saved() {
    this.#saved = this.#present;
  }

  /**
   * Takes a changed lesson. Returns whether it is another one.
   * @param {Lesson} lesson
   */
  push(lesson) {
    const text = JSON.stringify(lesson);
    if (text === this.#present) return false;
    this.#past = [...this.#past, this.#present].slice(-MOST);
    this.#future = [];
    this.#present = text;
    return true;
  }

  undo() {
    const before = this.#past.pop();
    if (before === undefined) return;
    this.#future.push(this.#present);
    this.#present = before;
  }

  redo() {
    const after = this.#future.pop();
    if (after === undefined) return;
    this.#past.push(this.#present);
    this.#present = after;
  }
}
