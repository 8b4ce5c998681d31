// The entry of a second script, with what no figure needs at first. `part` in load.js loads it: in the article once
// the first figure lives, elsewhere when it is asked for.

import { article } from './article.js';
import { embed } from './embed-dialog.js';
import { FileView } from './file/view.js';
import { atRest, measure } from './measure.js';
import { offerPicture, offerText } from './offer.js';
import { open } from './training/channel.js';
import { letDrag, work } from './training/twin.js';
import { TrainingView, runOf } from './training/view.js';

globalThis.ghmParts = {
  article: { article },
  'embed-dialog': { embed },
  'file/view': { FileView },
  measure: { atRest, measure },
  offer: { offerPicture, offerText },
  'training/channel': { open },
  'training/twin': { letDrag, work },
  'training/view': { TrainingView, runOf },
};
