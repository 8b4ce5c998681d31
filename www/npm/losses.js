// The losses for JavaScript: what was given is checked, and of the results only what is read is copied.

import * as built from './losses/losses.js';
import { expectName, expectNumber, expectNumbers, expectOptions, expectStarted, isOptions, list, shown } from './check.js';

/** @import * as types from './losses.js' */
/** @typedef {types.LossOptions & { mu?: number }} Options */
/** @typedef {types.SavedAverage} SavedAverage */
/** @typedef {[inputs: unknown, targets: unknown, mask?: unknown, options?: unknown]} Batch */

const STARTS = ['zero', 'first', 'corrected'];
const EMPTY = ['hold', 'decay'];
const CONVENTIONS = ['code', 'paper'];
/** What an average hangs on: it goes on only under the same. */
const SAME = /** @type {const} */ (['mu', 'bins', 'momentum', 'start', 'empty']);
const PARTS = /** @type {const} */ (['weights', 'gradient']);

/**
 * The settings of a loss from what its constructor was given: numbers in their order, or an object.
 * @param {string} name
 * @param {unknown[]} given
 * @param {Options} defaults
 * @param {string[]} order
 */
function settings(name, given, defaults, order) {
  const names = [...Object.keys(defaults), 'average'];
  const most = isOptions(given[0]) ? 1 : order.length;
  const beyond = given.findIndex((value, place) => place >= most && value !== undefined);
  if (beyond >= 0) {
    throw new Error(`${name} takes ${list(order)}, or one object with ${list(names)}: argument ${beyond + 1}, ${shown(given[beyond])}, is one too many`);
  }
  const options = isOptions(given[0])
    ? expectOptions(name, given[0], names)
    : Object.fromEntries(order.map((option, place) => [option, given[place] ?? undefined]));
  /** @param {string} option */
  const of = (option) => options[option] === undefined ? defaults[/** @type {keyof Options} */ (option)] : options[option];
  /** @param {string} option */
  const number = (option) => expectNumber(option, of(option), 'a number', () => true);
  const all = {
    bins: expectNumber('bins', of('bins'), 'a whole number from 1 to 65536', (bins) => bins >= 1 && bins <= 65536 && bins % 1 === 0),
    momentum: number('momentum'),
    start: STARTS[expectName('start', of('start'), STARTS)],
    empty: EMPTY[expectName('empty', of('empty'), EMPTY)],
    convention: CONVENTIONS[expectName('convention', of('convention'), CONVENTIONS)],
    weight: number('weight'),
  };
  return {
    settings: /** @type {Required<types.LossOptions> & { mu?: number }} */ ('mu' in defaults ? { mu: number('mu'), ...all } : all),
    average: options.average,
    // As version 1 promised to those who give numbers in their order.
    keeps: !isOptions(given[0]),
  };
}

/** @type {(core: built.Harmonized, loss: number, into: types.Into) => LossStep} */
let result;
/** @type {(step: LossStep) => void} */
let keep;
/** @type {(step: LossStep, why: string) => void} */
let leave;

/** What one step computed. What is read is copied then, once. */
export class LossStep {
  /** @type {built.Harmonized | null} where the numbers are */
  #core;
  /** @type {types.Numbers | null} what has been copied; null once it is freed */
  #copied;
  /** Why the numbers are no longer there. */
  #gone = '';

  static {
    result = (core, loss, into) => new LossStep(core, { loss, ...into });
    keep = (step) => void (step.#copied && step.keep());
    leave = (step, why) => step.#leave(why);
  }

  /**
   * @param {built.Harmonized} core
   * @param {types.Numbers} copied
   */
  constructor(core, copied) {
    if (!(core instanceof built.Harmonized)) throw new Error('LossStep: step() makes it');
    this.#core = core;
    this.#copied = copied;
  }

  /** @returns {types.Numbers} */
  get #numbers() {
    if (this.#copied) return this.#copied;
    throw new Error(`LossStep: ${this.#gone}`);
  }

  /**
   * @template {keyof types.Numbers} Name
   * @param {Name} name
   * @param {(core: built.Harmonized) => types.Numbers[Name]} copy
   * @returns {NonNullable<types.Numbers[Name]>}
   */
  #read(name, copy) {
    const numbers = this.#numbers;
    if (numbers[name] === undefined) {
      if (!this.#core) throw new Error(`LossStep: ${this.#gone} before its ${name} had been read: read it earlier, or call keep()`);
      numbers[name] = copy(this.#core);
    }
    return /** @type {NonNullable<types.Numbers[Name]>} */ (numbers[name]);
  }

  /** @param {string} why */
  #leave(why) {
    this.#core = null;
    this.#gone ||= why;
  }

  get loss() {
    return this.#numbers.loss;
  }

  get weights() {
    return this.#read('weights', (core) => core.weights());
  }

  get gradient() {
    return this.#read('gradient', (core) => core.gradient());
  }

  get counts() {
    return this.#read('counts', (core) => core.counts());
  }

  get average() {
    return this.#read('average', (core) => core.average() ?? null);
  }

  keep() {
    void [this.weights, this.gradient, this.counts, this.average];
    return this;
  }

  free() {
    this.#copied = null;
    this.#core = null;
    this.#gone = 'this result was freed';
  }
}

/** What GHM-C and GHM-R have in common. */
class Loss {
  /** @type {string} */
  #name;
  /** @type {string} */
  #inputs;
  /** @type {ReturnType<typeof settings>['settings']} */
  #settings;
  /** @type {built.Harmonized | null} */
  #held;
  /** @type {LossStep | null} whose numbers wasm holds */
  #last = null;
  /** Whether results that were not read stay. */
  #keeps;

