// Play, pause and step through the recorded batches.

import { show } from './dom.js';

const PER_SECOND = 12;

export class Player {
  constructor(shared) {
    this.shared = shared;
    this.element = document.createElement('div');
    this.element.className = 'player';
    const button = (act) => {
      const made = this.element.appendChild(document.createElement('button'));
      made.type = 'button';
      made.addEventListener('click', act);
      return made;
    };
    this.back = button(() => this.step(-1));
    this.toggle = button(() => (this.playing ? this.pause() : this.play()));
    this.forward = button(() => this.step(1));
    this.back.textContent = '‹';
    this.forward.textContent = '›';
    this.back.title = this.back.ariaLabel = shared.text('StepBack');
    this.forward.title = this.forward.ariaLabel = shared.text('StepForward');
    this.refresh();
  }

  get batch() {
    return Number(this.shared.session.get('batch'));
  }

  refresh() {
    show(this.toggle, this.shared.text(this.playing ? 'Pause' : 'Play'));
  }

  step(by) {
    this.pause();
    this.go(this.batch + by);
  }

  go(batch) {
    this.shared.set('batch', Math.min(Math.max(batch, 1), this.shared.session.batches() || 1));
  }

  play() {
    const last = this.shared.session.batches();
    if (this.batch >= last) this.go(1);
    const tick = () => {
      if (this.batch >= last) return this.pause();
      this.go(this.batch + 1);
    };
    this.playing = setInterval(tick, 1000 / PER_SECOND);
    this.refresh();
  }

  pause() {
    clearInterval(this.playing);
    this.playing = null;
    this.refresh();
  }
}
