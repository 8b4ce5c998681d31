// A figure that lives: its parts, and what keeps them up to date with the session.

import { near, reason } from '../dom.js';
import { startAgain } from '../living.js';
import { part } from '../load.js';
import { build } from './build.js';
import { Drawing } from './drawing.js';
import { Pointing } from './pointing.js';
import { settingsOf } from './settings.js';
import { Sight } from './sight.js';
import { Words } from './words.js';

/** @import { GhmFigure } from '../ghm-figure.js' */
/** @import { Session } from '../session.js' */
/** @import { TrainingView } from '../training/view.js' */
/** @import { View } from '../types' */
/** @import { Parts } from './build.js' */
/** @import { Notes } from './notes.js' */

/** @implements {View} */
export class LiveFigure {
  /** What was built for the present options. */
  #built;
  /** Whether a rebuild is already scheduled. */
  #stale = false;
  /**
   * Ends what shares its axes with another figure.
   * @type {(() => void) | undefined}
   */
  #apart;
  /** The state of the last `ghm-change`. */
  #told;
  /** What was last said of a twin that failed. */
  #failedTwin = '';

  /**
   * @param {GhmFigure} element
   * @param {ShadowRoot} root
   * @param {Session} session
   * @param {Notes} notes
   */
  constructor(element, root, session, notes) {
    this.element = element;
    this.root = root;
    this.session = session;
    this.notes = notes;
    this.sight = new Sight(element, (moves) => session.mark(moves));
    this.#told = session.engine.query();
    this.#built = this.#build();
  }

  /** Called when the element is in the page. */
  enter() {
    this.sight.watch(this.#built.parts.stage);
    this.session.add(this);
    addEventListener('beforeprint', this.#toPaper);
    addEventListener('afterprint', this.#fromPaper);
  }

  /** Called when the element has left the page, perhaps only for a moment. */
  leave() {
    removeEventListener('beforeprint', this.#toPaper);
    removeEventListener('afterprint', this.#fromPaper);
    this.#built.parts.player?.pause();
    this.session.remove(this);
    this.sight.stop();
  }

  /** Frees the memory of its picture. */
  end() {
    const { canvas } = this.#built.parts;
    this.#apart?.();
    canvas.width = canvas.height = 0;
  }

  /** The name of the figure that it shows. */
  get figure() {
    return this.#built.settings.figure;
  }

  /** Builds it anew after an option has changed: once, however many change together. */
  rebuild() {
    if (this.#stale) return;
    this.#stale = true;
    this.session.whole.finally(() => {
      this.#stale = false;
      if (this.session.closed) return;
      this.#built.parts.player?.pause();
      this.#built = this.#build();
      if (this.element.isConnected) this.sight.watch(this.#built.parts.stage);
      this.session.mark();
    });
  }

  #build() {
    const { element, root, session, notes, sight } = this;
    const { engine } = session;
    const { settings, notes: wrong } = settingsOf(element, session);
    const { figure } = settings;
    notes.renew(session.text('Close'), (n) => session.text('NoteMore', { n }));
    notes.add(wrong);
    // No style at all for those that aren't scaled: the page may have one of its own.
    if (settings.scale !== 1 || element.style.getPropertyValue('--ghm-scale')) element.style.setProperty('--ghm-scale', String(settings.scale));
    const parts = build(element, root, session, settings, notes);
    const touch = engine.touch(figure);
    const built = {
      settings,
      parts,
      touch,
      rests: settings.controlled && engine.actions(figure).includes('measure-at-rest'),
      drawing: new Drawing(element, session, settings, parts, sight),
      pointing: new Pointing(session, settings, touch, parts.canvas),
      words: new Words(session, settings, parts),
      /** @type {TrainingView | null} */
      training: null,
    };
    // A finger leaves the cursor where it was, and its values in place of the sentence.
    if (parts.handled) parts.readout.parentElement?.addEventListener('pointerdown', () => built.pointing.leave());
    if (engine.actions(figure).includes('train')) this.#train(parts, settings.controlled);
    if (element.hasAttribute('question')) {
      part('question/ask').then(({ ask }) => ask(element, root, session, parts)).catch((error) => {
        notes.say(reason(error));
        // What can't be asked covers nothing.
        element.dataset.answered = '';
      });
    }
    this.#apart?.();
    const other = element.getAttribute('axes-with');
    if (other) {
      part('figure/axes').then(
        ({ shareAxes }) => (this.#apart = shareAxes(element, other, notes)),
        (error) => notes.say(reason(error)),
      );
    }
    return built;
  }

  /**
   * When the reader comes near, adds what a figure of detectors in training has besides plots.
   * @param {Parts} parts
   * @param {boolean} controlled
   */
  async #train(parts, controlled) {
    const { session, root } = this;
    const { knobs, results } = parts;
    try {
      await near(this.element);
      const { run, TrainingView } = await session.training();
      const built = this.#built;
      // The element may show another figure by now.
      if (session.closed || built.parts !== parts) return;
      built.training = new TrainingView({ session, run, root, knobs, results, controlled, dark: () => this.sight.dark });
      this.notes.problem.hidden = true;
      session.mark();
    } catch (error) {
      this.#offerAgain('PartFailed', reason(error), () => this.#built.parts === parts && this.#train(parts, controlled));
    }
  }

  /**
   * Says what failed, with a button that tries again, which the network's return does, too.
   * @param {string} text A text's name.
   * @param {string} why
   * @param {() => unknown} act
   */
  #offerAgain(text, why, act) {
    const { session, notes } = this;
    if (!session.lives) return;
    const once = new AbortController();
    const again = () => {
      if (once.signal.aborted || !session.lives) return;
      once.abort();
      act();
    };
    notes.offer(session.text(text, { reason: why }), session.text('TryAgain'), again);
    addEventListener('online', again, { signal: once.signal });
  }

  /** Says what differs between A and B. */
  async #compare() {
    try {
      (await part('versus')).compare(this.root, this.session, this.figure);
    } catch (error) {
      this.notes.say(reason(error));
    }
  }

  /** Lets the twin train while it is in view. The code for that is loaded only here. */
  async #trainTwin() {
    const { parts, settings } = this.#built;
    const { twin } = this.session;
    const seen = () => this.sight.near && this.element.isConnected;
    this.element.toggleAttribute('data-stale', twin.late || twin.failed !== '');
    if (twin.failed) return this.#offerTwin();
    try {
      const { letDrag, work } = await part('training/twin');
      letDrag(parts.canvas, this.session, settings);
      await work(this.session, seen);
    } catch (error) {
      twin.failed = reason(error);
      this.session.mark(false);
    }
  }

  /** Says why the twin no longer trains, and lets it be tried again. */
  #offerTwin() {
    const { twin } = this.session;
    if (this.#failedTwin === twin.failed) return;
    this.#failedTwin = twin.failed;
    this.#offerAgain('TwinFailed', twin.failed, () => {
      twin.failed = this.#failedTwin = '';
      this.notes.problem.hidden = true;
      this.session.mark();
    });
  }

  /** Lets it measure by itself while it rests in view. */
  async #measureAtRest() {
    try {
      const { atRest } = await part('measure');
      await atRest(this.session, this.figure, () => this.sight.plots && this.element.isConnected);
    } catch (error) {
      if (!this.session.fell(error)) this.notes.say(reason(error));
    }
  }

