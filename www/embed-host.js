// The page around a frame: it is told how high the figure is and what changed,
// in each dialect that hosts speak, and may set knobs. Nothing here is secret,
// so any parent may listen; only the parent is listened to.

import { OPTIONS } from './keys.js';

const SETTLED = 80; // milliseconds

export class Host {
  /** WordPress's word for this frame, from its address. */
  secret;
  #height = 0;
  #timer = 0;

  constructor(figure) {
    this.figure = figure;
  }

  start() {
    const { figure } = this;
    const fit = () => {
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

  /** Measured when it has settled: a scroll bar that comes or goes changes it, too. */
  #measure() {
    clearTimeout(this.#timer);
    // Before it lives, or is known to stand still, its height is not its own.
    if (this.figure.dataset.state) this.#timer = setTimeout(() => this.#report(), SETTLED);
  }

  /** The height that suits the figure; never the frame's own, or the two would chase each other. */
  #report() {
    const { figure } = this;
    const height = Math.ceil((figure.natural ?? figure.offsetHeight) + this.#padding());
    if (Math.abs(height - this.#height) < 1) return;
    this.#height = height;
    this.#tell('resize', { height });
    this.#post({ subject: 'lti.frameResize', height });
    if (this.secret) this.#post({ message: 'height', value: height, secret: this.secret });
    if (this.friendly) this.#prepare();
  }

  #prepare() {
    if (this.#height) this.#h5p('prepareResize', { scrollHeight: this.#height, clientHeight: innerHeight });
  }

  #h5p(action, values = {}) {
    this.#post({ context: 'h5p', action, ...values });
  }

  #tell(type, values) {
    this.#post({ ghm: 1, type, ...values });
  }

  #post(message) {
    if (parent !== window) parent.postMessage(message, '*');
  }

  #heard(data) {
    if (data?.context === 'h5p') this.#heardH5p(data.action);
    if (data?.ghm !== 1) return;
    const { figure } = this;
    if (data.type === 'set') {
      if (typeof data.state === 'string') figure.state = data.state;
      for (const [key, value] of Object.entries(data.values ?? {})) {
        if (key === 'figure') figure.name = value;
        else if (OPTIONS.includes(key)) figure.setAttribute(key, value);
        else figure.set({ [key]: value });
      }
    }
    if (data.type === 'get') this.#tell('state', { figure: figure.figure, state: figure.state });
  }

  // The host greets back, makes ready for another height, and then asks for it.
  #heardH5p(action) {
    if (action === 'ready') this.#h5p('hello');
    if (action === 'hello') this.friendly = true;
    if (['hello', 'resize'].includes(action)) this.#prepare();
    if (action === 'resizePrepared') this.#h5p('resize', { scrollHeight: this.#height });
  }
}
