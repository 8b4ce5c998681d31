// The page's address holds the state, and the browser's history what was before a press that changes much.

import { LINK } from './attributes.js';
import { addressed } from './first.js';
import { restore } from './past.js';

/** @import { Session } from './session.js' */

/** Milliseconds between presses that count as one. */
const SUCCESSION = 300;

/**
 * The state that the address was last written with.
 * @type {string | undefined}
 */
let written;

/** The states of figures with settings of their own, as the page's address has them: own.js writes them there. */
export function ownAsked() {
  return /[?&]own=([^&]*)/.exec(location.search)?.[1] ?? '';
}

/**
 * Writes the state into the address, if the host allows it.
 * @param {string} query
 * @param {string} [states] Those of figures with settings of their own, where they have changed.
 */
export function remember(query, states = ownAsked()) {
  const kept = [withoutLanguage(query), states && `own=${states}`].filter(Boolean).join('&');
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
  for (const link of links) {
    // Another page has other figures.
    link.search = pageOf(link) === pageOf(location) ? kept : withoutLanguage(query);
  }
}

/**
 * The name of the page that an address leads to, in whatever language.
 * @param {{ pathname: string }} address
 */
const pageOf = ({ pathname }) => pathname.split('/').at(-1) || 'index.html';

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
    restore(session, addressed());
  });
}

/** This page's address as it is copied: with the version of the rules that it is read by. */
export function linkHere() {
  const query = [location.search.slice(1), LINK].filter(Boolean).join('&');
  return `${location.href.replace(/[?#].*/s, '')}?${query}`;
}

/**
 * A state without the language, which pages have in their addresses.
 * @param {string} query
 */
export function withoutLanguage(query) {
  return query.split('&').filter((pair) => pair && !pair.startsWith('lang=')).join('&');
}
