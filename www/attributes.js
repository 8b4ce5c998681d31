// How the values of attributes and addresses are read.

import { KNOBS, PINS } from './keys.js';

/** All that makes a state. */
export const STATE = [...KNOBS, ...PINS];

/** What links have that were copied: by which version's rules they are read. Another version's is noted as unknown. */
export const LINK = 'v=1';

/**
 * The words of a list such as `bins, momentum`; `none` is the empty list.
 *
 * @param {string} list
 * @returns {string[]}
 */
export function words(list) {
  return list.split(/[\s,]+/).filter((word) => word && word !== 'none');
}

/**
 * The engine's language for a language tag: Chinese, or else English.
 *
 * @param {string | null | undefined} tag
 * @returns {'en' | 'zh'}
 */
export function language(tag) {
  return /^zh/i.test(tag ?? '') ? 'zh' : 'en';
}
