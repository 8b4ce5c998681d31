// The texts of a session, in its language.

import { brief } from './dom.js';

/** @import { Session } from './session.js' */
/** @import { Value } from './types' */

/** So many notes are told at once. */
export const NOTES = 12;

export class Texts {
  /**
   * Those that were asked for, by language and name: they can still be said when the engine has ended.
   * @type {Map<string, string>}
   */
  #known = new Map();

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
  }

  /**
   * A text with `{name}` replaced by its value.
   * @param {string} name
   * @param {Record<string, Value>} [values]
   */
  get(name, values = {}) {
    const { ended, engine, language } = this.session;
    const key = `${language} ${name}`;
    const text = this.#known.get(key) ?? (ended ? undefined : engine.text(name));
    if (text !== undefined) this.#known.set(key, text);
    return Object.entries(values).reduce((t, [key, value]) => t.replaceAll(`{${key}}`, () => brief(String(value))), text ?? name);
  }

  /**
   * Notes as one text.
   * @param {string[]} notes
   */
  together(notes) {
    const rest = notes.length - NOTES;
    return [...notes.slice(0, NOTES), ...(rest > 0 ? [this.get('NoteMore', { n: rest })] : [])].join(' ');
  }
}
