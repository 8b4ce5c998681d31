// Whether this browser knows SIMD128.

// The smallest module with a v128 instruction: only browsers with SIMD128 call it valid.
const PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/** Whether this browser knows SIMD128. */
export function hasSimd() {
  return WebAssembly.validate(PROBE);
}
