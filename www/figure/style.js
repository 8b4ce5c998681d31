// Styles inside <ghm-figure>.

import { styleSheet } from '../dom.js';
import { scaled } from './scaled.js';

export const sheet = styleSheet(scaled(`
:host {
  --px: calc(var(--ghm-px, 1px) * var(--ghm-scale, 1));
  --paper: light-dark(#fcfbf8, #14171c);
  --raised: light-dark(#f4f2ec, #1d2229);
  --ink: light-dark(#1d2229, #e4e7ec);
  --soft: light-dark(#586170, #a5aebb);
  --hair: light-dark(#e3e0d8, #2b313a);
  --edge: light-dark(#8a93a1, #6b7686);
  --warn: light-dark(#a33b00, #ffb27a);
  --good: light-dark(#0c5a42, #86ecdf);
  --sans: -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", system-ui, "Noto Sans CJK SC", sans-serif;
  --serif: Charter, "Bitstream Charter", "Sitka Text", Cambria, "Noto Serif", "Noto Serif CJK SC", Georgia, serif;
  display: flow-root;
  position: relative;
  font: 13u/1.4 var(--sans);
  font-variant-east-asian: proportional-width;
  color: var(--ink);
  text-align: start;
  -webkit-text-size-adjust: 100%;
}
/* Else Chinese commas lose the half of their width that parts clauses. */
:host(:lang(zh)) { font-variant-east-asian: normal }
:host([hidden]) { display: none }
:host(:fullscreen) { padding: 2.5vh 2.5vw; overflow: auto; background: var(--paper) }
:host([theme=light]) { color-scheme: light }
:host([theme=dark]) { color-scheme: dark }
* { box-sizing: border-box }
/* Whatever size the page around forces on the element itself. */
:host > * { font-size: 13u }
/* What a question covers keeps its room, and is hidden from all, until that is answered. */
:host([question][cover]:not([data-answered], [data-state=failed])) > :not(.predict, .notes, .problem) { visibility: hidden }
[hidden] { display: none !important }
.head { display: flex; align-items: flex-start; gap: 1em; margin: 0 0 10u }
.title { margin: 0 auto 0 0; font-size: 18u; line-height: 1.3; font-weight: 650; letter-spacing: -.008em; text-wrap: balance }
.sub { margin: 0 0 6u; color: var(--soft) }
button { font: inherit; padding: 4u 10u; min-height: 32u; color: var(--ink); background: none; border: 1px solid var(--edge); border-radius: 8u; cursor: pointer }
button:hover { background: var(--raised) }
.more { flex: none; width: 36u; min-height: 28u; margin: -3u -8u -3u 0; padding: 0; color: var(--soft); border: 0 }
.more:hover { color: var(--ink) }
.more svg { display: block; width: 20u; height: 20u; margin: auto; fill: currentColor }
/* The menu of a figure. In the top layer, so that nothing cuts it off. */
.tools { position: fixed; inset: auto; min-width: 180u; max-height: 80vh; margin: 0; padding: 4u; overflow: auto; font-size: 14u; color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 8u }
.tools button { display: block; width: 100%; padding-inline: 12u; text-align: start; border: 0; border-radius: 5u }
/* As many knobs of one width as there is room for: a figure's height follows from their number. */
.knobs { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 144u), 1fr)); gap: 6u 28u; margin: 8u 0 6u }
.ungrouped { padding-bottom: 52u }
.measure, .player { align-self: end; justify-self: start }
.measure { font-weight: 600 }
.player { display: flex; gap: 4u }
.player button { min-width: 36u; white-space: nowrap }
.player button:nth-child(2) { min-width: 70u }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; border-radius: 3px }
/* The room of what is loaded only when the reader comes near. */
.results { min-height: var(--ghm-results) }
/* The flood colour shows the colour scheme around the figure, and its transition tells when that changes. */
.stage { flood-color: light-dark(#fff, #000); transition: flood-color 1ms }
.still { display: none }
canvas { display: block; width: 100%; touch-action: pan-y pinch-zoom; cursor: crosshair }
/* Until it is drawn, a page of this site says how high it will be. */
.stage canvas { height: var(--ghm-plot) }
.legend { display: flex; flex-wrap: wrap; gap: 0 1.2em; min-height: 1.4em; margin: 0 0 6u; padding: 0; list-style: none }
.legend li { display: flex; align-items: center; gap: .5em }
.legend .still { padding-inline-start: calc(26px + .5em); color: var(--soft) }
/* Two lines, whatever they say: what is below must not move while the reader points. */
.readout { height: 2.8em; margin: 6u 0 0; overflow: hidden auto; scrollbar-width: thin; font-variant-numeric: tabular-nums }
/* Of many losses it says much. */
:host([name=twin]) .readout { height: 4.2em }
:host([name=twin]) .readout .hint { -webkit-line-clamp: 3 }
.readout dl { display: flex; flex-wrap: wrap; gap: 0 1.3em; margin: 0 }
.readout dl > div { display: flex; gap: .4em }
.readout dt { color: var(--soft) }
.readout dt i { display: inline-block; width: .7em; height: .7em; margin-inline-end: .4em; border-radius: 2px }
.readout dd { margin: 0; font-weight: 650 }
.readout .hint { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; color: var(--soft) }
.spoken { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%) }
.table summary { width: max-content; min-height: 28u; line-height: 28u; color: var(--soft); cursor: pointer }
/* The menu opens it. */
.table.quiet:not([open]) { display: none }
.described { margin: 6u 0 0; padding: 2u 0 2u 1em; border-inline-start: 3px dotted var(--edge); max-width: 60ch }
.versus { margin: 6u 0 0; color: var(--soft) }
.versus p { margin: 0 0 2u }
.versus b { color: var(--ink); font-weight: 650; font-variant-numeric: tabular-nums }
/* Where columns are out of sight, its right edge is shaded; the first column stays. */
.scroll { max-height: 320u; overflow: auto; margin-top: 4u; background: linear-gradient(to left, var(--paper) 40%, transparent) right / 40u 100% no-repeat local, linear-gradient(to left, light-dark(#1d222938, #0009), transparent) right / 14u 100% no-repeat scroll }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { padding: .25em .75em .25em 0; text-align: end; border-bottom: 1px solid var(--hair) }
th { position: sticky; top: 0; background: var(--paper); font-weight: 650 }
th:first-child { left: 0; z-index: 1 }
td:first-child { position: sticky; left: 0; background: var(--paper) }
:host([data-stale]) :is(.stage, .readout, .legend) { opacity: .45 }
.notes, .problem { margin: 6u 0 0; padding: 4u 0 4u 1em; border-inline-start: 3px solid var(--warn) }
.problem.done { border-color: var(--edge) }
.notes { display: flex; align-items: flex-start; gap: .6em }
.notes ul { flex: 1; margin: .25em 0; padding: 0; list-style: none; overflow-wrap: anywhere }
.notes button { min-width: 32u; border: 0; font-size: 17u; line-height: 1 }
@media (pointer: coarse) {
  button, .tools button { min-height: 44u }
  .more { width: 44u; min-height: 44u; margin: -11u -8u -11u 0 }
  .player button { min-width: 44u }
  .table summary { min-height: 44u; line-height: 44u }
}
/* Where the figure is narrow, values at the cursor need three lines. */
@media (max-width: 640px) {
  .readout { height: 4.2em }
  .readout .hint { -webkit-line-clamp: 3 }
  :host([name=twin]) .readout { height: 5.6em }
  :host([name=twin]) .readout .hint { -webkit-line-clamp: 4 }
  .knobs { column-gap: 16u }
}
/* Each is laid out and painted apart from the others: what has not changed keeps its picture. Not on paper, where it
   would not be broken. */
@media screen {
  :host { contain: layout style }
  .head, .legend, .stage, .knobs, .knob { contain: layout style }
  /* Its height is fixed, so that no word in it moves anything else. */
  .readout { contain: strict }
}
@media print {
  .more, .tools, .knobs, .table, .readout { display: none }
  .head, .legend { break-after: avoid }
  .stage { break-inside: avoid }
  /* In the shape that it was drawn in, and with room for title and legend on its page: a figure drawn on a
     phone is tall, and as wide as paper it would fill more than one page. A dark drawing turns light. */
  canvas { height: auto !important }
  .stage canvas { width: auto; max-width: 100%; max-height: 12cm }
  :host([name=detector]) .stage canvas { max-height: 17cm }
  canvas.dark { filter: invert(1) hue-rotate(180deg) }
  :host([data-waits]) .stage canvas { display: none }
  :host([data-waits]) .still { display: block }
}
`));
