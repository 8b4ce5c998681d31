// A figure as a picture for a report: opaque, with its title, legend, settings and source; as PNG at several sizes, as
// SVG, or to the clipboard.

import { open } from './dialog.js';
import { button, download, make, reason } from './dom.js';
import { offerText } from './offer.js';

/** @import { LegendItem } from '../pkg/explainer.js' */
/** @import { GhmFigure } from './ghm-figure.js' */
/** @import { Session } from './session.js' */
/** @import { Language } from './types' */

/** @type {Record<Language, Record<string, string>>} */
const TEXT = {
  en: {
    title: 'A picture for a report',
    intro: 'With title, legend, settings and source. SVG is sharp at any size; PNG at 1 has one pixel for each of the page’s.',
    sandboxed: 'This frame may be kept from saving files: open the picture’s menu to copy or save it.',
    copy: 'Copy as PNG',
    copied: 'Copied.',
    kept: 'The browser would not copy ({why}). The picture’s own menu may.',
    alt: 'The picture as it will be saved',
    colon: ': ',
    between: ' · ',
    comma: ', ',
    source: 'Source: ',
  },
  zh: {
    title: '用于报告的图片',
    intro: '含标题、图例、设置与来源。SVG 任意放大都清晰；1 倍 PNG 与页面像素一一对应。',
    sandboxed: '此框架可能不允许保存文件，请用图片的右键菜单复制或保存。',
    copy: '复制为 PNG',
    copied: '已复制。',
    kept: '浏览器不允许复制（{why}）。可试试图片的右键菜单。',
    alt: '将要保存的图片',
    colon: '：',
    between: ' · ',
    comma: '，',
    source: '来源：',
  },
};

/** CSS pixels of the plot's width, and around and between the parts. */
const WIDTH = 760;
const EDGE = 24;
const GAP = 8;
const SCALES = [1, 2, 3];
/** What the plot says itself, or no reader of a report asks for. */
const UNTOLD = ['axis', 'lang', 'harmonize', 'paper'];
/** What only some examples have: how many were sampled, and when they were recorded. */
const SAMPLED = ['n', 'seed'];
const RECORDED = ['step', 'trained'];
const PAPER = { light: { paper: '#fcfbf8', ink: '#1d2229', soft: '#586170' }, dark: { paper: '#14171c', ink: '#e4e7ec', soft: '#a5aebb' } };

/**
 * Offers a figure as a picture.
 * @param {GhmFigure} figure
 * @param {Session} session
 * @param {boolean} sandboxed Whether files may not be saved.
 */
export function report(figure, session, sandboxed) {
  const text = TEXT[session.language];
  const made = picture(figure, session);
  const name = `ghm-${figure.figure}`;
  const preview = make('img');
  preview.alt = text.alt;
  preview.src = address(made.svg);
  Object.assign(preview.style, { display: 'block', maxWidth: '100%', height: 'auto', marginTop: '12px' });
  const said = make('p', 'said');
  said.setAttribute('role', 'status');
  const row = make('div', 'checks');
  /**
   * @param {string} label
   * @param {() => Promise<void>} act
   */
  const offer = (label, act) => {
    const it = button(label, async () => {
      said.textContent = '';
      try {
        await act();
      } catch (error) {
        said.textContent = text.kept.replace('{why}', reason(error));
      }
    });
    it.style.marginInlineEnd = '8px';
    row.append(it);
  };
  if (!sandboxed) {
    for (const scale of SCALES) {
      offer(`PNG ${scale}×`, async () => download(`${name}@${scale}x.png`, await png(made, scale)));
    }
  }
  offer('SVG', async () => {
    if (sandboxed) offerText(figure, session, `${name}.svg`, made.svg);
    else download(`${name}.svg`, new Blob([made.svg], { type: 'image/svg+xml' }));
  });
  offer(text.copy, async () => {
    // The picture may come later than the click, which a browser has to see.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png(made, 2) })]);
    said.textContent = text.copied;
  });
  open(figure, session, text.title, make('p', '', sandboxed ? text.sandboxed : text.intro), row, said, preview);
}

/** @typedef {{ svg: string, width: number, height: number }} Picture */

/**
 * The figure with what a report has around it.
 * @param {GhmFigure} figure
 * @param {Session} session
 * @returns {Picture}
 */
export function picture(figure, session) {
  const { engine } = session;
  const { dark, figure: name } = figure;
  const { paper, ink, soft } = PAPER[dark ? 'dark' : 'light'];
  const high = engine.height(name, WIDTH);
  const plot = engine.svg(name, WIDTH, high, dark);
  const family = /font-family="([^"]*)"/.exec(plot)?.[1] ?? 'sans-serif';
  const width = WIDTH + 2 * EDGE;
  const measure = measurer(family);
  /** @type {string[]} */
  const parts = [];
  let y = EDGE;
  /**
   * @param {string} line
   * @param {number} size
   * @param {number} weight
   * @param {string} colour
   */
  const write = (line, size, weight, colour) => {
    for (const part of wrapped(line, WIDTH, (text) => measure(text, size, weight))) {
      y += size * 1.4;
      parts.push(`<text x="${EDGE}" y="${round(y - size * 0.35)}" font-size="${size}" font-weight="${weight}" fill="${colour}">${escaped(part)}</text>`);
    }
  };
  write(engine.title(name), 18, 650, ink);
  const items = engine.legend(name, WIDTH, high, dark);
  if (items.length) {
    y += GAP;
    y = legend(items, y, parts, ink, (text) => measure(text, 13, 400));
  }
  y += GAP;
  parts.push(plot.replace('<svg ', `<svg x="${EDGE}" y="${round(y)}" `));
  y += high + GAP;
  const text = TEXT[session.language];
  write(settings(session, name, text), 12, 400, soft);
  write(`${text.source}${source(session)}`, 12, 400, soft);
  const height = Math.ceil(y + EDGE);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${family}">
