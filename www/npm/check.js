// What the losses are given, checked before wasm sees it: there, what isn't a number would become one. `null` and `''`
// would be 0, a hole NaN, a half float's bits an integer, half a bin none.

/** @typedef {Record<string, unknown>} Options */

let started = false;

/**
 * Says that wasm is there.
 * @template T
 * @param {T} wasm
 */
export function begin(wasm) {
  started = true;
  return wasm;
}

/** @param {string} name */
export function expectStarted(name) {
  if (!started) throw new Error(`${name}: wasm is not there yet: call init() and await it first`);
}

/**
 * A value as a message shows it.
 * @param {unknown} value
 * @returns {string}
 */
export function shown(value) {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (!isObject(value) && typeof value !== 'string') return String(value);
  const kind = tag(value);
  const named = `${/^[AEIO]/.test(kind) ? 'an' : 'a'} ${kind}`;
  if (!['Object', 'Array', 'String'].includes(kind)) return named;
  try {
    const text = JSON.stringify(value);
    return text.length > 60 ? `${text.slice(0, 57)}...` : text;
  } catch {
    return named; // a circle, or a BigInt in it
  }
}

/** @param {unknown} value */
const tag = (value) => Object.prototype.toString.call(value).slice(8, -1);

/**
 * @param {unknown} value
 * @returns {value is object}
 */
const isObject = (value) => typeof value === 'object' && value !== null;

/**
 * @param {unknown} value
 * @returns {value is Options}
 */
export const isOptions = (value) => isObject(value) && tag(value) === 'Object';

/**
 * Fails if an object has a name that nobody reads.
 * @param {string} whose
 * @param {unknown} value
 * @param {string[]} names
 * @returns {Options}
 */
export function expectOptions(whose, value, names) {
  if (!isOptions(value)) throw new Error(`${whose}: expected an object with ${list(names)}, found ${shown(value)}`);
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`${whose}: there is no option ${JSON.stringify(unknown)}: there ${names.length > 1 ? 'are' : 'is'} ${list(names)}`);
  return value;
}

/** @param {string[]} names */
export const list = (names) =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;

/**
 * @param {string} name
 * @param {unknown} value
 * @param {string} expected
 * @param {(value: number) => boolean} fits
 * @returns {number}
 */
export function expectNumber(name, value, expected, fits) {
  if (typeof value === 'number' && fits(value)) return value;
  throw new Error(`${name} is ${shown(value)}: expected ${expected}`);
}

/**
 * The place of a name in a list.
 * @param {string} name
 * @param {unknown} value
 * @param {string[]} names
 */
export function expectName(name, value, names) {
  const place = names.indexOf(/** @type {string} */ (value));
  if (place < 0) throw new Error(`${name} is ${shown(value)}: expected ${names.map((it) => `'${it}'`).join(' or ')}`);
  return place;
}

const NUMERIC = /^(Float|Int|Uint)\d+(Clamped)?Array$/;

/**
 * Fails if a value is not an array of numbers. Examples that a mask leaves out are not read.
 * @param {string} name
 * @param {unknown} value
 * @param {boolean} truths whether true and false are numbers here
 * @param {ArrayLike<unknown> | null} [mask]
 * @returns {Float32Array}
 */
export function expectNumbers(name, value, truths, mask) {
  const kind = tag(value);
  if (kind === 'Uint16Array') {
    const first = /** @type {Uint16Array} */ (value)[0];
    const found = first === undefined ? '' : ` (${name}[0] is ${first})`;
    throw new Error(
      `${name}: expected a Float32Array, found a Uint16Array${found}, in which half floats look like other numbers; ` +
        'halves are taken in a Float16Array, whole numbers in a Float32Array',
    );
  }
  if (Array.isArray(value)) expectElements(name, value, truths, mask);
  else if (!NUMERIC.test(kind)) throw new Error(`${name}: expected a Float32Array, found ${found(value, kind)}`);
  // Wasm copies any of them, and converts on the way.
  return /** @type {Float32Array} */ (value);
}

/**
 * @param {unknown} value
 * @param {string} kind
 */
const found = (value, kind) => (isObject(value) ? kind : value === null ? 'null' : typeof value);

/**
 * @param {string} name
 * @param {unknown[]} values
 * @param {boolean} truths
 * @param {ArrayLike<unknown> | null} [mask]
 */
function expectElements(name, values, truths, mask) {
  // By its place, because methods of arrays skip holes.
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value === 'number' || (truths && typeof value === 'boolean')) continue;
    const empty = value === null || value === undefined || typeof value === 'string';
    if (mask && empty && !(Number(mask[i]) > 0)) continue;
    const nested = Array.isArray(value) ? '; a matrix must be flattened' : '';
    throw new Error(`${name}[${i}] is ${i in values ? shown(value) : 'missing'}: expected a finite number${nested}`);
  }
}
