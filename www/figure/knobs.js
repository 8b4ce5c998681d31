// The look of controls, in a figure and in the article's settings: a name, the value, which is the number field, and a
// thin track.

import { styleSheet } from '../dom.js';
import { scaled } from './scaled.js';

/** A slider: its track and its thumb have other names in each engine, and can't share a rule. */
const TRACK = 'height: 3px; background: var(--edge); border: 0; border-radius: 2px';
const THUMB = `
  box-sizing: border-box; width: var(--thumb); height: var(--thumb); background: var(--ink); border: 0; border-radius: 50%;
`;

export const knobSheet = styleSheet(scaled(`
.knob { display: grid; grid-template: minmax(20u, auto) auto / minmax(0, 1fr) auto; align-content: end; align-items: center; gap: 0 .5em; min-width: 0; font-size: 13u; line-height: 1.4 }
.knob[hidden] { display: none }
.knob .name { line-height: 1.25; color: var(--soft); overflow-wrap: anywhere }
.knob input, .knob select { min-width: 0; font: inherit; color: inherit; accent-color: var(--ink) }
.knob input[type=range] {
  --thumb: 16u;
  grid-column: 1 / -1; grid-row: 2; width: 100%; height: 28u; margin: 0; appearance: none; background: none; cursor: pointer;
  touch-action: pan-y pinch-zoom;
}
.knob input::-webkit-slider-runnable-track { ${TRACK} }
.knob input::-moz-range-track { ${TRACK} }
.knob input::-webkit-slider-thumb { ${THUMB} appearance: none; margin-top: calc((3px - var(--thumb)) / 2) }
.knob input::-moz-range-thumb { ${THUMB} }
.knob input[type=number] {
  grid-column: 2; grid-row: 1; width: 4em; min-height: 24u; margin-block: -3u; padding: 0; text-align: end; font-weight: 650; font-variant-numeric: tabular-nums;
  appearance: textfield; background: none; border: 0; border-bottom: 1.5px dashed transparent; border-radius: 0;
}
.knob input[type=number]:is(:hover, :focus) { border-bottom-color: var(--edge) }
.knob input::-webkit-inner-spin-button { display: none }
.knob select, .knob input[type=text] {
  grid-column: 1 / -1; grid-row: 2; width: 100%; height: 28u; padding: 0; font-weight: 600;
  background: none; border: 0; border-bottom: 1.5px dashed var(--edge); border-radius: 0; cursor: pointer;
}
/* Its arrow is drawn, as the browser's own would lie over a long value. */
.knob select {
  padding-inline-end: 1.3em; text-overflow: ellipsis; appearance: none; background-repeat: no-repeat; background-size: .36em .36em;
  background-image: linear-gradient(45deg, #0000 50%, var(--soft) 50%), linear-gradient(-45deg, #0000 50%, var(--soft) 50%);
  background-position: right .46em center, right .1em center;
}
.knob select option { color: var(--ink); background: var(--paper) }
.knob input[type=text] { cursor: text; font-variant-numeric: tabular-nums }
.knob.list { display: flex; flex-wrap: wrap; align-items: center; gap: 0 1em; grid-column: 1 / -1 }
.knob.list .name { flex-basis: 100% }
.knob.list label { display: flex; align-items: center; gap: .4em; min-height: 28u }
.knob.list input { width: 1.2em; height: 1.2em; margin: 0 }
.knob .note { grid-column: 1 / -1; font-size: 12u; color: var(--warn) }
.knob .note:empty { display: none }
.knob :disabled { opacity: .55; cursor: not-allowed }
@media (pointer: coarse) {
  .knob input[type=range] { --thumb: 22u }
  .knob :is(input[type=range], input[type=text], select) { height: 44u }
  .knob { grid-template-rows: minmax(24u, auto) }
  /* As high as a finger needs, but the row is not. */
  .knob input[type=number] { height: 44u; margin-block: -10u }
  .knob.list label { min-height: 44u }
}
`));
