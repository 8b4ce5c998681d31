// Styles of the handle, and of the figure that has one: plots, then handle and knobs, then the sentence.

import { styleSheet } from '../dom.js';
import { scaled } from './scaled.js';

export const handleSheet = styleSheet(scaled(`
.bench { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 12u max(4.6%, 28u); margin-top: 10u }
.bench .knobs { flex: 0 1 max(31%, 300u); grid-template-columns: repeat(auto-fit, minmax(min(100%, 8em), 1fr)); gap: 0 max(10%, 20u); margin: 0 }
/* As high as the sentence usually is, so that nothing below it moves when it is a little longer. */
.bench .readout { contain: layout style; flex: 1 0 100%; height: auto; min-height: 55u; margin: 0; overflow: visible }
.bench .hint { display: block; font: 19u/1.45 var(--serif); color: var(--ink); text-wrap: pretty }
.hint b { font-family: var(--sans); font-weight: 650; font-size: .96em; font-variant-numeric: tabular-nums }
/* The values at the cursor stand over the plots, on that side of it where more room is. Its axis goes from 0 to 1. */
.stage:has(.values) { position: relative }
.values { --at: calc(48u + var(--x) * (100% - 64u)); position: absolute; z-index: 1; top: 38%; left: calc(var(--at) + 16u); padding: 6u 12u; background: var(--paper); border: 1px solid var(--hair); border-radius: 8u; font-variant-numeric: tabular-nums; pointer-events: none }
.values.left { left: auto; right: calc(100% - var(--at) + 16u) }
.values dl { margin: 0 }
.values dl > div { display: flex; gap: 1.5em; justify-content: space-between }
.values dt { color: var(--soft) }
.values dt i { display: inline-block; width: .7em; height: .7em; margin-inline-end: .4em; border-radius: 2px }
.values dd { margin: 0; font-weight: 650 }
/* Without a title, its menu stands in the corner of the plots. */
.head:has(.title[hidden]):has(~ .bench) { position: absolute; z-index: 2; inset: 0 0 auto auto; margin: 0 }

.handle { flex: 1 1 288u; min-width: 0; --disc: 32u; --ce: light-dark(#5a6475, #b4b9c2); --ghm: light-dark(#0a62d0, #6ea2ff) }
.track { --h: 0; position: relative; height: var(--disc); margin: 0 calc(var(--disc) / 2); touch-action: pan-y pinch-zoom; cursor: grab }
.track:active { cursor: grabbing }
.handle:has(:disabled) .track { cursor: not-allowed }
/* What is still to go is dotted as cross-entropy's line is; what lies behind is GHM's. */
.track::before, .track::after { content: ""; position: absolute; top: 50%; translate: 0 -50% }
.track::before { left: 0; right: calc(var(--disc) / -4); border-top: 5u dotted var(--ce) }
.track::after { left: calc(var(--disc) / -2); width: calc(var(--disc) / 2 + 100% * var(--h)); height: 7u; background: var(--ghm); border-radius: 4u 0 0 4u; visibility: hidden }
.moved .track::after { visibility: visible }
.handle input { position: absolute; inset: 0 calc(var(--disc) / -2); width: auto; height: 100%; margin: 0; opacity: 0; pointer-events: none }
.disc { position: absolute; z-index: 1; top: 50%; left: calc(100% * var(--h)); width: var(--disc); height: var(--disc); translate: -50% -50%; border-radius: 50%; background: var(--ink); box-shadow: 0 0 0 3u var(--paper), 0 2u 9u 2u #0004 }
.disc svg { display: block }
.disc path { fill: none; stroke: var(--paper); stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round }
.handle:has(:disabled) .disc { background: var(--soft) }
.fresh .disc { box-shadow: 0 0 0 3u var(--paper), 0 0 0 9u light-dark(#1d222924, #ffffff2b) }
.handle input:focus-visible ~ .disc { outline: 2px solid var(--ink); outline-offset: 5u }
.word { display: none; position: absolute; z-index: 1; top: 50%; left: calc(100% * var(--h) + var(--disc) / 2 + 20u); translate: 0 -50%; padding: 0 8u 2u; font-size: 16u; line-height: 1.3; font-weight: 600; background: var(--paper) }
.fresh .word { display: block }
.crowded .word { left: auto; right: calc(100% * (1 - var(--h)) + var(--disc) / 2 + 20u) }
.handle:has(:disabled) .word { display: none }
.stops { display: grid; grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr); gap: 0 4u; margin-top: 2u; font-size: 14u; line-height: 1.3 }
.stops button { min-width: 44u; min-height: 24u; padding: 0; text-align: center; font-weight: 600; border: 0 }
.stops button:hover { background: none; text-decoration: underline }
.stops button:first-child { justify-self: start; text-align: start; color: var(--ce) }
.stops button:nth-child(2) { font-weight: 400; color: var(--soft) }
.stops button:last-child { justify-self: end; text-align: end; color: var(--ghm) }
@media (pointer: coarse) {
  .handle { --disc: 40u }
  .track { height: 44u }
  .stops { margin-top: 0 }
  .stops button { min-height: 44u }
}
@media (max-width: 640px) {
  .bench { gap: 4u 24u }
  .handle { flex-basis: 100% }
  .bench .knobs { order: 2; flex-basis: 100%; gap: 0 24u }
  .bench .readout { order: 1; min-height: 92u }
  .bench .hint { font-size: 16u }
}
@media print {
  .bench, .values { display: none }
}
`));
