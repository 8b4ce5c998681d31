// The page's address holds the state, and the browser's history what was before a press that changes much.

import { restore } from './past.js';

/** @import { Session } from './session.js' */

/** Milliseconds between presses that count as one. */
const SUCCESSION = 300;

/**
 * The state that the address was last written with.
 * @type {string | undefined}
 */
let written;

/**
 * Writes the state into the address, if the host allows it.
 * @param {string} query
 */
export function remember(query) {
  const kept = withoutLanguage(query);
  if (kept === written && !location.hash.includes('=')) return;
  written = kept;
  try {
    // Knobs in the fragment are in the query from now on.
    const hash = location.hash.includes('=') ? '' : location.hash;
    history.replaceState(null, '', `${location.pathname}${kept && `?${kept}`}${hash}`);
  } catch {
    // A sandboxed frame may not change its history.
  }
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll('a[data-keeps-state]');
  for (const link of links) link.search = kept;
}

/**
 * Makes an entry of the browser's history of what is before such a press, and lets Back and Forward bring it.
 * @param {Session} session
 */
export function keepHistory(session) {
  let left = -Infinity;
  session.leave = () => {
    remember(session.engine.query());
    // Presses in quick succession are one step back; browsers refuse more than some hundred entries in ten seconds.
    const now = performance.now();
    const soon = now - left < SUCCESSION;
    left = now;
    if (soon) return;
    try {
      history.pushState(null, '', location.href);
    } catch {
      // The same.
    }
  };
  addEventListener('popstate', () => {
    // A link within the page changes no state.
    const there = location.search.slice(1);
    if (written === undefined || there === written) return;
    written = there;
    restore(session, new URLSearchParams(there));
  });
}

/**
 * A state without the language, which pages have in their addresses.
 * @param {string} query
 */
export function withoutLanguage(query) {
  return query.split('&').filter((pair) => pair && !pair.startsWith('lang=')).join('&');
}
