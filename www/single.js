// The article as one file. Its pictures are packed like its data: where the
// engine runs they aren't needed, and where it can't, they are put in.

import { carriedPicture, load } from './load.js';
import './page.js';

load().catch(async () => {
  for (const image of document.querySelectorAll('img[data-poster]')) {
    image.src = await carriedPicture(image.dataset.poster);
  }
});
