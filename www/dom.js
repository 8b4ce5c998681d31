// Elements in one line.

export function make(tag, className = '', text = '') {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** Writes a text where another stood; where the same stood, nothing is laid out again. */
export function show(element, text) {
  const { firstChild } = element;
  if (firstChild?.nodeType !== Node.TEXT_NODE || firstChild.nextSibling) element.textContent = text;
  else if (firstChild.data !== text) firstChild.data = text;
}

export function button(text, act) {
  const made = make('button', '', text);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
}

/** Saves a file that the page made. */
export function download(name, blob) {
  const link = make('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Resolves once the element is within a screen of being seen; rejects when the signal gives it up. */
export function near(element, signal) {
  return new Promise((seen, given) => {
    const watch = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        watch.disconnect();
        seen();
      },
      { rootMargin: '600px' },
    );
    watch.observe(element);
    signal?.addEventListener('abort', () => {
      watch.disconnect();
      given(signal.reason);
    });
  });
}
