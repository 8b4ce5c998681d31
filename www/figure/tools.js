// What the menu of a figure has: pin its settings, embed it, save it, its numbers as a table, its full description.

import { button, download, reason } from '../dom.js';
import { embed } from '../embed-dialog.js';
import { offerText } from '../offer.js';
import { report } from '../report.js';
import { copyText } from '../dialog.js';
import { texts } from '../kit-text.js';
import { articleLink, frameLink, inArticle } from '../links.js';
import { step } from '../past.js';
import { pinButtons } from '../versus.js';
import { canFill, fillScreen } from './hall.js';

/** @import { GhmFigure } from '../ghm-figure.js' */
/** @import { Session } from '../session.js' */
/** @import { MenuPlace } from '../types' */

// A sandbox may forbid a frame without an origin to save files, and no browser says whether it does.
const SANDBOXED = globalThis.origin === 'null' && parent !== self;

/**
 * The buttons of a figure's menu, as its state wants them now.
 * @param {MenuPlace} place
 */
export function items({ element, session, table, described, notes, site }) {
  const { engine } = session;
  const { figure } = element;
  const text = texts(session.language);
  const names = Object.fromEntries(KIT.map((name) => [name, text(name)]));
  /** @type {[string, () => unknown][]} */
  const tools = [
    ['Embed', () => embed(element, session, site)],
    ['SavePicture', () => report(element, session, SANDBOXED)],
    ['SaveCsv', () => saveText(element, session, 'csv', 'text/csv', engine.csv(figure))],
  ];
  tools.unshift(...kit(element, session, site, notes));
  if (!table.hidden) tools.push(['Data', () => reveal(table, () => (table.open = true))]);
  tools.push([
    'Describe',
    () => {
      described.textContent = engine.summary(figure);
      reveal(described, () => (described.hidden = false));
    },
  ]);
  const made = tools.map(([name, act]) => {
    const tool = button(names[name] ?? session.text(name), async () => {
      try {
        await act();
      } catch (error) {
        notes.say(reason(error));
      }
    });
    tool.dataset.tool = name;
    return tool;
  });
  return [...pinButtons(session), ...made];
}

/** What the kit's texts name. */
const KIT = ['fill', 'undo', 'redo', 'linkArticle', 'linkFigure', 'openArticle'];

/**
 * A whole screen, undo and redo, links: what can be done here.
 * @param {GhmFigure} element
 * @param {Session} session
 * @param {MenuPlace['site']} site
 * @param {MenuPlace['notes']} notes
 * @returns {[string, () => unknown][]}
 */
function kit(element, session, site, notes) {
  const here = inArticle();
  // Without the site around it, a single file knows no article.
  const somewhere = here || site.poster('', '', '') !== null;
  const shared = here && !element.hasAttribute('shared') ? site.page() : session;
  const article = async () => articleLink(element, await shared, site);
  const text = texts(session.language);
  const copied = async (/** @type {string} */ link) => {
    if (await copyText(link)) notes.tell(text('copied', { link }));
    else notes.say(text('notCopied', { link }));
  };
  /** @type {[string, boolean, () => unknown][]} */
  const all = [
    ['fill', canFill(), () => fillScreen(element)],
    ['undo', session.past.has('undo'), () => step(session, 'undo')],
    ['redo', session.past.has('redo'), () => step(session, 'redo')],
    ['linkArticle', somewhere, async () => copied(await article())],
    ['linkFigure', true, () => copied(frameLink(element, session, site))],
    ['openArticle', somewhere && !here, async () => open(await article(), '_blank', 'noopener')],
  ];
  return all.filter(([, can]) => can).map(([name, , act]) => [name, act]);
}

/**
 * Shows a part below the figure, and moves the focus there.
 * @param {HTMLElement} part
 * @param {() => void} open
 */
function reveal(part, open) {
  open();
  const target = part.querySelector('summary') ?? part;
  target.tabIndex = 0;
  target.focus();
  part.scrollIntoView({ block: 'nearest' });
}

/**
 * @param {GhmFigure} figure
 * @param {Session} session
 * @param {string} kind
 * @param {string} type
 * @param {string} text
 */
function saveText(figure, session, kind, type, text) {
  const name = `ghm-${figure.figure}.${kind}`;
  if (SANDBOXED) return offerText(figure, session, name, text);
  download(name, new Blob([text], { type }));
}
