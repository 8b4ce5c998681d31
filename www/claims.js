// Sentences about the figures that are true at some settings only: `<span data-if="CONDITION">`. While its condition
// fails, or a number in it is missing, a sentence is set aside, says so, and offers the settings at which it is true.
// prose/claim.rs reads the conditions.

import { button, make, reason } from './dom.js';
import { KNOBS } from './keys.js';
import { part } from './load.js';

/** @import { GhmFigure } from './ghm-figure.js' */
/** @import { Session } from './session.js' */

/** @typedef {{ element: HTMLElement, condition: string, figure: GhmFigure | null }} Claim */

/** All claims. `data-own` is about a figure with settings of its own: the one above a caption, or beside a text. */
const all = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-if]'))].map((element) => {
  /** @type {NodeListOf<HTMLOutputElement>} */
  const numbers = element.querySelectorAll('[data-quote]');
  const conditions = [element.dataset.if, ...[...numbers].map((it) => it.dataset.quote)];
  return { element, condition: conditions.filter(Boolean).join(' and '), figure: 'own' in element.dataset ? about(element) : null };
});

/**
 * @param {HTMLElement} element
 * @returns {GhmFigure | null}
 */
function about(element) {
  const before = element.closest('.caption')?.previousElementSibling;
  return /** @type {GhmFigure | null | undefined} */ (before) ?? element.closest('.row')?.querySelector('ghm-figure') ?? null;
}

/**
 * The claims about the article's shared figures, as parts of its prose. Those about other figures follow these from
 * when they live.
 * @param {Session} session
 * @param {string[]} costly Numbers that have to wait until a movement has ended.
 */
export function claims(session, costly) {
  const [shared, own] = [all().filter((it) => !it.figure), all().filter((it) => it.figure)];
  /** @param {EventTarget | null} target */
  const follow = (target) => {
    for (const claim of own.filter(({ figure }) => figure === target)) {
      const of = claim.figure?.session;
      if (of) of.add({ tell: judging(claim, of) });
    }
  };
  for (const figure of new Set(own.map((it) => it.figure))) follow(figure);
  addEventListener('ghm-ready', ({ target }) => follow(target));
  return shared.map((claim) => ({
    element: claim.element,
    costly: costly.some((key) => claim.condition.includes(key)),
    act: judging(claim, session),
  }));
}

/**
 * Trains the twin, which else begins when its figure is near: a sentence quotes it now. At the twin's own settings it
 * needn't, as the page came with these numbers.
 * @param {Session} session
 */
async function trainTwin(session) {
  const { twin } = session;
  if (twin.busy || twin.failed || !session.engine.twinMoved()) return;
  try {
    await (await part('training/twin')).work(session, () => true);
  } catch (error) {
    // The twin's figure says it, and can try again.
    twin.failed = reason(error);
  }
}

/**
 * Sets the sentence aside, or takes it back, as the session's state asks.
 * @param {Claim} claim
 * @param {Session} session
 */
function judging({ element, condition, figure }, session) {
  const { engine } = session;
  /** @type {HTMLElement[]} */
  let added = [];
  /** What the section's own settings are: the figure's attributes, and the defaults. */
  const own = (/** @type {string} */ key) => figure?.getAttribute(key) ?? session.standard(key);
  const isOwn = () => [...new URLSearchParams(engine.query()).keys()].every((key) => key === 'lang' || engine.get(key) === own(key));
  const back = () => {
    session.apply(KNOBS.map((key) => /** @type {[string, string]} */ ([key, own(key)])));
    session.changed('data');
  };
  return () => {
    const holds = engine.holds(condition);
    // What decides may be under way.
    if (holds === undefined && (engine.missing() || engine.incomplete() || isOwn())) return;
    if (holds === undefined && condition.includes('twin.')) return void trainTwin(session);
    if (Boolean(holds) === !added.length) return;
    for (const it of added) it.remove();
    added = [];
    element.classList.toggle('aside', !holds);
    if (holds) return;
    const backButton = button(session.text('BackToOwn'), back);
    backButton.className = 'back';
    added = [make('span', 'note', session.text('SetAside')), backButton];
    element.prepend(added[0]);
    element.append(added[1]);
  };
}
