// The entry of a second script, with what no figure needs at first. `part` in load.js loads it.

import { embed } from './embed-dialog.js';
import { measure } from './measure.js';
import { offerPicture, offerText } from './offer.js';
import { TrainingView, runOf } from './training/view.js';

globalThis.ghmParts = {
  'embed-dialog': { embed },
  measure: { measure },
  offer: { offerPicture, offerText },
  'training/view': { TrainingView, runOf },
};
