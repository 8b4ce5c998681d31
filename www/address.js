// The page's address holds the state.

/**
 * Writes the state into the address, if the host allows it.
 * @param {string} query
 */
export function remember(query) {
  const kept = query.split('&').filter((pair) => pair && !pair.startsWith('lang=')).join('&');
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
