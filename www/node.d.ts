// All that npm/node.js needs of Node: its whole declarations would add Node's globals to the browser's.

declare module 'node:fs/promises' {
  export function readFile(file: URL): Promise<Uint8Array<ArrayBuffer>>;
}
