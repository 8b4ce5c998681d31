// Play, pause and step through the recorded batches.

import { button, make, show } from './dom.js';

/** @import { Session } from './session.js' */

const PER_SECOND = 12;

export class Player {
  element = make('div', 'player');
  /**
   * The timer while it plays.
   * @type {ReturnType<typeof setInterval> | undefined}
   */
  #playing;

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    const back = button('‹', () => this.step(-1));
    this.toggle = button('', () => (this.#playing === undefined ? this.play() : this.pause()));
    const forward = button('›', () => this.step(1));
    back.title = back.ariaLabel = session.text('StepBack');
    forward.title = forward.ariaLabel = session.text('StepForward');
    this.element.append(back, this.toggle, forward);
    this.refresh();
  }

  get batch() {
    return this.session.engine.number('batch') ?? 1;
  }

  refresh() {
    show(this.toggle, this.session.text(this.#playing === undefined ? 'Play' : 'Pause'));
  }

  /** @param {number} by */
  step(by) {
    this.pause();
    this.go(this.batch + by);
  }

  /** @param {number} batch */
  go(batch) {
    this.session.set('batch', Math.min(Math.max(batch, 1), this.session.engine.batches() || 1));
  }

  play() {
    const last = this.session.engine.batches();
    if (this.batch >= last) this.go(1);
    const tick = () => {
      if (this.batch >= last) return this.pause();
      this.go(this.batch + 1);
    };
    this.#playing = setInterval(tick, 1000 / PER_SECOND);
    this.refresh();
  }

  pause() {
    clearInterval(this.#playing);
    this.#playing = undefined;
    this.refresh();
  }
}
