// How a figure stands in its page: how wide its plots are, in which colour scheme, and whether they are in view.
// Observers tell it: a question asked after something was written costs a layout.

export class Sight {
  /** The width of the plots in CSS pixels; 0 until it is known. */
  width = 0;
  dark = false;
  /** Whether the figure is in view, or soon will be. */
  near = false;
  /** Whether its plots are in view. */
  plots = false;
  /** @type {{ disconnect(): void }[]} */
  #observers = [];

  /**
   * @param {Element} figure
   * @param {(moves?: boolean) => void} changed Called when something is another.
   */
  constructor(figure, changed) {
    this.figure = figure;
    this.changed = changed;
  }

  /**
   * Watches the figure and the element that holds its plots.
   * @param {HTMLElement} stage
   */
  watch(stage) {
    this.stop();
    const size = new ResizeObserver(([{ contentRect }]) => {
      this.width = Math.round(contentRect.width);
      this.changed();
    });
    size.observe(stage);
    const near = new IntersectionObserver(
      (entries) => {
        this.near = isInView(entries);
        if (this.near) this.#look(stage);
      },
      { rootMargin: '120px' },
    );
    near.observe(this.figure);
    const plots = new IntersectionObserver((entries) => {
      this.plots = isInView(entries);
      if (this.plots) this.changed(false);
    });
    plots.observe(stage);
    // The style of the stage has a colour that changes with the scheme around the figure, whatever changes that.
    const scheme = new AbortController();
    stage.addEventListener('transitionend', () => this.#look(stage), { signal: scheme.signal });
    this.#observers = [size, near, plots, { disconnect: () => scheme.abort() }];
  }

  stop() {
    for (const observer of this.#observers) observer.disconnect();
    this.#observers = [];
  }

  /** @param {Element} stage */
  #look(stage) {
    this.dark = isDark(stage);
    this.changed();
  }
}

/**
 * Whether the colours inside a stage are the dark ones; see its style.
 * @param {Element} stage
 */
export function isDark(stage) {
  return getComputedStyle(stage).floodColor.includes('(0, 0, 0');
}

/** @param {IntersectionObserverEntry[]} entries */
function isInView(entries) {
  return entries.at(-1)?.isIntersecting ?? false;
}
