// The lesson's crate, loaded once.

import { asset } from '../load.js';
import { hasSimd } from '../simd.js';

/** @typedef {typeof import('../../pkg/lesson/lesson.js')} Crate */

/** @type {Record<string, () => Promise<Crate>>} */
const BUILDS = {
  'pkg/lesson/': () => import('../../pkg/lesson/lesson.js'),
  'pkg/lesson/scalar/': () => import('../../pkg/lesson/scalar/lesson.js'),
};

/** @type {Promise<Crate> | undefined} */
let loading;

/** The crate; after a failure, the next call tries again. */
export function lessonCrate() {
  loading ??= start().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function start() {
  const folder = hasSimd() ? 'pkg/lesson/' : 'pkg/lesson/scalar/';
  const [crate, wasm] = await Promise.all([BUILDS[folder](), asset(`${folder}lesson_bg.wasm`)]);
  await crate.default({ module_or_path: wasm });
  return crate;
}
