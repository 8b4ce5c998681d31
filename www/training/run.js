// The training of a session: a single one, however many figures show it. It makes short calls to the trainer, wherever
// that runs, and gives the results to the engine.

import { hasDied } from '../channel.js';
import { reason } from '../dom.js';
import { DEATHS } from './channel.js';

/** @import { Session } from '../session.js' */
/** @import { Channel, Trainer } from '../types' */

/** @typedef {InstanceType<Trainer['Training']>} Training */

/**
 * How channels are opened and recordings loaded.
 * @typedef {object} Ways
 * @property {(deaths: number, name: 'Training', settings: string) => Promise<Channel<Training>>} openAfter
 * @property {(name: string) => Promise<Uint8Array>} recorded
 */

// Milliseconds of training in one call: long in a worker, short in the page's own thread.
const STRETCH = { worker: 80, blob: 80, page: 1 };
// Milliseconds between two requests for its progress.
const LOOK = { worker: 120, blob: 120, page: 250 };
// Milliseconds between two sets of examples for other figures, as each makes them sort a hundred thousand.
const FEED = 700;

/** @type {WeakMap<Session, Run>} */
const runs = new WeakMap();

/**
 * The session's training, opened when it is first asked for.
 * @param {Session} session
 * @param {Ways} ways
 */
export function runOf(session, ways) {
  const run = runs.get(session) ?? new Run(session, ways);
  runs.set(session, run);
  return run;
}

export class Run {
  playing = false;
  /** Whether nothing is left to train. */
  done = false;
  /** Why it stopped, if it had to. */
  problem = '';
  /**
   * The scenes that are shown: the pixels of each, and the boxes of its objects.
   * @type {{ pixels: Uint8Array, objects: Float32Array } | null}
   */
  scenes = null;
  /**
   * What the detector of each loss finds in them, by the loss's key: numbers of `Training.sights`.
   * @type {Map<string, Float32Array>}
   */
  sights = new Map();
  /** Counts up when the scenes or what is found in them change. */
  version = 0;
  /** Whether the scenes are in view. */
  watched = false;
  /**
   * The channel to the trainer, once that is loaded.
   * @type {Channel<Training> | undefined}
   */
  channel;
  /**
   * What opens it.
   * @type {Promise<void> | undefined}
   */
  #opening;
  /** How many trainers have died since one came to the end. */
  #deaths = 0;
  #settings = '';
  #looked = 0;
  #fed = 0;
  #busy = Promise.resolve();
  /** The loss whose detector other figures show; empty if they show none. */
  #shown = '';

  /**
   * @param {Session} session
   * @param {Ways} ways
   */
  constructor(session, ways) {
    this.session = session;
    this.engine = session.engine;
    this.ways = ways;
    this.#opened().catch((error) => this.#failed(error));
    session.add(this);
  }

  get where() {
    return this.channel?.where;
  }

  /** Resolves when there is a channel; after a failure, the next call opens one anew. */
  #opened() {
    this.#opening ??= this.#open().catch((error) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #open() {
    const { openAfter, recorded } = this.ways;
    this.#settings = this.engine.trainingSettings();
    const past = this.#loadPast(recorded);
    this.channel = await openAfter(this.#deaths, 'Training', this.#settings);
    if (this.session.closed) return this.end();
    await past;
    await this.#look(this.channel, true);
  }

