// Elements in one line.

/**
 * What elements of ours are made from. A server that imports them has none, and makes none either.
 * @type {typeof HTMLElement}
 */
export const Base = globalThis.HTMLElement ?? class {};

/**
 * A style sheet for shadow roots; none on a server. A constructed one works under policies that forbid style elements.
 * @param {string} css
 */
export function styleSheet(css) {
  if (!globalThis.CSSStyleSheet) return /** @type {never} */ (undefined);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {string} [text]
 */
export function make(tag, className = '', text = '') {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/**
 * Sets an element's text if it is another one: the same text would be laid out again.
 * @param {Element} element
 * @param {string} text
 */
export function show(element, text) {
  const { firstChild } = element;
  if (!(firstChild instanceof Text) || firstChild.nextSibling) element.textContent = text;
  else if (firstChild.data !== text) firstChild.data = text;
}

/**
 * @param {string} text
 * @param {() => void} act
 */
export function button(text, act) {
  const made = make('button', '', text);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
}

/**
 * A drop-down list of `[value, label]`.
 * @param {[value: string, label: string][]} options
 */
export function menu(options) {
  const select = make('select');
  for (const [value, label] of options) select.add(new Option(label, value));
  return select;
}

/**
 * Saves a file that the page made.
 * @param {string} name
 * @param {Blob} blob
 */
export function download(name, blob) {
  const link = make('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * Resolves when the element is less than a screen away from being seen; rejects with the signal's reason if
 * that comes first.
 * @param {Element} element
 * @param {AbortSignal} [signal]
 * @param {string} [margin] Another distance.
 * @returns {Promise<void>}
 */
export function near(element, signal, margin = '600px') {
  return new Promise((done, failed) => {
    const watch = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        watch.disconnect();
        done();
      },
      { rootMargin: margin },
    );
    watch.observe(element);
    signal?.addEventListener('abort', () => {
      watch.disconnect();
      failed(signal.reason);
    });
  });
}

/** @type {Promise<void>} */
let turns = Promise.resolve();

/** Resolves when the browser is idle: one call after the other, each in a task of its own. */
export function turn() {
  turns = turns.then(() => new Promise((done) => {
    // Not in every browser.
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => done(), { timeout: 100 });
    else setTimeout(done);
  }));
  return turns;
}

/**
 * Resolves when the element is in view, or when it is its turn; rejects with the signal's reason if that comes first.
 * @param {Element} element
 * @param {AbortSignal} signal
 */
export async function seenOrTurn(element, signal) {
  const over = new AbortController();
  signal.addEventListener('abort', () => over.abort(signal.reason));
  await Promise.race([near(element, over.signal, '0px'), turn()]);
  over.abort(new Error('it was its turn'));
}

/**
 * The message of whatever was thrown.
 * @param {unknown} error
 */
export function reason(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * A text that may come from others, as a sentence can hold it.
 * @param {string} text
 */
export const brief = (text) => (text.length > 300 ? `${text.slice(0, 299)}…` : text);
