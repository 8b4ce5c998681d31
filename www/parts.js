// What no figure needs at first, as a script of its own; `part` in load.js asks for it.

import { embed } from './embed-dialog.js';
import { measure } from './measure.js';
import { offerPicture, offerText } from './offer.js';
import { View, runFor } from './training/view.js';

globalThis.ghmParts = {
  'embed-dialog': { embed },
  measure: { measure },
  offer: { offerPicture, offerText },
  'training/view': { View, runFor },
};
