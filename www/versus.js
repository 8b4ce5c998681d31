// A and B: buttons that pin the present settings as A, and what differs between A and B in words.

import { button, make } from './dom.js';
import { emphasized } from './figure/items.js';
import { texts } from './kit-text.js';

/** @import { Session } from './session.js' */

/**
 * Buttons to pin the present settings as A, and while something is pinned to swap A and B and to unpin A.
 * @param {Session} session
 * @param {boolean} [stay] Whether they stay and follow the state, and are not made anew.
 */
export function pinButtons(session, stay = false) {
  const text = texts(session.language);
  /**
   * @param {string} name
   * @param {() => void} act
   */
  const made = (name, act) => {
    const it = button(text(name), () => {
      act();
      // Other data may have to be fetched.
      session.changed('data');
    });
    it.dataset.tool = name;
    return it;
  };
  const pin = made('pin', () => session.engine.pin());
  const swap = made('swap', () => session.engine.swapPinned());
  const unpin = made('unpin', () => session.engine.set('pinned', ''));
  const tell = () => {
    const none = !session.engine.get('pinned');
    if (swap.hidden === none && pin.textContent) return;
    swap.hidden = unpin.hidden = none;
    pin.textContent = text(none ? 'pin' : 'repin');
  };
  pin.textContent = '';
  tell();
  if (stay) session.add({ tell });
  return [pin, swap, unpin];
}

/**
 * Writes under a figure what differs between A and B; nothing if nothing is pinned.
 * @param {ShadowRoot} root
 * @param {Session} session
 * @param {string} figure
 */
export function compare(root, session, figure) {
  if (session.closed) return;
  const before = root.querySelector('.versus');
  const found = session.engine.versus(figure);
  if (!found) return before?.remove();
  const text = texts(session.language);
  const { knobs, differences } = found;
  const list = knobs.map((knob) => text('setting', knob)).join(text('between'));
  const said = differences.map((it) => text('greatest', it));
  const lines = [...(list ? [text('settings', { list })] : []), ...(said.length ? said : [text(found.drawn ? 'same' : 'untrained')])];
  const box = before ?? make('div', 'versus');
  if (!before) {
    box.setAttribute('role', 'status');
    root.querySelector('.spoken')?.before(box);
  }
  if (box.textContent === lines.join('')) return;
  box.replaceChildren(
    ...lines.map((line) => {
      const row = make('p');
      row.append(...emphasized(line));
      return row;
    }),
  );
}
