// The article as one file. It carries its pictures packed, like its data. They are put in only where the engine can't
// run: where it runs, nobody needs them.

import { carriedPicture, load } from './load.js';
import './page.js';

load().catch(async () => {
  for (const image of document.querySelectorAll('img')) {
    const { poster } = image.dataset;
    if (poster) image.src = await carriedPicture(poster);
  }
});
