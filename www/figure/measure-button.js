// The button of figures that show how long this machine takes.

import { button, reason } from '../dom.js';
import { part } from '../load.js';

/** @import { GhmFigure } from '../ghm-figure.js' */
/** @import { Session } from '../session.js' */
/** @import { Notes } from './notes.js' */

/**
 * @param {GhmFigure} figure
 * @param {Session} session
 * @param {Pick<Notes, 'say' | 'tell'>} notes
 */
export function measureButton(figure, session, notes) {
  const start = button(session.text('Measure'), async () => {
    start.disabled = true;
    start.textContent = session.text('Measuring');
    try {
      const { measure } = await part('measure');
      notes.tell(session.text('MeasuredOn', await measure(session, figure.figure)));
    } catch (error) {
      notes.say(reason(error));
    }
    if (session.closed) return;
    start.disabled = false;
    start.textContent = session.text('Measure');
  });
  start.className = 'measure';
  return start;
}
