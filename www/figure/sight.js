// What a figure needs to know of its page: how wide its plots are, the colour scheme, and whether they are in view.
// Observers tell it, as asking the page after something was written costs a layout.

export class Sight {
  /** The width of the plots in CSS pixels; 0 until it is known. */
  width = 0;
  dark = false;
  /** Whether the figure is in view, or soon will be. */
  near = false;
  /** Whether any of it is in view. */
  seen = false;
  /** Whether its plots are in view. */
  plots = false;
  /** @type {{ disconnect(): void }[]} */
  #observers = [];

  /**
   * @param {Element} figure
   * @param {(moves?: boolean) => void} changed Called when any of this has changed.
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
    // One observer for both, as each costs time in every frame.
    const view = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (target === stage) this.plots = isIntersecting;
        else this.seen = isIntersecting;
      }
      if (this.seen) this.changed(false);
    });
    view.observe(this.figure);
    view.observe(stage);
    // The style of the stage has a colour that follows the scheme around the figure, however that is set.
    const scheme = new AbortController();
    stage.addEventListener('transitionend', () => this.#look(stage), { signal: scheme.signal });
    this.#observers = [size, near, view, { disconnect: () => scheme.abort() }];
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
 * Whether a stage shows dark colours; see its style.
 * @param {Element} stage
 */
export function isDark(stage) {
  return getComputedStyle(stage).floodColor.includes('(0, 0, 0');
}

/** @param {IntersectionObserverEntry[]} entries */
function isInView(entries) {
  return entries.at(-1)?.isIntersecting ?? false;
}
