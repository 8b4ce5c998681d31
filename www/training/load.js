// Loads the trainer, when something trains for the first time.

import { asset, hasSimd } from '../load.js';
import { files } from '../files.js';

/** @import { Trainer } from '../types' */

/** @type {Record<string, () => Promise<Trainer>>} */
const TRAINERS = {
  'pkg/trainer/': () => import('../../pkg/trainer/trainer.js'),
  'pkg/trainer/scalar/': () => import('../../pkg/trainer/scalar/trainer.js'),
};

/** @type {Promise<WebAssembly.Module> | undefined} */
let trainer;

/**
 * The parts of the trainer: the code of its worker, its glue (wasm-bindgen's JavaScript), and its wasm module.
 */
export async function trainerParts() {
  const folder = hasSimd() ? 'pkg/trainer/' : 'pkg/trainer/scalar/';
  const code = (/** @type {string} */ path) => ({ url: files[path], text: async () => (await asset(path)).text() });
  trainer ??= asset(`${folder}trainer_bg.wasm`).then((wasm) => WebAssembly.compileStreaming(wasm));
  return {
    worker: code('www/training/worker.js'),
    glue: { ...code(`${folder}trainer.js`), here: TRAINERS[folder] },
    module: await trainer,
  };
}