<rect width="${width}" height="${height}" fill="${paper}"/>
${parts.join('\n')}
</svg>
`;
  return { svg, width, height };
}

/**
 * The legend's entries in rows. Returns where they end.
 * @param {LegendItem[]} items
 * @param {number} top
 * @param {string[]} parts
 * @param {string} ink
 * @param {(text: string) => number} measure
 */
function legend(items, top, parts, ink, measure) {
  const [mark, row] = [26, 20];
  let [x, y] = [EDGE, top];
  for (const { name, colour, filled, width, dash } of items) {
    const wide = mark + 6 + measure(name) + 20;
    if (x > EDGE && x + wide > EDGE + WIDTH) [x, y] = [EDGE, y + row];
    const middle = y + row / 2;
    parts.push(
      filled
        ? `<rect x="${round(x + 7)}" y="${middle - 5}" width="12" height="10" fill="${colour}"/>`
        : `<path d="M${round(x + 1)} ${middle}h24" fill="none" stroke="${colour}" stroke-width="${width}"${dash ? ` stroke-dasharray="${dash}"` : ''}/>`,
      `<text x="${round(x + mark + 6)}" y="${middle + 4.5}" font-size="13" fill="${ink}">${escaped(name)}</text>`,
    );
    x += wide;
  }
  return y + row;
}

/**
 * The settings that the figure depends on.
 * @param {Session} session
 * @param {string} figure
 * @param {Record<string, string>} text
 */
function settings(session, figure, text) {
  const { engine } = session;
  const knobs = new Map(engine.knobs().map((knob) => [knob.key, knob]));
  const data = engine.get('data') ?? '';
  const recorded = data === 'noisy' || data === 'clean';
  const idle = [...(recorded ? SAMPLED : RECORDED), ...(data === 'file' || data === 'detector' ? [...SAMPLED, 'mask'] : [])];
  const known = engine.depends(figure).filter((key) => ![...UNTOLD, ...idle].includes(key) && engine.applies(key));
  const told = known.map((key) => {
    const knob = knobs.get(key);
    const file = key === 'data' && data === 'file' ? session.file : '';
    return `${knob?.label ?? key}${knob?.symbol ? ` ${knob.symbol}` : ''}${text.colon}${file || engine.shown(key)}`;
  });
  // What is pinned behind it.
  const pinned = engine.versus(figure)?.knobs ?? [];
  if (pinned.length) told.push(`A → B${text.colon}${pinned.map(({ label, a, b }) => `${label} ${a} → ${b}`).join(text.comma)}`);
  return told.join(text.between);
}

/**
 * Where the figure comes from.
 * @param {Session} session
 */
function source(session) {
  const at = location.protocol.startsWith('http') ? `${location.origin}${location.pathname}` : '';
  return [document.title || 'GHM', session.engine.query() && at ? `${at}?${session.engine.query()}` : at].filter(Boolean).join(', ');
}

/**
 * The picture as PNG, with `scale` pixels for each of the page's.
 * @param {Picture} made
 * @param {number} scale
 * @returns {Promise<Blob>}
 */
export async function png({ svg, width, height }, scale) {
  const image = new Image();
  image.src = address(svg.replace(/width="\d+" height="\d+"/, `width="${width * scale}" height="${height * scale}"`));
  await image.decode();
  const canvas = make('canvas');
  Object.assign(canvas, { width: width * scale, height: height * scale });
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('the browser made no picture');
  return blob;
}

/** @param {string} svg */
const address = (svg) => `data:image/svg+xml,${encodeURIComponent(svg)}`;

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10;

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * Measures texts in a font.
 * @param {string} family
 */
function measurer(family) {
  const context = make('canvas').getContext('2d');
  return (/** @type {string} */ text, /** @type {number} */ size, /** @type {number} */ weight) => {
    if (!context) return text.length * size * 0.6;
    context.font = `${weight} ${size}px ${family}`;
    return context.measureText(text).width;
  };
}

/**
 * A text in lines that are no wider than that: broken at spaces, or after any letter where one word is wider.
 * @param {string} text
 * @param {number} most
 * @param {(text: string) => number} measure
 */
function wrapped(text, most, measure) {
  const lines = [''];
  const add = (/** @type {string} */ part) => {
    const last = lines.length - 1;
    if (!lines[last] || measure(lines[last] + part.trimEnd()) <= most) lines[last] += part;
    else lines.push(part.trimStart());
  };
  for (const word of text.match(/\S+\s*/g) ?? []) {
    if (measure(word) <= most) add(word);
    else for (const letter of word) add(letter);
  }
  return lines.map((line) => line.trimEnd());
}
