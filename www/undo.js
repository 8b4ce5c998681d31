// Keys that undo and redo.

import { step } from './past.js';

/** @import { Session } from './session.js' */

/**
 * Lets keys undo and redo what was set in a session, except where they do so in a box of text.
 * @param {EventTarget} target
 * @param {() => Session | null} session
 */
export function undoes(target, session) {
  target.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = /** @type {KeyboardEvent} */ (event);
    const name = key.toLowerCase();
    if (!(ctrlKey || metaKey) || altKey || !['z', 'y'].includes(name)) return;
    const [at] = event.composedPath();
    if (at instanceof Element && at.matches('textarea, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])')) return;
    if (!step(session(), name === 'y' || shiftKey ? 'redo' : 'undo')) return;
    event.preventDefault();
    event.stopPropagation();
  });
}
