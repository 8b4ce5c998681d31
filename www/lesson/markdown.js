// A step's text as elements. The crate makes a tree of it, and only what is named here becomes an element: HTML of a
// stranger is text there, and stays text here.

import { make } from '../dom.js';

/** @import { Crate } from './crate.js' */
/** @import { Node as Tree } from './types' */

const NAMES = /** @type {const} */ (['p', 'h2', 'h3', 'blockquote', 'pre', 'ol', 'ul', 'li', 'em', 'strong', 'table', 'tr', 'th', 'td', 'a', 'code', 'br', 'hr']);

/**
 * @param {Crate} crate
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function markdown(crate, text) {
  /** @type {Tree[]} */
  const tree = JSON.parse(crate.markdownTree(text));
  return tree.map(built);
}

/** @param {Tree} tree */
function built(tree) {
  if (typeof tree === 'string') return tree;
  const [named, ...rest] = tree;
  const name = NAMES.find((it) => it === named);
  if (!name) return '';
  const element = make(name);
  for (const part of rest) {
    if (typeof part === 'string' || Array.isArray(part)) element.append(built(part));
    else if (element instanceof HTMLAnchorElement && /^(https?|mailto):/i.test(part.href)) {
      Object.assign(element, { href: part.href, target: '_blank', rel: 'noopener noreferrer' });
    } else if (element instanceof HTMLOListElement) element.start = Number(part.start);
  }
  return element;
}
