// One figure that fills a frame, set by the address: `?figure=weights&bins=10`, or the same after `#`. Where a page has
// no address, `data-query` on <html> sets it.

import { LINK, STATE, language } from './attributes.js';
import { Host } from './embed-host.js';
import { GhmFigure } from './ghm-figure.js';
import { make } from './dom.js';
import { FIGURES, OPTIONS } from './keys.js';
import { picture } from './load.js';

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:root { --ghm-px: .0625rem; color-scheme: light dark; background: light-dark(#fcfbf8, #14171c) }
:root[data-theme=light] { color-scheme: light }
:root[data-theme=dark] { color-scheme: dark }
body { margin: 0; padding: .75rem 1rem }
img { display: block; width: 100%; height: auto }
@media (max-width: 520px) { body { padding: .5rem } }
`);
document.adoptedStyleSheets = [sheet];

const root = document.documentElement;
const figure = make('ghm-figure');
const host = new Host(figure);
/** @type {Map<string, string>} */
let asked = new Map();

/** What the frame's address asks for. If a key is named twice, the last one counts. */
function parameters() {
  // WordPress appends `#?secret=…` to any address.
  const parts = [root.dataset.query ?? '', location.search, ...location.hash.split(/[#?]/)];
  const pairs = parts.flatMap((part) => [...new URLSearchParams(part)]);
  // A fragment such as `#top` is a place, not a setting.
  return new Map(pairs.filter(([key, value]) => value || [...STATE, ...OPTIONS].includes(key)));
}

function set() {
  const before = asked;
  asked = parameters();
  host.secret = asked.get('secret');
  asked.delete('secret');
  if (`v=${asked.get('v')}` === LINK) asked.delete('v');
  const lang = asked.get('lang');
  root.lang = language(lang);
  asked.delete('lang');
  const theme = asked.get('theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  else delete root.dataset.theme;
  asked.set('name', asked.get('figure') ?? asked.get('name') ?? '');
  asked.delete('figure');
  const known = (/** @type {string} */ key) => GhmFigure.observedAttributes.includes(key);
  figure.unknown = [...asked].filter(([key]) => !known(key));
  if (lang && !/^(en|zh)\b/i.test(lang)) figure.unknown.push(['lang', lang]);
  for (const key of new Set([...before.keys(), ...asked.keys()])) {
    if (!known(key)) continue;
    const value = asked.get(key);
    if (value === undefined) figure.removeAttribute(key);
    else figure.setAttribute(key, value);
  }
  figure.setAttribute('lang', root.lang);
}

/** Adds the still picture, which shows until the figure lives, and stays if it can't. */
async function addPicture() {
  const theme = root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  const name = FIGURES.includes(figure.name) ? figure.name : FIGURES[0];
  const image = make('img');
  Object.assign(image, { src: await picture(name, theme, root.lang), alt: name });
  figure.append(image);
}

set();
addPicture().catch((error) => console.warn(error));
document.body.append(figure);
host.start();
addEventListener('hashchange', set);
