// Two figures with common axes, though their settings differ.

import { texts } from '../kit-text.js';

/** @import { GhmFigure } from '../ghm-figure.js' */
/** @import { Notes } from './notes.js' */

/**
 * Makes a figure and the one with this id show each other's ranges. Returns what ends it.
 * @param {GhmFigure} element
 * @param {string} id
 * @param {Notes} notes
 */
export function shareAxes(element, id, notes) {
  const ended = new AbortController();
  const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
  const other = /** @type {GhmFigure | null} */ (root.querySelector(`ghm-figure#${CSS.escape(id)}`));
  const { session } = element;
  const say = () => notes.say(texts(session?.language ?? 'en')('noAxes', { id }));
  if (!other || other === element || !session) {
    say();
    return () => {};
  }
  const meet = () => {
    const second = other.session;
    if (!second || ended.signal.aborted) return;
    const { figure } = element;
    if (other.figure !== figure || second === session) return say();
    let known = '';
    const both = [session, second];
    const share = () => {
      if (both.some(({ closed }) => closed)) return false;
      const [own, its] = both.map(({ engine }) => engine.ranges(figure));
      const now = `${own} ${its}`;
      if (now === known) return false;
      known = now;
      session.engine.shareRanges(figure, its);
      second.engine.shareRanges(figure, own);
      for (const it of both) it.mark(false);
      return false;
    };
    const view = { draw: share, tell() {} };
    for (const it of both) it.add(view);
    ended.signal.addEventListener('abort', () => {
      for (const it of both.filter(({ closed }) => !closed)) {
        it.remove(view);
        it.engine.shareRanges(figure, new Float64Array());
        it.mark(false);
      }
    });
  };
  if (other.session) meet();
  else other.addEventListener('ghm-ready', meet, { once: true, signal: ended.signal });
  return () => ended.abort();
}
