// The embed dialog: a teacher sets a figure up, sees it, and copies what shows it elsewhere.

import { words } from './attributes.js';
import { control } from './controls.js';
import { copyBox, open } from './dialog.js';
import { make } from './dom.js';
import { texts } from './embed-text.js';
import { KNOBS, TEXTS, THEMES } from './keys.js';
import { SNIPPETS, queryOf } from './snippets.js';

// What a reader can move on the canvas itself: to fix it takes a lock. The examples by hand need no control.
const MOVED = ['hand', 'batch'];
const UNCONTROLLED = 'hand';

/** Opens it over a figure; the functions tell where the site's files, frames and pictures are. */
export function embed(figure, { address, frameAddress, poster }) {
  const lang = figure.session.session.get('lang');
  const text = texts(lang);
  const keys = figure.session.session.depends(figure.figure).filter((key) => KNOBS.includes(key));

  const preview = make('ghm-figure');
  preview.name = figure.figure;
  preview.lang = lang;
  preview.state = figure.state;
  if (preview.data === 'file') preview.data = 'noisy';
  const own = () => preview.session.session.controls(preview.figure);

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
  const host = choice('html', Object.keys(SNIPPETS).map((name) => [name, text(`host.${name}`)]));
  host.ariaLabel = text('code');
  const { box: code, copy, said } = copyBox(text);
  const note = make('p');

  /** The frame's parameters: only what is not as it would be anyway. */
  function settings() {
    const all = new Map([['figure', preview.figure]]);
    for (const [key, value] of new URLSearchParams(preview.state)) if (keys.includes(key)) all.set(key, value);
    const freed = keys.filter((key) => free.get(key).input.checked);
    const controlled = freed.filter((key) => key !== UNCONTROLLED);
    const usual = own();
    const same = controlled.length === usual.length && usual.every((key) => freed.includes(key));
    if (!same) all.set('controls', controlled.join(',') || 'none');
    const locked = MOVED.filter((key) => keys.includes(key) && !freed.includes(key));
    if (locked.length) all.set('lock', locked.join(','));
    const texts = TEXTS.filter((name) => shown.get(name).input.checked);
    if (texts.length < TEXTS.length) all.set('text', texts.join(',') || 'none');
    if (theme.input.value !== 'auto') all.set('theme', theme.input.value);
    return all;
  }

  function show() {
    const all = settings();
    for (const key of ['controls', 'lock', 'text', 'theme']) {
      if (all.has(key)) preview.setAttribute(key, all.get(key));
      else preview.removeAttribute(key);
    }
    preview.lang = language.input.value;
    const high = Math.max(200, parseInt(height.input.value) || 560);
    box.style.width = /^\d+$/.test(width.input.value) ? `${width.input.value}px` : '100%';
    box.style.height = `${high}px`;
    preview.room = high - 26;
    preview.session.mark();
    const query = new Map([...all, ...(preview.lang === 'zh' ? [['lang', 'zh']] : [])]);
    const light = theme.input.value === 'dark' ? 'dark' : 'light';
    code.value = SNIPPETS[host.value]({
      src: `${place.input.value}${queryOf(query)}`,
      title: preview.heading,
      width: width.input.value || '100%',
      height: high,
      script: address('v1/ghm-explainer.js'),
      settings: all,
      poster: poster(preview.figure, light, preview.lang),
      lang: preview.lang,
    });
    note.textContent = text(`note.${host.value}`);
    said.textContent = '';
  }

  const left = make('div');
  const right = make('div');
  const two = make('div', 'two');
  two.append(left, right);
  const dialog = open(figure, text('title'), make('p', '', text(figure.data === 'file' ? 'file' : 'intro')), two);

  preview.addEventListener('ghm-ready', () => {
    const controls = keys.map((key) => control(preview.session, key));
    // Those that the figure has here.
    const asked = figure.getAttribute('controls') ?? 'auto';
    const usual = { auto: own(), all: keys }[asked] ?? words(asked);
    for (const [key, { input }] of free) {
      input.checked = usual.includes(key) || key === UNCONTROLLED;
      input.ariaLabel = text('free');
    }
    const heading = row('heading', make('h4', '', text('settings')), make('span', '', text('free')));
    left.append(
      group(heading, ...controls.map((made) => row('setting', made, free.get(made.dataset.key)))),
      group(make('h4', '', text('shown')), row('checks', ...shown.values())),
      group(make('h4', '', text('frame')), row('fields', language, theme, width, height, place)),
    );
    const bar = row('code', make('h4', '', text('code')), host, copy);
    right.append(bar, code, said, note);
    preview.session.add({ tell: () => controls.forEach((made) => made.refresh()) });
    preview.addEventListener('ghm-change', show);
    for (const kind of ['input', 'change']) dialog.addEventListener(kind, (event) => event.target.closest('.setting .knob') || show());
    show();
  });
  preview.addEventListener('ghm-error', ({ detail }) => (note.textContent = detail.message));
  right.append(make('h4', '', text('preview')), box);
  return dialog;
}

function group(...content) {
  return row('group', ...content);
}

function row(kind, ...content) {
  const made = make('div', kind);
  made.append(...content);
  return made;
}

function check(name, checked = false) {
  const made = make('label', 'check');
  made.input = make('input');
  Object.assign(made.input, { type: 'checkbox', checked });
  made.append(made.input, make('span', '', name));
  return made;
}

function field(name, input) {
  const made = make('label', 'field');
  made.append(make('span', '', name), input);
  made.input = input;
  return made;
}

function entry(value) {
  const input = make('input');
  Object.assign(input, { type: 'text', value });
  return input;
}

function choice(value, options) {
  const select = make('select');
  for (const [name, label] of options) select.add(new Option(label, name));
  select.value = value;
  return select;
}
