// What no figure needs at first, as a script of its own; `part` in load.js asks for it.

import { embed } from './embed-dialog.js';
import { offerPicture, offerText } from './offer.js';

globalThis.ghmParts = { 'embed-dialog': { embed }, offer: { offerPicture, offerText } };
