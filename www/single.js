// The article as one file. It carries its pictures packed, like its data, and unpacks them only if the engine can't
// run, as nobody needs them otherwise.

import { carriedPicture, load } from './load.js';
import './page.js';

load().catch(async () => {
  for (const image of document.querySelectorAll('img')) {
    const { poster } = image.dataset;
    if (poster) image.src = await carriedPicture(poster);
  }
});
