// Pictures of a page in one file, which carries them packed, like its data: they are unpacked only if the engine can't
// run, as nobody needs them otherwise.

import { carriedPicture, load } from './load.js';

load().catch(async () => {
  for (const image of document.querySelectorAll('img')) {
    const { poster } = image.dataset;
    if (poster) image.src = await carriedPicture(poster);
  }
});
