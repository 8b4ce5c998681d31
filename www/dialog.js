// A dialog over a figure, inside its shadow root, and a text box to copy from.

import { button, make, styleSheet } from './dom.js';
import { scaled } from './figure/scaled.js';

/** @import { GhmFigure } from './ghm-figure.js' */
/** @import { Session } from './session.js' */

const sheet = styleSheet(scaled(`
dialog {
  width: min(1080u, 100vw - 16u); max-width: none; max-height: calc(100dvh - 16u); padding: 0; overflow: hidden;
  color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 8u;
  font-size: 14u; box-shadow: 0 12u 48u #0004;
}
dialog[open] { display: flex; flex-direction: column }
dialog::backdrop { background: #10141a80 }
.bar { display: flex; flex: none; align-items: center; justify-content: space-between; gap: 12u; padding: 12u 20u; border-bottom: 1px solid var(--hair) }
.bar h2 { margin: 0; font-size: 17u; font-weight: 680 }
.bar button { min-width: 32u; font-size: 20u; line-height: 1 }
.inside { flex: auto; overflow: auto; padding: 16u 20u 20u }
.inside p { margin: 0; color: var(--soft) }
h4 { margin: 0 0 8u; font-size: 13u; font-weight: 650 }
.two { display: grid; grid-template-columns: minmax(0, 360u) minmax(0, 1fr); gap: 24u 32u; margin-top: 16u }
.setting { display: grid; grid-template-columns: 1fr auto; align-items: center; gap: 4u 14u; padding: 5u 0; border-bottom: 1px solid var(--hair) }
.check { display: flex; align-items: center; gap: 6u; min-height: 28u; font-size: 13u; cursor: pointer }
.check input { width: 16u; height: 16u; margin: 0 }
.heading { display: flex; justify-content: space-between; align-items: baseline; gap: 12u; font-size: 12u; color: var(--soft) }
.heading h4 { color: var(--ink) }
.setting .check { justify-content: center; min-width: 44u; min-height: 44u }
.checks { display: flex; flex-wrap: wrap; gap: 0 16u }
.group { margin: 0 0 20u }
.fields { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8u 12u }
.field { display: grid; gap: 2px; font-size: 12u; color: var(--soft) }
.field :is(input, select), .code select { min-width: 0; min-height: 32u; padding: 2u 8u; font: inherit; font-size: 13u; color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 8u }
.check input { accent-color: var(--ink) }
.field.wide { grid-column: 1 / -1 }
.preview { overflow: auto; resize: both; padding: 12u 16u; border: 1px solid var(--hair); border-radius: 10u; max-width: 100% }
.code { display: flex; flex-wrap: wrap; align-items: center; gap: 8u 10u; margin: 20u 0 8u }
.code h4 { margin: 0 }
.code select { width: auto; flex: 1 }
.copy { color: var(--paper); background: var(--ink); font-size: 13u; min-height: 30u; padding: 2px 16u }
.copy:hover { color: var(--paper); background: var(--ink); text-decoration: underline }
textarea {
  display: block; width: 100%; min-height: 132u; padding: 10u 12u; resize: vertical; color: inherit; background: var(--raised);
  border: 1px solid var(--edge); border-radius: 10u; font: 12u/1.5 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere;
}
.extra:empty { display: none }
.extra { margin-top: 10u }
.qr { display: block; width: 240u; height: 240u }
.said { min-height: 20u; margin-top: 6u !important; font-size: 13u }
.inside canvas { height: auto; cursor: auto; margin-top: 12u }
@media (pointer: coarse) {
  .field :is(input, select), .code select, .check { min-height: 44u }
}
@media (max-width: 760px) {
  .two { grid-template-columns: minmax(0, 1fr) }
  .inside { padding: 12u }
  .bar { padding: 8u 12u }
}
`));

/**
 * Opens a dialog in the figure's shadow root. It is removed when it is closed.
 * @param {GhmFigure} figure
 * @param {Session} session
 * @param {string} title
 * @param {Node[]} content
 */
export function open(figure, session, title, ...content) {
  const root = /** @type {ShadowRoot} */ (figure.shadowRoot);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const dialog = make('dialog');
  const bar = dialog.appendChild(make('div', 'bar'));
  const heading = bar.appendChild(make('h2', '', title));
  heading.id = 'dialog-title';
  dialog.setAttribute('aria-labelledby', heading.id);
  const close = bar.appendChild(button('×', () => dialog.close()));
  close.title = close.ariaLabel = session.text('Close');
  const inside = dialog.appendChild(make('div', 'inside'));
  inside.append(...content);
  dialog.addEventListener('close', () => dialog.remove());
  root.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * A box with a text to copy, and a button that copies it, or selects it where the browser doesn't let it copy.
 * @param {(key: string) => string} text The dialog's texts.
 */
export function copyBox(text) {
  const box = make('textarea');
  box.ariaLabel = text('code');
  Object.assign(box, { readOnly: true, spellcheck: false });
  const said = make('p', 'said');
  said.setAttribute('role', 'status');
  const copy = button(text('copy'), async () => {
    said.textContent = text((await copied(box)) ? 'copied' : 'press');
  });
  copy.className = 'copy';
  return { box, copy, said };
}

/** @param {HTMLTextAreaElement} box */
async function copied(box) {
  try {
    await navigator.clipboard.writeText(box.value);
    return true;
  } catch {
    // A sandboxed frame may not use the clipboard's API. The old command works right after a click.
    box.focus();
    box.select();
    return document.execCommand('copy');
  }
}

/**
 * Copies a text; returns whether the browser let it.
 * @param {string} text
 */
export async function copyText(text) {
  const box = make('textarea');
  box.value = text;
  box.style.position = 'fixed';
  document.body.append(box);
  const done = await copied(box);
  box.remove();
  return done;
}
