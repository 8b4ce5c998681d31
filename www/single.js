// The article as one file. Its pictures are packed like its data: where the
// engine runs they aren't needed, and where it can't, they are put in.

import { asset, load } from './load.js';
import './page.js';

load().catch(async () => {
  for (const image of document.querySelectorAll('img[data-poster]')) {
    const picture = await asset(image.dataset.poster);
    image.src = `data:image/svg+xml,${encodeURIComponent(await picture.text())}`;
  }
});
