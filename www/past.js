// What a session's state was before: undo and redo go through its settled states.

import { STATE } from './attributes.js';

/** @import { Session } from './session.js' */
/** @import { Value } from './types' */

/** So many changes can be undone. */
const MOST = 100;

export class Past {
  /** @type {string[]} */
  #undo = [];
  /** @type {string[]} */
  #redo = [];
  /** @type {string | undefined} */
  #now;

  /**
   * The state has come to rest. The first call tells what there was before any change.
   * @param {string} now
   */
  settle(now) {
    if (now === this.#now) return;
    if (this.#now !== undefined) this.#undo.push(this.#now);
    this.#undo.splice(0, this.#undo.length - MOST);
    this.#redo = [];
    this.#now = now;
  }

  /**
   * Whether there is a state to go to.
   * @param {'undo' | 'redo'} way
   */
  has(way) {
    return (way === 'undo' ? this.#undo : this.#redo).length > 0;
  }

  /**
   * The state before the last change, or again the one after it; undefined if there is none. It is the present one now.
   * @param {'undo' | 'redo'} way
   */
  step(way) {
    const [from, to] = way === 'undo' ? [this.#undo, this.#redo] : [this.#redo, this.#undo];
    const state = from.pop();
    if (state === undefined || this.#now === undefined) return undefined;
    to.push(this.#now);
    this.#now = state;
    return state;
  }
}

/**
 * Goes to the settled state before the last change, or again to the one after it. Returns whether there was one.
 * @param {Session | null} session
 * @param {'undo' | 'redo'} way
 */
export function step(session, way) {
  const to = session?.past.step(way);
  if (!session || to === undefined) return false;
  restore(session, new URLSearchParams(to));
  return true;
}

/**
 * Sets all that makes a state, what is not named to its default. Returns notes.
 * @param {Session} session
 * @param {Iterable<[string, Value]>} pairs
 */
export function restore(session, pairs) {
  const wanted = new Map(pairs);
  wanted.delete('lang');
  const fresh = new session.module.Engine();
  // In their order: to set a kind of outliers moves them.
  const all = STATE.map((key) => /** @type {[string, Value]} */ ([key, wanted.get(key) ?? fresh.get(key) ?? '']));
  fresh.free();
  const strange = [...wanted].filter(([key]) => !STATE.includes(key));
  const notes = session.apply([...all, ...strange]);
  session.changed('data');
  return notes;
}
