// What a figure can be told: as attributes, properties, parameters and messages.

/** The figures by name; the first is shown where none is named. */
export const FIGURES = [
  'distribution', 'hand', 'weights', 'gradient', 'contribution', 'momentum', 'regions', 'speed', 'asl1', 'offsets',
  'box-gradient', 'detector', 'twin',
];

/** The engine's knobs but `lang`; a test holds that the lists are its tables. */
export const KNOBS = [
  'bins', 'momentum', 'mu', 'delta', 'gamma', 'rbins', 'rmomentum', 'hand', 'hbins', 'convention', 'start', 'empty',
  'edge', 'scope', 'data', 'mask', 'n', 'seed', 'trained', 'step', 'batch',
  'objects', 'missing', 'false', 'prior', 'boxes', 'budget', 'outliers', 'wrong', 'wrongx', 'wrongy', 'curve',
  'axis', 'paper',
];

/** How it is shown: which controls, what the reader can't change, which text. */
export const OPTIONS = ['controls', 'lock', 'text', 'theme', 'lang'];

export const THEMES = ['auto', 'light', 'dark'];

/** The parts that `text` names. */
export const TEXTS = ['title', 'caption', 'legend', 'readout', 'table', 'tools'];

/** The words of a list such as `bins, momentum`; `none` is an empty one. */
export function words(list) {
  return list.split(/[\s,]+/).filter((word) => word && word !== 'none');
}

/** The engine's language for a tag: others than Chinese read English. */
export function language(tag) {
  return /^zh/i.test(tag ?? '') ? 'zh' : 'en';
}
