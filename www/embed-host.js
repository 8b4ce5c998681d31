// Talks to the page around a frame: tells it how high the figure is and what changed, in each protocol that hosts
// know, and lets it set knobs. None of this is secret, so that page may be of any origin; other senders are ignored.

import { OPTIONS } from './keys.js';

/** @import { GhmFigure } from './ghm-figure.js' */
/** @import { Value } from './types' */

const SETTLED = 80; // milliseconds

export class Host {
  /**
   * WordPress's name for this frame, from its address.
   * @type {string | undefined}
   */
  secret;
  /** The height that the host was last told. */
  #height = 0;
  /** Whether the host knows H5P's protocol. */
  #speaksH5p = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {GhmFigure} figure */
  constructor(figure) {
    this.figure = figure;
  }

  start() {
    const { figure } = this;
    const fit = () => {
      // On a whole screen, its room is the screen's.
      if (document.fullscreenElement) return;
      figure.room = innerHeight - this.#padding();
      figure.session?.mark();
      this.#measure();
    };
    addEventListener('resize', fit);
    const watch = new ResizeObserver(fit);
    watch.observe(figure);
    figure.addEventListener('ghm-fit', () => this.#measure());
    fit();
    figure.addEventListener('ghm-ready', () => {
      document.title = figure.heading;
      this.#tell('ready', { figure: figure.figure, state: figure.state });
      fit();
    });
    figure.addEventListener('ghm-change', ({ detail }) => this.#tell('state', detail));
    figure.addEventListener('ghm-answer', ({ detail }) => this.#tell('answer', detail));
    figure.addEventListener('ghm-error', ({ detail }) => {
      this.#tell('error', detail);
      fit();
    });
    if (parent === window) return;
    addEventListener('message', (event) => event.source === parent && this.#heard(event.data));
    this.#h5p('hello');
  }

  #padding() {
    const { paddingTop, paddingBottom } = getComputedStyle(document.body);
    return parseFloat(paddingTop) + parseFloat(paddingBottom);
  }

  /** Reports the height once it has settled, since a scroll bar that appears or vanishes changes it, too. */
  #measure() {
    clearTimeout(this.#timer);
    // The height is unknown until the figure lives or has failed.
    if (this.figure.dataset.state) this.#timer = setTimeout(() => this.#report(), SETTLED);
  }

  /** Reports the height that suits the figure, not its present one, which depends on the frame's. */
  #report() {
    const { figure } = this;
    const height = Math.ceil((figure.natural ?? figure.offsetHeight) + this.#padding());
    if (Math.abs(height - this.#height) < 1) return;
    this.#height = height;
    this.#tell('resize', { height });
    this.#post({ subject: 'lti.frameResize', height });
    if (this.secret) this.#post({ message: 'height', value: height, secret: this.secret });
    if (this.#speaksH5p) this.#prepare();
  }

  #prepare() {
    if (this.#height) this.#h5p('prepareResize', { scrollHeight: this.#height, clientHeight: innerHeight });
  }

  /**
   * @param {string} action
   * @param {object} [values]
   */
  #h5p(action, values = {}) {
    this.#post({ context: 'h5p', action, ...values });
  }

  /**
   * @param {string} type
   * @param {object} values
   */
  #tell(type, values) {
    this.#post({ ghm: 1, type, ...values });
  }

  /** @param {object} message */
  #post(message) {
    if (parent !== window) parent.postMessage(message, '*');
  }

  /** @param {any} data Whatever the parent sent. */
  #heard(data) {
    if (data?.context === 'h5p') this.#heardH5p(data.action);
    if (data?.ghm !== 1) return;
    const { figure } = this;
    if (data.type === 'set') {
      if (typeof data.state === 'string') figure.state = data.state;
      /** @type {Record<string, Value>} */
      const knobs = {};
      for (const [key, value] of Object.entries(data.values ?? {})) {
        if (key === 'figure') figure.name = String(value);
        else if (OPTIONS.includes(key)) figure.setAttribute(key, String(value));
        else knobs[key] = typeof value === 'number' ? value : String(value);
      }
      figure.set(knobs);
    }
    if (data.type === 'get') this.#tell('state', { figure: figure.figure, state: figure.state });
  }

  /**
   * H5P: the host answers our greeting, prepares for another height, and then asks for it.
   * @param {unknown} action
   */
  #heardH5p(action) {
    if (action === 'ready') this.#h5p('hello');
    if (action === 'hello') this.#speaksH5p = true;
    if (action === 'hello' || action === 'resize') this.#prepare();
    if (action === 'resizePrepared') this.#h5p('resize', { scrollHeight: this.#height });
  }
}
