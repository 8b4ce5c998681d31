// What no figure needs at first, as a script of its own, which `part` in load.js loads.

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
