// The article's figures with settings of their own: their states are in its address, and in links to it.

import { ownAsked, remember, withoutLanguage } from './address.js';
import { STATE } from './attributes.js';

/** @import { GhmFigure } from './ghm-figure.js' */
/** @import { Session } from './session.js' */

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

/**
 * The settings that the page gives to a figure of its own, as a query string.
 * @param {GhmFigure} figure
 */
function given({ attributes }) {
  const knobs = [...attributes].filter(({ name }) => STATE.includes(name));
  return new URLSearchParams(knobs.map(({ name, value }) => [name, value])).toString();
}

/**
 * Whether a figure has other settings than the page gives it.
 * @param {GhmFigure} figure
 */
function isChanged(figure) {
  const { session, state } = figure;
  // A state names no knob that is at its default; an attribute may.
  const sorted = (/** @type {string} */ query) => {
    const pairs = [...new URLSearchParams(query)].filter(([key, value]) => key !== 'lang' && !(session && session.standard(key) === value));
    return String(pairs.sort());
  };
  return sorted(state) !== sorted(given(figure));
}

/** The states of those that the reader has changed: `weights2.bins:100_momentum:0.5`, with `~` between. */
function ownStates() {
  const changed = [...ownFigures()].filter(([, figure]) => isChanged(figure));
  return changed.map(([name, { state }]) => `${name}.${withoutLanguage(state).replaceAll('&', '_').replaceAll('=', ':')}`).join('~');
}

/** Brings figures with settings of their own into the states that the page's address has for them. */
function restoreOwn() {
  const asked = new Map((new URLSearchParams(`own=${ownAsked()}`).get('own') ?? '').split('~').map((part) => {
    const [, name, state] = /^([a-z0-9-]+)\.(.*)$/s.exec(part) ?? [];
    return [name, state];
  }));
  for (const [name, figure] of ownFigures()) {
    const state = asked.get(name)?.replaceAll('_', '&').replaceAll(':', '=');
    if (state !== undefined) figure.state = state;
    else if (isChanged(figure)) figure.state = given(figure);
  }
}

/**
 * Restores them now and whenever the reader goes back, and keeps them in the page's address.
 * @param {Session} session The one that the other figures share.
 */
export function keepOwn(session) {
  restoreOwn();
  addEventListener('popstate', () => ownAsked() !== ownStates() && restoreOwn());
  document.addEventListener('ghm-change', ({ target }) => {
    if (target instanceof Element && target.matches('ghm-figure:not([shared])')) remember(session.engine.query(), ownStates());
  });
}
