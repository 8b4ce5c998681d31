// Links: of the article, of a frame, each in the present state. They name only what differs from the defaults.

import { withoutLanguage } from './address.js';
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
  const own = here ? ownStates() : '';
  const query = [withoutLanguage(session.engine.query()), own && `own=${own}`, LINK].filter(Boolean).join('&');
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

/** Figures with settings of their own, each with its name in links: that of the figure and which one of these it is. */
function ownFigures() {
  /** @type {Map<string, GhmFigure>} */
  const all = new Map();
  /** @type {NodeListOf<GhmFigure>} */
  const figures = document.querySelectorAll('ghm-figure:not([shared])');
  /** @type {Record<string, number>} */
  const count = {};
  for (const figure of figures) {
    count[figure.name] = (count[figure.name] ?? 0) + 1;
    all.set(`${figure.name}${count[figure.name]}`, figure);
  }
  return all;
}

/** The states of those that the reader has changed: `weights2.bins:100_momentum:0.5`, with `~` between. */
function ownStates() {
  const states = [...ownFigures()].flatMap(([name, { session, attributes }]) => {
    if (!session) return [];
    const state = withoutLanguage(session.engine.query());
    const given = [...attributes].filter(({ name, value }) => {
      const standard = session.engine.get(name) === undefined ? undefined : session.standard(name);
      return standard !== undefined && standard !== value;
    });
    const same = String([...new URLSearchParams(state)].sort()) === String(given.map(({ name, value }) => [name, value]).sort());
    return same ? [] : [`${name}.${state.replaceAll('&', '_').replaceAll('=', ':')}`];
  });
  return states.join('~');
}

/** Brings figures with settings of their own into the states that the page's address has for them. */
export function restoreOwn() {
  const asked = new URLSearchParams(location.search).get('own');
  if (!asked) return;
  const figures = ownFigures();
  for (const part of asked.split('~')) {
    const [, name, state] = /^([a-z0-9-]+)\.(.*)$/s.exec(part) ?? [];
    const figure = figures.get(name);
    if (figure) figure.state = state.replaceAll('_', '&').replaceAll(':', '=');
  }
}
