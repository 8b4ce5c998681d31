// The entry of a second script, with what no figure needs at first. `part` in load.js loads it: in the article once
// the first figure lives, elsewhere when it is asked for.

import { article } from './article.js';
import { embed } from './embed-dialog.js';
import { offerAgain } from './figure/again.js';
import { shareAxes } from './figure/axes.js';
import { items } from './figure/tools.js';
import { FileView } from './file/view.js';
import { atRest, measure } from './measure.js';
import { ask } from './question/ask.js';
import { open, openAfter } from './training/channel.js';
import { letDrag, work } from './training/twin.js';
import { TrainingView, runOf } from './training/view.js';
import { compare } from './versus.js';

globalThis.ghmParts = {
  ...globalThis.ghmParts,
  article: { article },
  'embed-dialog': { embed },
  'figure/again': { offerAgain },
  'figure/axes': { shareAxes },
  'figure/tools': { items },
  'file/view': { FileView },
  measure: { atRest, measure },
  'question/ask': { ask },
  'training/channel': { open, openAfter },
  'training/twin': { letDrag, work },
  'training/view': { TrainingView, runOf },
  versus: { compare },
};
