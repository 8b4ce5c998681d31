// What the article shows first, by its address.

import { LINK } from './attributes.js';

/** The article's first figure. It has an engine of its own, which is small, so that it lives soon. */
export const HERO = 'harmonize';

/** The recording whose beginning the article itself holds, like the texts of its language. */
export const HELD = 'noisy';

/** The knobs that the address sets. A fragment is a section's name, or like a query holds knobs. */
export function addressed() {
  const fragment = location.hash.includes('=') ? new URLSearchParams(location.hash.slice(1)) : [];
  const query = [...new URLSearchParams(location.search), ...fragment];
  return query.filter(([key, value]) => !['lang', 'theme', 'own'].includes(key) && `${key}=${value}` !== LINK);
}

/**
 * The recording that these knobs ask for; nothing if they ask for other examples.
 * @param {[key: string, value: unknown][]} knobs
 * @returns {'noisy' | 'clean' | undefined}
 */
export function recording(knobs) {
  const data = knobs.findLast(([key]) => key === 'data')?.[1] ?? 'noisy';
  return data === 'noisy' || data === 'clean' ? data : undefined;
}

/**
 * Whether the reader comes to the hero, and its engine can show what these knobs ask for: it knows no examples but
 * recorded ones, and pins nothing.
 * @param {[key: string, value: unknown][]} knobs
 */
export function showsHero(knobs) {
  const elsewhere = location.hash !== '' && !location.hash.includes('=');
  return !elsewhere && recording(knobs) !== undefined && !knobs.some(([key]) => key === 'pinned');
}
