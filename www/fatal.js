// Whether code of a wasm package stopped midway.

import { reason } from './dom.js';

/**
 * Whether an error says so: then nothing that its instance holds can be relied on. What an imported function of the
 * browser throws leaves no trap, but an object that seems in use from then on; and when the stack is full, browsers say
 * so in words of their own.
 * @param {unknown} error
 */
export function isFatal(error) {
  const trap = typeof WebAssembly === 'object' && error instanceof WebAssembly.RuntimeError;
  return trap || /recursive use of an object|call stack size|too much recursion/.test(reason(error));
}
