// How the page's own thread imports the reader's glue, where no worker may start.

/** @import { ReaderModule } from '../types' */

/** @type {Record<string, () => Promise<ReaderModule>>} */
export const READERS = {
  'pkg/reader/': () => import('../../pkg/reader/reader.js'),
  'pkg/reader/scalar/': () => import('../../pkg/reader/scalar/reader.js'),
};
