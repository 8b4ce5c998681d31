// Bytes written with 85 digits, five of them for four bytes: a quarter more than the bytes, and base64 a third more.
// The build writes them: crate/xtask/src/base85.rs. None of the digits needs care in HTML or in a string of a script.

const DIGITS = '!#()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~';
const VALUES = new Uint8Array(128);
for (let value = 0; value < DIGITS.length; value++) VALUES[DIGITS.charCodeAt(value)] = value;

/**
 * The bytes that `text` stands for.
 * @param {string} text
 */
export function bytesOf(text) {
  const groups = Math.ceil(text.length / 5);
  const view = new DataView(new ArrayBuffer(4 * groups));
  for (let group = 0; group < groups; group++) {
    let number = 0;
    // Digits that a shorter last group lacks count as the greatest, so that its bytes come out whole.
    for (let i = 5 * group; i < 5 * group + 5; i++) number = 85 * number + (i < text.length ? VALUES[text.charCodeAt(i)] : 84);
    view.setUint32(4 * group, number);
  }
  return new Uint8Array(view.buffer, 0, Math.floor((4 * text.length) / 5));
}
