// A finger on a slider or a plot may want to scroll. Until it has moved sideways, or has left without having moved,
// it moves nothing.

/** A finger that has moved so many CSS pixels has made up its mind. */
const DECIDES = 6;

/** Whether a pointer is down. */
let down = false;
/** @type {(() => void)[]} */
let waiting = [];
globalThis.addEventListener?.('pointerdown', () => (down = true), { capture: true });
for (const type of ['pointerup', 'pointercancel', 'blur']) {
  globalThis.addEventListener?.(type, ({ target }) => {
    // Of the window alone: pressing a slider takes the focus from something else.
    if (type === 'blur' && target !== globalThis) return;
    down = false;
    for (const tell of waiting.splice(0)) tell();
  }, { capture: true });
}

/**
 * Calls this once no pointer is down.
 * @param {() => void} tell
 */
export function released(tell) {
  if (down) waiting.push(tell);
  else tell();
}

/**
 * Watches the pointers on an element. Of a finger it tells `sideways` once it has moved sideways, and then `taps` or
 * `gone` when it has left: it tapped if it never moved, and is gone if it scrolled.
 * @param {HTMLElement} element
 * @param {{ sideways?(event: PointerEvent): void, taps?(event: PointerEvent): void, gone?(): void }} told
 * @returns {() => boolean} Whether a finger is down that hasn't moved sideways.
 */
export function fingers(element, told) {
  /**
   * @type {{ id: number, x: number, y: number, moved: boolean, sideways: boolean } | null}
   */
  let finger = null;
  element.addEventListener('pointerdown', ({ pointerType, pointerId: id, clientX: x, clientY: y }) => {
    finger = pointerType === 'touch' ? { id, x, y, moved: false, sideways: false } : null;
  });
  element.addEventListener('pointermove', (event) => {
    if (finger?.id !== event.pointerId || finger.moved) return;
    const [x, y] = [Math.abs(event.clientX - finger.x), Math.abs(event.clientY - finger.y)];
    finger.moved = Math.max(x, y) > DECIDES;
    finger.sideways = finger.moved && x > y;
    if (finger.sideways) told.sideways?.(event);
  });
  element.addEventListener('pointerup', (event) => {
    if (finger?.id !== event.pointerId) return;
    const { moved, sideways } = finger;
    finger = null;
    if (!moved) told.taps?.(event);
    else if (!sideways) told.gone?.();
  });
  element.addEventListener('pointercancel', () => {
    const undecided = finger && !finger.sideways;
    finger = null;
    if (undecided) told.gone?.();
  });
  return () => finger !== null && !finger.sideways;
}
