// Shows a file's content for copying, as a sandboxed frame may be unable to save it.

import { copyBox, open } from './dialog.js';
import { make } from './dom.js';
import { texts } from './embed-text.js';

/** @import { GhmFigure } from './ghm-figure.js' */
/** @import { Session } from './session.js' */

/**
 * Offers a file's text.
 * @param {GhmFigure} figure
 * @param {Session} session
 * @param {string} name
 * @param {string} content
 */
export function offerText(figure, session, name, content) {
  const text = texts(session.language);
  const { box, copy, said } = copyBox(text);
  box.value = content;
  box.rows = 14;
  open(figure, session, name, make('p', '', text('save')), copy, box, said);
  box.select();
}
