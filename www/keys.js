// Written by `cargo xtask generate` from crate/explainer/src/registry.rs. Don't edit it.

/**
 * The figures by name; the first is shown where none is named.
 *
 * @type {readonly string[]}
 */
export const FIGURES = [
  'distribution', 'harmonize', 'hand', 'gradient', 'contribution', 'weights', 'regions', 'speed', 'momentum', 'asl1',
  'offsets', 'box-gradient', 'detector', 'twin', 'calibration', 'mu',
];

/**
 * The knobs, without the language.
 *
 * @type {readonly string[]}
 */
export const KNOBS = [
  'bins', 'momentum', 'mu', 'delta', 'gamma', 'falpha', 'kept', 'alpha', 'gpos', 'gneg', 'margin', 'rbins',
  'rmomentum', 'balpha', 'bgamma', 'hand', 'hbins', 'convention', 'start', 'empty', 'edge', 'scope', 'precision',
  'losses', 'boxlosses', 'divisor', 'harmonize', 'data', 'mask', 'n', 'seed', 'trained', 'step', 'batch', 'objects',
  'missing', 'false', 'prior', 'boxes', 'budget', 'outliers', 'wrong', 'wrongx', 'wrongy', 'curve', 'axis', 'paper',
];

/**
 * What a figure's state has besides knobs.
 *
 * @type {readonly string[]}
 */
export const PINS = [
  'pinned',
];

/**
 * The other attributes that a frame's address has, too: how a figure is shown.
 *
 * @type {readonly string[]}
 */
export const OPTIONS = [
  'controls', 'lock', 'text', 'theme', 'scale', 'lang', 'question', 'cover',
];

/**
 * What the attribute `theme` takes.
 *
 * @type {readonly string[]}
 */
export const THEMES = [
  'auto', 'light', 'dark',
];

/**
 * The parts of a figure that the attribute `text` names.
 *
 * @type {readonly string[]}
 */
export const TEXTS = [
  'title', 'caption', 'legend', 'readout', 'table', 'tools',
];
