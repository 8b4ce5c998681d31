// What to paste where: each host's way of showing one figure.

/** A query string that sets up a frame: short, and readable in an address. */
export function queryOf(settings) {
  return [...settings].map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll('%2C', ',')}`).join('&');
}

function escaped(text) {
  return String(text).replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

function start(name, attributes) {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return `<${name}${written.join('')}>`;
}

function tag(name, attributes, content = '') {
  return `${start(name, attributes)}${content}</${name}>`;
}

function frame({ src, title, width, height }) {
  return tag('iframe', {
    src, title, width, height, loading: 'lazy', allow: 'clipboard-write', style: 'border:0',
  });
}

function element({ script, settings, poster, title, lang }) {
  const { figure, ...rest } = Object.fromEntries(settings);
  const still = poster ? start('img', { src: poster, alt: title }) : escaped(title);
  return `${tag('script', { type: 'module', src: script })}\n${tag('ghm-figure', { name: figure, lang, ...rest }, still)}`;
}

const indented = (text) => text.replaceAll(/^/gm, '   ');

/** By host: `(it) => text`, where `it` is `{src, title, width, height, script, settings, poster, lang}`. */
export const SNIPPETS = {
  html: frame,
  element,
  mdx: (it) => `${frame(it)
    .replace('style="border:0"', 'style={{ border: 0 }}')
    .replace('></iframe>', ' />')}`,
  jupyter: ({ src, width, height }) =>
    `from IPython.display import IFrame\nIFrame(${JSON.stringify(src)}, width=${JSON.stringify(width)}, height=${height})`,
  quarto: (it) => `\`\`\`{=html}\n${frame(it)}\n\`\`\``,
  sphinx: (it) => `.. raw:: html\n\n${indented(frame(it))}`,
  myst: (it) => `\`\`\`{raw} html\n${frame(it)}\n\`\`\``,
  mdbook: frame,
  lms: ({ src, title, width, height }) => tag('iframe', { src, title, width, height }),
  reveal: ({ src, title, height }) =>
    `<section>\n${tag('iframe', { 'data-src': src, title, width: 960, height, style: 'border:0' })}\n</section>`,
  markdown: ({ src, title, poster }) => (poster ? `[![${title}](${poster})](${src})` : `[${title}](${src})`),
  link: ({ src }) => src,
};
