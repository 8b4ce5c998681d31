// The training of a session: one, however many figures show it. It trains by little calls to the
// trainer, wherever that works, and hands what they give to the engine.

// Milliseconds of training in one call: a worker may take its time, the page's own thread may not.
const STRETCH = { worker: 80, blob: 80, page: 1 };
// Milliseconds between two looks at it.
const LOOK = { worker: 120, blob: 120, page: 250 };
// Other figures sort a hundred thousand examples each time.
const FEED = 700;
const TRAINED = ['ce', 'focal', 'ghm'];

const runs = new WeakMap();

/** The session's training: opened when it is first asked for, with the page's own ways to open and to load. */
export function runOf(shared, ways) {
  if (!runs.has(shared)) runs.set(shared, new Run(shared, ways));
  return runs.get(shared);
}

class Run {
  playing = false;
  /** Whether nothing is left to train. */
  done = false;
  /** Why it stopped, if it had to. */
  problem = '';
  /** What is drawn over the scenes: numbers of the trainer. */
  scenes = null;
  sights = [[], [], []];
  /** Counts up when those change. */
  version = 0;
  /** Whether someone looks at the scenes. */
  watched = false;
  #settings = '';
  #looked = 0;
  #fed = 0;
  #busy = Promise.resolve();

  #shown = '';

  constructor(shared, { open, recorded }) {
    this.shared = shared;
    this.ready = this.#open(open, recorded);
    this.ready.catch((error) => this.#failed(error));
    shared.add(this);
  }

  get engine() {
    return this.shared.session;
  }

  get where() {
    return this.channel?.where;
  }

  async #open(open, recorded) {
    this.#settings = this.engine.trainingSettings();
    const past = recorded('training').then(
      (bytes) => this.shared.closed || this.engine.loadTrainings(bytes),
      // Without the recording the training is shown alone.
      () => {},
    );
    this.channel = await open('Training', this.#settings);
    if (this.shared.closed) return this.end();
    await past;
    await this.#look(true);
  }

  /** Called soon after something was marked: knobs may have moved. */
  tell() {
    if (!this.channel) return;
    const shown = this.engine.showsTraining() && this.engine.get('trained');
    if (shown && shown !== this.#shown) this.#do(() => this.#feed());
    this.#shown = shown;
    const settings = this.engine.trainingSettings();
    if (settings === this.#settings) return;
    this.#settings = settings;
    this.#do(async () => {
      // What was set while the last call was under way counts too.
      const restarted = await this.channel.call('set', this.#settings);
      await this.#look(restarted);
    });
  }

  /** When the session is given back. */
  end() {
    this.playing = false;
    this.channel?.close();
  }

  play() {
    if (this.playing) return;
    this.playing = true;
    this.problem = '';
    this.#do(async () => {
      await this.channel.call('pause');
      await this.#next();
    });
  }

  pause() {
    this.playing = false;
    this.shared.mark();
  }

  step() {
    this.playing = false;
    this.#do(async () => {
      await this.channel.call('step');
      await this.#look();
    });
  }

  reset() {
    this.playing = false;
    this.#do(async () => {
      await this.channel.call('reset');
      await this.#look(true);
    });
  }

  /** From the start once more. */
  again() {
    this.reset();
    this.play();
  }

  /** For figures whose data are the detector's: they need some to begin with. */
  async feed() {
    await this.ready;
    if (!this.engine.trainedSteps()[0]) this.play();
    this.#do(() => this.#feed());
  }

  /** The next stretch of training, and what others asked for in between. */
  async #next() {
    if (!this.playing) return this.#look();
    const more = await this.channel.call('advance', STRETCH[this.where]);
    this.playing &&= more;
    // It may have been paused meanwhile: what was trained until then is shown.
    if (!this.playing || performance.now() > this.#looked + LOOK[this.where]) await this.#look();
    if (this.playing) this.#do(() => this.#next());
  }

  /** Takes over how far it has come. */
  async #look(anew = false) {
    const { channel } = this;
    const progress = await channel.call('progress');
    if (this.shared.closed) return;
    this.engine.trained(progress);
    const [step, budget] = this.engine.trainedSteps();
    this.done = step >= budget;
    if (anew) {
      const [pixels, objects] = [await channel.call('pixels'), await channel.call('objects')];
      this.scenes = { pixels, objects };
    }
    if (anew || this.watched) {
      for (const loss of TRAINED.keys()) this.sights[loss] = await channel.call('sights', loss);
      this.version++;
    }
    if (this.shared.closed) return;
    if (this.engine.showsTraining() && (!this.playing || performance.now() > this.#fed + FEED)) await this.#feed();
    this.#looked = performance.now();
    this.shared.mark(!this.playing);
  }

  async #feed() {
    const examples = await this.channel.call('examples', TRAINED.indexOf(this.engine.get('trained')));
    if (this.shared.closed) return;
    this.#fed = performance.now();
    // Before the first step there is nothing to show.
    if (examples.length > 3) this.engine.loadTrained(examples);
    this.shared.mark(!this.playing);
  }

  /** One thing after the other. */
  #do(task) {
    const act = async () => {
      if (this.shared.closed) return;
      await this.ready;
      await task();
    };
    this.#busy = this.#busy.then(act).catch((error) => this.#failed(error));
  }

  #failed(error) {
    this.playing = false;
    if (this.shared.closed) return;
    const [, step] = /^diverged at step (\d+)$/.exec(error.message) ?? [];
    this.problem = this.shared.text(step ? 'Diverged' : 'TrainingFailed', { step, reason: error.message });
    this.shared.mark();
  }
}
