// Links: of the article, of a frame, each in the present state. They name only what differs from the defaults.

import { ownAsked, withoutLanguage } from './address.js';
import { LINK } from './attributes.js';
import { OPTIONS } from './keys.js';
import { queryOf } from './snippets.js';

/** @import { GhmFigure } from './ghm-figure.js' */
/** @import { Session } from './session.js' */
/** @import { MenuPlace } from './types' */

/** Whether this page is the article, whose figures share a session. */
export function inArticle() {
  return document.querySelector('header.page .hero') !== null;
}

/**
 * The article's address, at a figure, in the state of its session; in the article itself with the states of figures
 * that have settings of their own.
 * @param {GhmFigure | null} figure
 * @param {Session} session The one that all of the article's figures are to have.
 * @param {Pick<MenuPlace['site'], 'address'>} site
 * @param {boolean} [fresh] Whether it opens the article as others find it, with this state.
 */
export function articleLink(figure, session, { address }, fresh = false) {
  const here = !fresh && inArticle();
  const page = session.language === 'zh' ? 'zh/index.html' : 'index.html';
  const base = here ? location.href.replace(/[?#].*/s, '') : address(page);
  const states = here ? ownAsked() : '';
  const query = [withoutLanguage(session.engine.query()), states && `own=${states}`, LINK].filter(Boolean).join('&');
  const place = figure && (here ? (figure.closest('[id]')?.id ?? '') : `figure-${figure.figure}`);
  return `${base}?${query}${place ? `#${place}` : ''}`;
}

/**
 * The address of a frame with this figure, as it is set up.
 * @param {GhmFigure} figure
 * @param {Session} session
 * @param {Pick<MenuPlace['site'], 'frameAddress'>} site
 */
export function frameLink(figure, session, { frameAddress }) {
  const all = new Map([['figure', figure.figure], ...new URLSearchParams(withoutLanguage(session.engine.query()))]);
  for (const name of OPTIONS) {
    const value = figure.getAttribute(name);
    if (value !== null && name !== 'lang') all.set(name, value);
  }
  if (session.language === 'zh') all.set('lang', 'zh');
  return `${frameAddress()}${queryOf(all)}&${LINK}`;
}
