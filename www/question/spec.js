// What a question is. One of the article's predictions is named and has its texts in a file of the site; any other comes
// from somebody else, as JSON, and all of it is text.

import { asset } from '../load.js';

/** @import { Language } from '../types' */

/**
 * A question as its author wrote it: the name of a prediction, or one of one's own. With `choices` one of them is chosen;
 * `right` is the place of the right one. With `value`, the name of a quoted number, that is asked for: `within` is how
 * far off an answer may be, such as `0.1` or `10%`. With neither the answer is a text.
 * @typedef {object} Own
 * @property {string} ask
 * @property {string[]} [choices]
 * @property {number} [right]
 * @property {string} [value]
 * @property {string} [within]
 * @property {string} [why] Shown after the answer.
 */

/**
 * A question as it is asked.
 * @typedef {object} Question
 * @property {string} name What events call it.
 * @property {'choice' | 'guess' | 'number' | 'text'} kind
 * @property {string} ask
 * @property {string} [label] What a guess is called.
 * @property {{ value: string, label: string }[]} options
 * @property {{ min: number, max: number, step: number, start: number }} [range] That of a guess.
 * @property {string} [judge] What the engine judges it by.
 * @property {string} [right] The right option, if it is known.
 * @property {string} [saysRight] What is said after the right answer; `{value}` and `{answer}` are filled in.
 * @property {string} [saysWrong]
 * @property {string} [saysWaiting]
 * @property {string} [why]
 */

/** What a number may be off where its author doesn't say. */
const WITHIN = '5%';

/**
 * Reads the value of the attribute `question`.
 * @param {string} value
 * @param {Language} lang
 * @returns {Promise<Question>}
 */
export async function questionOf(value, lang) {
  return value.trim().startsWith('{') ? own(JSON.parse(value)) : prediction(value.trim(), lang);
}

/**
 * A question of somebody else. What isn't text there is refused.
 * @param {Partial<Own>} it
 * @returns {Question}
 */
export function own(it) {
  const { ask, choices, right, value, within = WITHIN, why } = it;
  if (typeof ask !== 'string' || !ask) throw new Error('a question needs a text: {"ask": "…"}');
  if (why !== undefined && typeof why !== 'string') throw new Error('"why" is a text');
  const common = { name: ask, ask, why };
  if (choices !== undefined) {
    if (!Array.isArray(choices) || choices.length < 2 || choices.some((choice) => typeof choice !== 'string')) {
      throw new Error('"choices" are two texts or more');
    }
    const options = choices.map((label) => ({ value: label, label }));
    return { ...common, kind: 'choice', options, right: right === undefined ? undefined : choices[right] };
  }
  if (value !== undefined) return { ...common, kind: 'number', options: [], judge: `${value}~${within}` };
  return { ...common, kind: 'text', options: [] };
}

/** @type {Map<string, Promise<Record<string, Question>>>} */
const loaded = new Map();

/**
 * The article's predictions in a language.
 * @param {Language} lang
 */
export function predictions(lang) {
  const file = `www/questions-${lang}.json`;
  const known = loaded.get(file);
  if (known) return known;
  const questions = asset(file).then((answer) => answer.json());
  loaded.set(file, questions);
  // After a failure, the next call fetches it again.
  questions.catch(() => loaded.delete(file));
  return questions;
}

/**
 * @param {string} name
 * @param {Language} lang
 */
async function prediction(name, lang) {
  const all = await predictions(lang);
  const found = all[name];
  if (!found) throw new Error(`question=${name}: ${Object.keys(all).join(', ')}, {"ask": …}`);
  return found;
}
