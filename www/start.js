// Asks for what the article's first figure needs, before the page's own script is here: load.js takes the answers. It is
// small, and runs while the page is still being read.

import { files } from './files.js';
import { HELD, addressed, recording, showsHero } from './first.js';
import { hasSimd } from './simd.js';

// A frame without an origin, or a page from file://, may fetch nothing.
if (self.origin !== 'null' && typeof WebAssembly === 'object') {
  const knobs = addressed();
  const scalar = hasSimd() ? '' : 'scalar/';
  const hero = showsHero(knobs);
  const data = recording(knobs);
  const paths = [hero ? `pkg/hero/${scalar}hero_bg.wasm` : `pkg/${scalar}explainer_bg.wasm`];
  if (data && data !== HELD) paths.push(`data/recorded_${data}_first.bin`);
  const asked = paths.map((path) => /** @type {const} */ ([path, fetch(files[path])]));
  // Who takes an answer asks again if it failed.
  for (const [, answer] of asked) answer.catch(() => {});
  globalThis.ghmAsked = new Map(asked);
  if (!hero) {
    const glue = Object.assign(document.createElement('link'), { rel: 'preload', as: 'script', href: files['www/engine.js'] });
    document.head.append(glue);
  }
}