  /**
   * Loads the recorded trainings, which are drawn behind this one. Without them it is shown alone.
   * @param {Ways['recorded']} recorded
   */
  async #loadPast(recorded) {
    try {
      const bytes = await recorded('training');
      if (this.session.lives) this.engine.loadTrainings(bytes);
    } catch (error) {
      console.warn(error);
    }
  }

  /** Called soon after something was marked: knobs may have moved. */
  tell() {
    if (!this.channel) return;
    const shown = (this.engine.showsTraining() && this.engine.get('trained')) || '';
    if (shown && shown !== this.#shown) this.#do((trainer) => this.#feed(trainer));
    this.#shown = shown;
    const settings = this.engine.trainingSettings();
    if (settings === this.#settings) return;
    this.#settings = settings;
    this.#do(async (trainer) => {
      // Not `settings`: others may have been set before this call's turn.
      const restarted = await trainer.call('set', this.#settings);
      await this.#look(trainer, restarted);
    });
  }

  /** The engine has ended; the trainer waits. */
  ended() {
    this.playing = false;
  }

  /** Another engine knows nothing yet. */
  revived() {
    this.#loadPast(this.ways.recorded);
    this.#do((trainer) => this.#look(trainer, true));
  }

  /** Called when the session is freed. */
  end() {
    this.playing = false;
    this.channel?.close();
  }

  play() {
    if (this.playing) return;
    this.playing = true;
    this.problem = '';
    this.#do(async (trainer) => {
      await trainer.call('pause');
      await this.#next(trainer);
    });
  }

  pause() {
    this.playing = false;
    this.session.mark();
  }

  step() {
    this.playing = false;
    this.#do(async (trainer) => {
      await trainer.call('step');
      await this.#look(trainer);
    });
  }

  reset() {
    this.playing = false;
    this.#do(async (trainer) => {
      await trainer.call('reset');
      await this.#look(trainer, true);
    });
  }

  /** Opens what could not be opened. */
  retry() {
    if (this.channel || !this.session.lives) return;
    this.problem = '';
    this.#opened().catch((error) => this.#failed(error));
  }

  /** Starts the training again from the first step. */
  again() {
    this.reset();
    this.play();
  }

  /** Gives examples to figures that show the detector's, and trains if there are none yet. */
  async feed() {
    await this.#opened();
    if (!this.engine.trainedSteps()[0]) this.play();
    this.#do((trainer) => this.#feed(trainer));
  }

  /**
   * Trains for a stretch and then asks for the next one, so that other calls get their turn in between.
   * @param {Channel<Training>} trainer
   */
  async #next(trainer) {
    if (!this.playing) return this.#look(trainer);
    const more = await trainer.call('advance', STRETCH[trainer.where]);
    this.playing &&= more;
    // If it was paused meanwhile, what was trained so far is shown.
    if (!this.playing || performance.now() > this.#looked + LOOK[trainer.where]) await this.#look(trainer);
    if (this.playing) this.#do(() => this.#next(trainer));
  }

  /**
   * Asks the trainer how far it has come, and gives that to the engine.
   * @param {Channel<Training>} trainer
   * @param {boolean} [anew] Whether the scenes have changed, too.
   */
  async #look(trainer, anew = false) {
    const progress = await trainer.call('progress');
    if (!this.session.lives) return;
    this.engine.trained(progress);
    const [step, budget] = this.engine.trainedSteps();
    this.done = step >= budget;
    if (this.done) this.#deaths = 0;
    if (anew) {
      const [pixels, objects] = [await trainer.call('pixels'), await trainer.call('objects')];
      this.scenes = { pixels, objects };
    }
    if (anew || this.watched) {
      for (const loss of await trainer.call('losses')) this.sights.set(loss, await trainer.call('sights', loss));
      this.version++;
    }
    if (!this.session.lives) return;
    if (this.engine.showsTraining() && (!this.playing || performance.now() > this.#fed + FEED)) await this.#feed(trainer);
    this.#looked = performance.now();
    this.session.mark(!this.playing);
  }

  /**
   * Gives the engine the examples that the shown detector was last trained with.
   * @param {Channel<Training>} trainer
   */
  async #feed(trainer) {
    const examples = await trainer.call('examples', this.engine.get('trained') ?? '');
    if (!this.session.lives) return;
    this.#fed = performance.now();
    // Before the first step there are only the three counts, and for a loss that isn't trained nothing at all.
    if (examples.length > 3) this.engine.loadTrained(examples);
    this.session.mark(!this.playing);
  }

  /**
   * Runs tasks one after the other.
   * @param {(trainer: Channel<Training>) => Promise<void>} task
   */
  #do(task) {
    const act = async () => {
      if (!this.session.lives) return;
      await this.#opened();
      if (this.channel) await task(this.channel);
    };
    this.#busy = this.#busy.then(act).catch((error) => (hasDied(error) ? this.#succeed(error) : this.#failed(error)));
  }

  /**
   * The trainer has died: another one starts from the first step, and trains on if this one did.
   * @param {unknown} error
   */
  async #succeed(error) {
    const { playing } = this;
    this.playing = false;
    this.channel?.close();
    this.#opening = this.channel = undefined;
    this.#deaths += 1;
    if (this.#deaths >= DEATHS) {
      // Whoever starts it again begins anew.
      this.#deaths = 0;
      return this.#failed(error);
    }
    if (!this.session.lives) return;
    try {
      await this.#opened();
    } catch (error) {
      return this.#failed(error);
    }
    if (playing) this.play();
    this.problem = this.session.text('TrainerDied', { reason: reason(error) });
    this.session.mark();
  }

  /** @param {unknown} error */
  #failed(error) {
    this.playing = false;
    if (!this.session.lives) return;
    // What could not be loaded is tried again once the network is back, or the reader asks for it.
    if (!this.channel) addEventListener('online', () => this.retry(), { once: true });
    const message = reason(error);
    const step = /^diverged at step (\d+)$/.exec(message)?.[1] ?? '';
    this.problem = this.session.text(step ? 'Diverged' : 'TrainingFailed', { step, reason: message });
    this.session.mark();
  }
}
