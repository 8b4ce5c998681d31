// What the embed dialog has besides code to copy: a QR code, and a file that works offline.

import { button, download, make, reason } from './dom.js';
import { asset } from './load.js';

/** @import { Snippet } from './snippets.js' */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * A box that holds what the chosen kind of page needs.
 * @param {(key: string) => string} text The dialog's texts.
 * @param {(path: string) => string} address Where the site's files are.
 */
export function extras(text, address) {
  const box = make('div', 'extra');
  const said = make('p');
  /** What is shown: an answer to an earlier choice is dropped. */
  let now = '';
  /**
   * @param {string} host
   * @param {Snippet} snippet
   * @param {Map<string, string>} query
   */
  const show = async (host, snippet, query) => {
    const key = `${host} ${snippet.src}`;
    if (key === now) return;
    now = key;
    box.replaceChildren();
    said.textContent = '';
    if (host === 'file') box.append(button(text('saveFile'), () => save(snippet, query)), said);
    if (host !== 'qr') return;
    try {
      const picture = await code(snippet.src);
      if (now === key) box.replaceChildren(picture);
    } catch (error) {
      if (now === key) box.textContent = reason(error);
    }
  };
  /**
   * @param {Snippet} snippet
   * @param {Map<string, string>} query
   */
  const save = async (snippet, query) => {
    try {
      const answer = await fetch(address('figure.html'));
      if (!answer.ok) throw new Error(`figure.html: ${answer.status} ${answer.statusText}`);
      const settings = new URLSearchParams([...query]).toString().replaceAll('&', '&amp;');
      // The first tag is the page's own.
      const page = (await answer.text()).replace('<html', () => `<html data-query="${settings}"`);
      download(`ghm-${query.get('figure')}.html`, new Blob([page], { type: 'text/html' }));
    } catch (error) {
      said.textContent = reason(error);
    }
  };
  return { box, show };
}

/**
 * A QR code as a picture, dark on light in any theme: cameras need that.
 * @param {string} address
 */
async function code(address) {
  // One build serves every browser: nothing here is worth SIMD128.
  const [qr, wasm] = await Promise.all([import('../pkg/qr/scalar/qr.js'), asset('pkg/qr/scalar/qr_bg.wasm')]);
  await qr.default({ module_or_path: wasm });
  const made = new qr.Qr(address);
  const side = made.side();
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', `0 0 ${side} ${side}`);
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', address);
  picture.classList.add('qr');
  for (const [kind, fill, d] of [['paper', '#fff', `M0 0h${side}v${side}h-${side}z`], ['ink', '#000', made.path()]]) {
    const path = document.createElementNS(SVG, 'path');
    path.classList.add(kind);
    path.setAttribute('fill', fill);
    path.setAttribute('d', d);
    picture.append(path);
  }
  made.free();
  return picture;
}