  draw() {
    this.#built.training?.refresh(this.sight.near);
    return this.sight.plots && this.#plot();
  }

  /**
   * Draws it for paper: in light colours, whether it was in view yet or not. What nobody has trained yet is still empty:
   * there paper has the picture that stood here before.
   */
  #toPaper = () => {
    const { element, session } = this;
    if (session.closed) return;
    const { drawing, parts, words } = this.#built;
    const image = element.querySelector(':scope > [slot=still] img');
    element.toggleAttribute('data-waits', Boolean(image?.getAttribute('src')) && session.engine.lacks(this.figure));
    drawing.draw(null, { width: this.sight.width || parts.stage.clientWidth, dark: false });
    words.write(drawing, null, false);
  };

  #fromPaper = () => this.session.mark(false);

  #plot() {
    if (!this.sight.near) return false;
    const { drawing, pointing, touch, rests, words } = this.#built;
    if (touch === 'outliers') this.#trainTwin();
    if (rests) this.#measureAtRest();
    // The first words don't wait: written later, they would move what is below them.
    return drawing.draw(pointing.cursor) && words.written;
  }

  tell() {
    const { near, plots, seen } = this.sight;
    const { drawing, words } = this.#built;
    if (!near) return;
    // Nothing else is drawn now. What is out of view waits until the movement has ended, but for its first picture and
    // its first words.
    if (!plots && (seen || !drawing.stamp)) this.#plot();
    if (seen || !words.written) this.#write();
  }

  #write() {
    const { drawing, pointing, words } = this.#built;
    words.write(drawing, pointing.cursor, this.sight.dark);
  }

  /** @param {string} why */
  async ended(why) {
    const { notes, session } = this;
    this.#built.parts.player?.pause();
    this.#still(true);
    notes.say(why);
    try {
      (await part('figure/again')).offerAgain(notes, session, () => startAgain(session));
    } catch {
      // Without a network, what was said stays.
    }
  }

  revived() {
    this.#still(false);
    // Built anew, it asks the new engine for all.
    this.rebuild();
  }

  /**
   * Whether nothing of it can be moved, but what is said of it.
   * @param {boolean} is
   */
  #still(is) {
    for (const part of this.root.children) if (part instanceof HTMLElement && part !== this.notes.problem) part.inert = is;
  }

  settle() {
    const { words } = this.#built;
    if (this.sight.near) {
      if (!this.sight.plots) this.#plot();
      this.#write();
      words.announce();
    }
    words.tabulate();
    if (this.session.engine.get('pinned') || this.root.querySelector('.versus')) this.#compare();
    const state = this.session.engine.query();
    if (state === this.#told) return;
    this.#told = state;
    const detail = { figure: this.figure, state };
    this.element.dispatchEvent(new CustomEvent('ghm-change', { detail, bubbles: true, composed: true }));
  }
}
