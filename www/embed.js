// One figure that fills a frame, set by the address: `?figure=weights&bins=10`,
// the same after `#`, or, where there is no address, `data-query` on <html>.

import { language } from './attributes.js';
import { Host } from './embed-host.js';
import './ghm-figure.js';
import { make } from './dom.js';
import { FIGURES, KNOBS, OPTIONS } from './keys.js';
import { picture } from './load.js';

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:root { color-scheme: light dark; background: light-dark(#fdfdfc, #15181d) }
:root[data-theme=light] { color-scheme: light }
:root[data-theme=dark] { color-scheme: dark }
body { margin: 0; padding: 12px 16px }
img { display: block; width: 100%; height: auto }
@media (max-width: 520px) { body { padding: 8px } }
`);
document.adoptedStyleSheets = [sheet];

const root = document.documentElement;
const figure = make('ghm-figure');
const host = new Host(figure);
let asked = new Map();

/** What the frame's address asks for; of a key named twice, the last counts. */
function parameters() {
  // WordPress hangs `#?secret=…` on the address, whatever it ends in.
  const parts = [root.dataset.query ?? '', location.search, ...location.hash.split(/[#?]/)];
  const pairs = parts.flatMap((part) => [...new URLSearchParams(part)]);
  // A fragment without a value is a place, not a setting.
  return new Map(pairs.filter(([key, value]) => value || KNOBS.includes(key) || OPTIONS.includes(key)));
}

function set() {
  const before = asked;
  asked = parameters();
  host.secret = asked.get('secret');
  asked.delete('secret');
  root.lang = language(asked.get('lang'));
  asked.delete('lang');
  const theme = asked.get('theme');
  if (['light', 'dark'].includes(theme)) root.dataset.theme = theme;
  else delete root.dataset.theme;
  asked.set('name', asked.get('figure') ?? asked.get('name') ?? '');
  asked.delete('figure');
  const known = (key) => figure.constructor.observedAttributes.includes(key);
  figure.unknown = [...asked.keys()].filter((key) => !known(key));
  for (const key of new Set([...before.keys(), ...asked.keys()])) {
    if (!known(key)) continue;
    if (asked.has(key)) figure.setAttribute(key, asked.get(key));
    else figure.removeAttribute(key);
  }
  figure.setAttribute('lang', root.lang);
}

/** The still picture stands until the figure lives, and stays if it can't. */
async function still() {
  const theme = root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  const name = FIGURES.includes(figure.name) ? figure.name : FIGURES[0];
  const image = make('img');
  Object.assign(image, { src: await picture(name, theme, root.lang), alt: name });
  figure.append(image);
}

set();
// Without a picture the figure itself says what is wrong.
still().catch(() => {});
document.body.append(figure);
host.start();
addEventListener('hashchange', set);
