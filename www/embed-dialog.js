// The embed dialog: a teacher sets a figure up, sees it, and copies the code that shows it elsewhere.

import { words } from './attributes.js';
import { control } from './controls.js';
import { copyBox, open } from './dialog.js';
import { make, menu } from './dom.js';
import { texts } from './embed-text.js';
import { KNOBS, PINS, TEXTS, THEMES } from './keys.js';
import { extras } from './embed-extras.js';
import { articleLink } from './links.js';
import { SNIPPETS, queryOf } from './snippets.js';

/** @import { GhmFigure } from './ghm-figure.js' */
/** @import { Session } from './session.js' */
/** @import { Snippet } from './snippets.js' */
/** @import { MenuPlace } from './types' */

// Knobs that a reader can also move on the canvas, so only a lock fixes them. The examples by hand need no control.
const MOVED = ['hand', 'batch'];
const UNCONTROLLED = 'hand';

/**
 * Opens the dialog over a figure. The functions of `site` say where the site's files, frames and pictures are.
 * @param {GhmFigure} figure
 * @param {Session} session The figure's.
 * @param {MenuPlace['site']} site
 */
export function embed(figure, session, site) {
  const { address, frameAddress, poster } = site;
  const { engine, language: lang } = session;
  const text = texts(lang);
  const keys = engine.depends(figure.figure).filter((key) => KNOBS.includes(key));

  const preview = make('ghm-figure');
  preview.name = figure.figure;
  preview.lang = lang;
  preview.state = figure.state;
  if (preview.value('data') === 'file') preview.set({ data: 'noisy' });
  const usual = engine.controls(preview.figure);

  const box = make('div', 'preview');
  box.append(preview);
  const free = new Map(keys.map((key) => [key, check('')]));
  const shown = new Map(TEXTS.map((name) => [name, check(text(`shown.${name}`), true)]));
  const language = field(text('language'), choice(lang, [['en', 'English'], ['zh', '简体中文']]));
  const theme = field(text('theme'), choice(figure.getAttribute('theme') ?? 'auto', THEMES.map((name) => [name, text(`theme.${name}`)])));
  const width = field(text('width'), entry('100%'));
  const height = field(text('height'), entry('560'));
  const place = field(text('address'), entry(frameAddress()));
  place.classList.add('wide');
  // Without the site around it, a single file knows neither the article nor other files.
  const alone = poster(figure.figure, 'light', lang) === null;
  const hosts = Object.keys(SNIPPETS).filter((name) => !(alone && ['article', 'qr', 'file'].includes(name)));
  const host = choice('html', hosts.map((name) => [name, text(`host.${name}`)]));
  host.ariaLabel = text('code');
  const { box: code, copy, said } = copyBox(text);
  const note = make('p');
  const offers = extras(text, address);

  /** The frame's parameters: only those that differ from a frame's defaults. */
  function settings() {
    const all = new Map([['figure', preview.figure]]);
    for (const [key, value] of new URLSearchParams(preview.state)) if (keys.includes(key) || PINS.includes(key)) all.set(key, value);
    const freed = keys.filter((key) => free.get(key)?.input.checked);
    const controlled = freed.filter((key) => key !== UNCONTROLLED);
    const same = controlled.length === usual.length && usual.every((key) => freed.includes(key));
    if (!same) all.set('controls', controlled.join(',') || 'none');
    const locked = MOVED.filter((key) => keys.includes(key) && !freed.includes(key));
    if (locked.length) all.set('lock', locked.join(','));
    const texts = TEXTS.filter((name) => shown.get(name)?.input.checked);
    if (texts.length < TEXTS.length) all.set('text', texts.join(',') || 'none');
    if (theme.input.value !== 'auto') all.set('theme', theme.input.value);
    return all;
  }

  function show() {
    const all = settings();
    for (const key of ['controls', 'lock', 'text', 'theme']) {
      const value = all.get(key);
      if (value === undefined) preview.removeAttribute(key);
      else preview.setAttribute(key, value);
    }
    preview.lang = language.input.value;
    const high = Math.max(200, parseInt(height.input.value) || 560);
    box.style.width = /^\d+$/.test(width.input.value) ? `${width.input.value}px` : '100%';
    box.style.height = `${high}px`;
    preview.room = high - 26;
    preview.session?.mark();
    const query = new Map(all);
    if (preview.lang === 'zh') query.set('lang', 'zh');
    const light = theme.input.value === 'dark' ? 'dark' : 'light';
    /** @type {Snippet} */
    const snippet = {
      src: `${place.input.value}${queryOf(query)}`,
      title: preview.heading,
      width: width.input.value || '100%',
      height: high,
      script: address('v1/ghm-explainer.js'),
      settings: all,
      poster: poster(preview.figure, light, preview.lang),
      lang: preview.lang,
      article: preview.session && !alone ? articleLink(preview, preview.session, site, true) : '',
    };
    offers.show(host.value, snippet, query);
    code.value = SNIPPETS[host.value](snippet);
    note.textContent = text(`note.${host.value}`);
    said.textContent = '';
  }

  const left = make('div');
  const right = make('div');
  const two = make('div', 'two');
  two.append(left, right);
  const dialog = open(figure, session, text('title'), make('p', '', text(figure.value('data') === 'file' ? 'file' : 'intro')), two);

  preview.addEventListener('ghm-ready', () => {
    const { session } = preview;
    if (!session) return;
    const controls = keys.map((key) => control(session, key));
    // Whatever has a control in the figure can be changed in the preview.
    const asked = figure.getAttribute('controls') ?? 'auto';
    const here = asked === 'auto' ? usual : asked === 'all' ? keys : words(asked);
    for (const [key, { input }] of free) {
      input.checked = here.includes(key) || key === UNCONTROLLED;
      input.ariaLabel = text('free');
    }
    const heading = row('heading', make('h4', '', text('settings')), make('span', '', text('free')));
    left.append(
      group(heading, ...[...free.values()].map((check, i) => row('setting', controls[i], check))),
      group(make('h4', '', text('shown')), row('checks', ...shown.values())),
      group(make('h4', '', text('frame')), row('fields', language, theme, width, height, place)),
    );
    const bar = row('code', make('h4', '', text('code')), host, copy);
    right.append(bar, code, offers.box, said, note);
    session.add({ tell: () => controls.forEach((made) => made.refresh()) });
    preview.addEventListener('ghm-change', show);
    const changed = (/** @type {Event} */ event) => {
      // When a knob of the preview has come to rest, the code shows it.
      if (!(event.target instanceof Element && event.target.closest('.setting .knob'))) show();
    };
    for (const kind of ['input', 'change']) dialog.addEventListener(kind, changed);
    show();
  });
  preview.addEventListener('ghm-error', ({ detail }) => (note.textContent = detail.message));
  right.append(make('h4', '', text('preview')), box);
  return dialog;
}

/** @param {Node[]} content */
function group(...content) {
  return row('group', ...content);
}

/**
 * @param {string} kind
 * @param {Node[]} content
 */
function row(kind, ...content) {
  const made = make('div', kind);
  made.append(...content);
  return made;
}

/** @param {string} name */
function check(name, checked = false) {
  const input = make('input');
  Object.assign(input, { type: 'checkbox', checked });
  const made = make('label', 'check');
  made.append(input, make('span', '', name));
  return Object.assign(made, { input });
}

/**
 * @template {HTMLInputElement | HTMLSelectElement} Input
 * @param {string} name
 * @param {Input} input
 */
function field(name, input) {
  const made = make('label', 'field');
  made.append(make('span', '', name), input);
  return Object.assign(made, { input });
}

/** @param {string} value */
function entry(value) {
  const input = make('input');
  Object.assign(input, { type: 'text', value });
  return input;
}

/**
 * @param {string} value
 * @param {[value: string, label: string][]} options
 */
function choice(value, options) {
  const select = menu(options);
  select.value = value;
  return select;
}