  /**
   * @param {string} name
   * @param {string} inputs
   * @param {unknown[]} given
   * @param {Options} defaults
   * @param {string[]} order
   */
  constructor(name, inputs, given, defaults, order) {
    expectStarted(name);
    const { settings: all, average, keeps } = settings(name, given, defaults, order);
    this.#name = name;
    this.#inputs = inputs;
    this.#settings = all;
    this.#keeps = keeps;
    const { mu, bins, momentum, weight, start, empty, convention } = all;
    this.#held = new built.Harmonized(
      mu, bins, momentum, weight, STARTS.indexOf(start), empty === 'decay', convention === 'paper',
    );
    if (average !== undefined) this.#restore(average);
  }

  get #core() {
    if (this.#held) return this.#held;
    throw new Error(`${this.#name}: this loss was freed`);
  }

  /** @param {Batch} batch */
  step(...batch) {
    const core = this.#core;
    const [inputs, targets, mask, options] = batch;
    const beyond = batch.findIndex((value, place) => place > 3 && value !== undefined);
    if (beyond > 0) {
      throw new Error(`${this.#name}.step takes ${this.#inputs}, targets, mask and options: argument ${beyond + 1}, ${shown(batch[beyond])}, is one too many`);
    }
    const masked = mask === undefined || mask === null ? undefined : /** @type {ArrayLike<unknown>} */ (mask);
    const numbers = expectNumbers(this.#inputs, inputs, false, masked);
    const wanted = expectNumbers('targets', targets, true, masked);
    const valid = masked && expectNumbers('mask', masked, true);
    const into = expectInto(this.#name, options, numbers.length);
    this.#leave('the next step came');
    const loss = core.step(numbers, wanted, valid);
    if (into.weights || into.gradient) core.write(into.weights, into.gradient);
    return (this.#last = result(core, loss, into));
  }

  /**
   * Wasm's arrays are about to change.
   * @param {string} why
   */
  #leave(why) {
    if (!this.#last) return;
    if (this.#keeps) keep(this.#last);
    leave(this.#last, why);
    this.#last = null;
  }

  /** @returns {types.Saved} */
  save() {
    const core = this.#core;
    const average = { loss: this.#name, values: [...core.raw()], updates: [...core.updates()] };
    return { ...this.#settings, average };
  }

  /** @param {unknown} saved */
  restore(saved) {
    void this.#core;
    const name = `${this.#name}.restore`;
    const found = expectOptions(name, saved, [...Object.keys(this.#settings), 'average']);
    for (const option of SAME) {
      const [there, here] = [found[option], this.#settings[option]];
      if (there !== here) throw new Error(`${name}: ${option} is ${shown(there)} in what was saved, and ${shown(here)} here`);
    }
    this.#restore(found.average);
  }

  /** @param {unknown} average */
  #restore(average) {
    const { loss, values, updates } = expectOptions('average', average, ['loss', 'values', 'updates']);
    if (loss !== this.#name) throw new Error(`average: expected one that ${this.#name} has saved, found one of ${shown(loss)}`);
    const raw = Float64Array.from(expectNumbers('average.values', values, false));
    const counts = Array.from(expectNumbers('average.updates', updates, false), (updates, j) =>
      expectNumber(`average.updates[${j}]`, updates, 'a whole number', (it) => it >>> 0 === it));
    this.#core.restore(raw, Uint32Array.from(counts));
  }

  free() {
    this.#leave('its loss was freed');
    this.#held?.free();
    this.#held = null;
  }
}

/**
 * The arrays of the caller that results are written into.
 * @param {string} name
 * @param {unknown} options
 * @param {number} n
 * @returns {types.Into}
 */
function expectInto(name, options, n) {
  if (options === undefined) return {};
  const { into } = expectOptions(`${name}.step`, options, ['into']);
  if (into === undefined) return {};
  const { weights, gradient } = /** @type {types.Into} */ (expectOptions('into', into, [...PARTS]));
  for (const [part, array] of /** @type {const} */ ([['weights', weights], ['gradient', gradient]])) {
    if (array === undefined) continue;
    if (!(array instanceof Float32Array)) throw new Error(`into.${part} is ${shown(array)}: expected a Float32Array`);
    if (array.length !== n) throw new Error(`into.${part} has length ${array.length}: expected ${n}, one for each example`);
  }
  if (weights && gradient && weights.buffer === gradient.buffer && Math.abs(weights.byteOffset - gradient.byteOffset) < 4 * n) {
    throw new Error('into: weights and gradient lie in the same memory');
  }
  return { weights, gradient };
}

/** @type {Options} */
const COMMON = { start: 'zero', empty: 'hold', convention: 'code', weight: 1 };

export class GhmC extends Loss {
  /** @param {unknown[]} given */
  constructor(...given) {
    super('GhmC', 'logits', given, { bins: 30, momentum: 0.75, ...COMMON }, ['bins', 'momentum']);
  }
}

export class GhmR extends Loss {
  /** @param {unknown[]} given */
  constructor(...given) {
    super('GhmR', 'predictions', given, { mu: 0.02, bins: 10, momentum: 0.7, ...COMMON }, ['mu', 'bins', 'momentum']);
  }
}

for (const { prototype } of [Loss, LossStep]) {
  // As wasm's own classes have it, where there is such a thing.
  if (Symbol.dispose) Object.defineProperty(prototype, Symbol.dispose, { value: prototype.free, configurable: true });
}
