// Loads the trainer, when something trains for the first time.

import { asset, hasSimd, once } from '../load.js';
import { files } from '../files.js';

/** @import { Trainer } from '../types' */

/** @type {Record<string, () => Promise<Trainer>>} */
const TRAINERS = {
  'pkg/trainer/': () => import('../../pkg/trainer/trainer.js'),
  'pkg/trainer/scalar/': () => import('../../pkg/trainer/scalar/trainer.js'),
};

const folder = () => (hasSimd() ? 'pkg/trainer/' : 'pkg/trainer/scalar/');
const trainer = once(async () => WebAssembly.compileStreaming(asset(`${folder()}trainer_bg.wasm`)));

/**
 * The parts of the trainer: the code of its worker, its glue (wasm-bindgen's JavaScript), and its wasm module.
 */
export async function trainerParts() {
  const place = folder();
  const code = (/** @type {string} */ path) => ({ url: files[path], text: async () => (await asset(path)).text() });
  return {
    worker: code('www/training/worker.js'),
    glue: { ...code(`${place}trainer.js`), here: TRAINERS[place] },
    module: await trainer(),
  };
}
