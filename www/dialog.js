// A dialog over a figure, inside its shadow root, and a text box to copy from.

import { button, make } from './dom.js';

/** @import { GhmFigure } from './ghm-figure.js' */
/** @import { Session } from './session.js' */

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
dialog {
  width: min(1080px, 100vw - 16px); max-width: none; max-height: calc(100dvh - 16px); padding: 0; overflow: hidden;
  color: var(--ink); background: light-dark(#fdfdfc, #15181d); border: 1px solid var(--line); border-radius: 14px;
  font-size: 14px; box-shadow: 0 12px 48px #0004;
}
dialog[open] { display: flex; flex-direction: column }
dialog::backdrop { background: #10141a80 }
.bar { display: flex; flex: none; align-items: center; justify-content: space-between; gap: 12px; padding: 12px 20px; border-bottom: 1px solid var(--line) }
.bar h2 { margin: 0; font-size: 17px; font-weight: 680 }
.bar button { min-width: 32px; font-size: 20px; line-height: 1 }
.inside { flex: auto; overflow: auto; padding: 16px 20px 20px }
.inside p { margin: 0; color: var(--soft) }
h4 { margin: 0 0 8px; font-size: 13px; font-weight: 650 }
.two { display: grid; grid-template-columns: minmax(0, 360px) minmax(0, 1fr); gap: 24px 32px; margin-top: 16px }
.setting { display: grid; grid-template-columns: 1fr auto; align-items: center; gap: 4px 14px; padding: 5px 0; border-bottom: 1px solid var(--line) }
.setting .knob { width: auto; grid-template-columns: minmax(0, 1fr) 74px; gap: 2px 8px }
.setting .knob .name { white-space: normal; line-height: 1.25 }
.setting .knob input[type=range] { grid-column: 1; grid-row: 2 }
.setting .knob input[type=number] { grid-column: 2; grid-row: 2 }
.setting .knob select, .setting .knob.line input { grid-column: 1 / -1 }
.check { display: flex; align-items: center; gap: 6px; min-height: 28px; font-size: 13px; cursor: pointer }
.check input { width: 16px; height: 16px; margin: 0 }
.heading { display: flex; justify-content: space-between; align-items: baseline; gap: 12px; font-size: 12px; color: var(--soft) }
.heading h4 { color: var(--ink) }
.setting .check { justify-content: center; min-width: 44px; min-height: 44px }
.checks { display: flex; flex-wrap: wrap; gap: 0 16px }
.group { margin: 0 0 20px }
.fields { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px 12px }
.field { display: grid; gap: 2px; font-size: 12px; color: var(--soft) }
.field.wide { grid-column: 1 / -1 }
.preview { overflow: auto; resize: both; padding: 12px 16px; border: 1px solid var(--line); border-radius: 10px; max-width: 100% }
.code { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 10px; margin: 20px 0 8px }
.code h4 { margin: 0 }
.code select { width: auto; flex: 1 }
.copy { color: light-dark(#fff, #15181d); background: var(--accent); font-size: 13px; min-height: 30px; padding: 2px 16px }
.copy:hover { color: light-dark(#fff, #15181d); background: var(--accent); filter: brightness(1.1) }
textarea {
  display: block; width: 100%; min-height: 132px; padding: 10px 12px; resize: vertical; color: inherit; background: var(--fill);
  border: 1px solid var(--line); border-radius: 10px; font: 12px/1.5 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere;
}
.said { min-height: 20px; margin-top: 6px !important; font-size: 13px }
.inside canvas { height: auto; cursor: auto; margin-top: 12px }
@media (max-width: 760px) {
  .two { grid-template-columns: minmax(0, 1fr) }
  .inside { padding: 12px }
  .bar { padding: 8px 12px }
}
`);

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
