// What to paste where: the code that shows one figure in each kind of page.

/**
 * What a snippet is made of.
 * @typedef {object} Snippet
 * @property {string} src The frame's address.
 * @property {string} title
 * @property {string} width
 * @property {number} height
 * @property {string} script The address of the element's script.
 * @property {Map<string, string>} settings The figure's name and its settings.
 * @property {string | null} poster The address of the still picture, if there is one.
 * @property {string} lang
 * @property {string} article The article's address in this state; empty where there is no article.
 */

/** @typedef {Record<string, string | number>} Attributes */

/**
 * A query string that sets up a frame: short, and readable in an address.
 * @param {Map<string, string>} settings
 */
export function queryOf(settings) {
  return [...settings].map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':')}`).join('&');
}

/** @param {string | number} text */
function escaped(text) {
  return String(text).replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/**
 * @param {string} name
 * @param {Attributes} attributes
 */
function start(name, attributes) {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return `<${name}${written.join('')}>`;
}

/**
 * @param {string} name
 * @param {Attributes} attributes
 */
function tag(name, attributes, content = '') {
  return `${start(name, attributes)}${content}</${name}>`;
}

/** What a figure in a frame asks its page for: to copy links, and to fill the screen. */
const ALLOW = 'clipboard-write; fullscreen';

/** @param {Snippet} snippet */
function frame({ src, title, width, height }) {
  return tag('iframe', { src, title, width, height, loading: 'lazy', allow: ALLOW, style: 'border:0' });
}

/** @param {Snippet} snippet */
function element({ script, settings, poster, title, lang }) {
  const { figure, ...rest } = Object.fromEntries(settings);
  const still = poster ? start('img', { src: poster, alt: title }) : escaped(title);
  return `${tag('script', { type: 'module', src: script })}\n${tag('ghm-figure', { name: figure, lang, ...rest }, still)}`;
}

/**
 * The element's attributes.
 * @param {Map<string, string>} settings
 * @param {string} lang
 */
function named(settings, lang) {
  const { figure, ...rest } = Object.fromEntries(settings);
  return { name: figure, lang, ...rest };
}

/**
 * A call that loads the element in a browser, and that no bundler follows.
 * @param {string} script
 */
const loaded = (script) => `import(/* @vite-ignore */ /* webpackIgnore: true */ ${JSON.stringify(script)})`;

const indented = (/** @type {string} */ text) => text.replaceAll(/^/gm, '   ');

/**
 * The code by kind of page.
 * @type {Record<string, (it: Snippet) => string>}
 */
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
  lms: frame,
  reveal: ({ src, title, height }) =>
    `<section>\n${tag('iframe', { 'data-src': src, title, width: 960, height, allow: ALLOW, style: 'border:0' })}\n</section>`,
  markdown: ({ src, title, poster }) => (poster ? `[![${title}](${poster})](${src})` : `[${title}](${src})`),
  react: ({ script, settings, lang }) => `import { useEffect } from 'react';

export function Figure() {
  useEffect(() => void ${loaded(script)}, []);
  return ${tag('ghm-figure', named(settings, lang)).replace('></ghm-figure>', ' />')};
}`,
  vue: ({ script, settings, lang }) => `<script setup>
import { onMounted } from 'vue';
onMounted(() => ${loaded(script)});
</script>

<template>
  ${tag('ghm-figure', named(settings, lang))}
</template>`,
  svelte: ({ script, settings, lang }) => `<script>
  import { onMount } from 'svelte';
  onMount(() => void ${loaded(script)});
</script>

${tag('ghm-figure', named(settings, lang))}`,
  observable: ({ script, settings, lang }) => `{
  await import(${JSON.stringify(script)});
  return html\`${tag('ghm-figure', named(settings, lang))}\`;
}`,
  link: ({ src }) => src,
  article: ({ article }) => article,
  qr: ({ src }) => src,
  file: ({ settings }) => `ghm-${settings.get('figure')}.html`,
};
