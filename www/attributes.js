// How the values of attributes are read.

/**
 * The words of a list such as `bins, momentum`; `none` is an empty one.
 *
 * @param {string} list
 * @returns {string[]}
 */
export function words(list) {
  return list.split(/[\s,]+/).filter((word) => word && word !== 'none');
}

/**
 * The engine's language for a tag: others than Chinese read English.
 *
 * @param {string | null | undefined} tag
 * @returns {'en' | 'zh'}
 */
export function language(tag) {
  return /^zh/i.test(tag ?? '') ? 'zh' : 'en';
}
