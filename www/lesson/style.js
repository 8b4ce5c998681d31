// Styles of lessons: the player's and the builder's. Constructed, so that they work in a page of one file under its policy.

import { styleSheet } from '../dom.js';
import { knobSheet } from '../figure/knobs.js';
import { scaled } from '../figure/scaled.js';
import { sheet as questionSheet } from '../question/style.js';

const sheet = styleSheet(scaled(`
:root {
  color-scheme: light dark;
  --paper: light-dark(#fcfbf8, #14171c); --raised: light-dark(#f4f2ec, #1d2229); --ink: light-dark(#1d2229, #e4e7ec);
  --soft: light-dark(#586170, #a5aebb); --edge: light-dark(#8a93a1, #6b7686); --hair: light-dark(#e3e0d8, #2b313a);
  --good: light-dark(#0c5a42, #86ecdf); --warn: light-dark(#a33b00, #ffb27a);
  --ghm-px: .0625rem; --px: var(--ghm-px);
  --sans: -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Noto Sans CJK SC", system-ui, sans-serif;
  --serif: Charter, "Bitstream Charter", "Sitka Text", Cambria, "Noto Serif", "Noto Serif CJK SC", Georgia, serif;
  background: var(--paper);
}
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100% }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17u/1.6 var(--serif) }
:lang(zh) { line-height: 1.75 }
h1, h2, h3, button, label, table, header, footer, nav, input, select, .place, .report, .problem { font-family: var(--sans) }
a { color: inherit; text-decoration-color: var(--edge); text-underline-offset: .18em }
button, .button { display: inline-flex; align-items: center; justify-content: center; min-height: 36u; padding: 4u 14u; font: 500 14u/1.3 var(--sans); color: var(--ink); background: none; border: 1px solid var(--edge); border-radius: 8u; cursor: pointer; text-decoration: none }
button:hover, .button:hover { background: var(--raised) }
button:disabled { color: var(--soft); border-color: var(--hair); cursor: default }
button.main { font-weight: 650; color: var(--paper); background: var(--ink); border-color: var(--ink) }
button.main:hover { text-decoration: underline }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; border-radius: 3px }
.problem { padding: 4u 0 4u 14u; border-inline-start: 3px solid var(--warn) }
[hidden] { display: none !important }

.player { display: flex; flex-direction: column; max-width: 80rem; min-height: 100vh; min-height: 100dvh; margin: 0 auto; padding: 0 40u; background: var(--paper) }
.player > header { display: flex; flex-wrap: wrap; align-items: center; gap: 4u 20u; padding: 14u 0; border-bottom: 1px solid var(--hair) }
.player h1 { margin: 0 auto 0 0; font-size: 17u; line-height: 1.3; font-weight: 650; letter-spacing: -.008em; overflow-wrap: anywhere }
.player .place { display: flex; align-items: center; gap: 12u; margin: 0; font-size: 14u; color: var(--soft); font-variant-numeric: tabular-nums }
progress { appearance: none; width: 96u; height: 4u; border: 0; border-radius: 2u; overflow: hidden; background: var(--hair) }
progress::-webkit-progress-bar { background: var(--hair) }
progress::-webkit-progress-value { background: var(--ink) }
progress::-moz-progress-bar { background: var(--ink) }
.player > main { flex: auto; padding: 28u 0; outline: none }
.player > footer { position: sticky; bottom: 0; z-index: 2; display: flex; justify-content: space-between; gap: 12u; margin: 0 -40u; padding: 12u 40u; background: var(--paper); border-top: 1px solid var(--hair) }
.player > footer button { min-height: 44u; min-width: 120u; font-size: 15u }
.report { margin: 0 0 12u; font-size: 13u; line-height: 1.5; color: var(--soft) }
.report:empty { display: none }
.report.trouble { padding: 6u 0 6u 14u; color: var(--ink); border-inline-start: 3px solid var(--warn) }

.step { display: grid; gap: 12u 40u; grid-template-columns: minmax(0, 44rem) }
.step .words { overflow-wrap: anywhere }
.step .words > :first-child { margin-top: 0 }
.words :is(p, ul, ol, pre, table, blockquote) { margin: 0 0 16u }
.words h2 { margin: 0 0 12u; font-size: 26u; line-height: 1.15; letter-spacing: -.015em }
.words h3 { margin: 20u 0 8u; font-size: 17u; line-height: 1.3 }
.words table, .results table { border-collapse: collapse; font-size: 14u; line-height: 1.45 }
.words :is(th, td), .results :is(th, td) { padding: 5u 16u 5u 0; text-align: start; vertical-align: top; border-bottom: 1px solid var(--hair); overflow-wrap: anywhere }
.words blockquote { padding-inline-start: 14u; margin-inline: 0; border-inline-start: 3px solid var(--hair) }
.words pre { padding: 10u 14u; overflow-x: auto; font-size: 13u; line-height: 1.5; background: var(--raised); border-radius: 8u }
.words code { font-size: .9em }
.results h2 { margin: 0 0 12u; font: 700 26u/1.15 var(--sans) }
.results .score { font: 650 19u/1.4 var(--sans) }
.results .scroll { overflow-x: auto; margin: 16u 0 }
.results table { width: 100% }
.results th { font-weight: 400; color: var(--soft) }
.results td button { justify-content: flex-start; min-height: 28u; padding: 2u 0; text-align: start; border: 0; text-decoration: underline; text-decoration-color: var(--edge); text-underline-offset: .18em }
.results td:not(:first-child) { white-space: pre-line }
.player:fullscreen { overflow: auto; max-width: none }
/* Seen from the last row: the smallest text, 12 of 16, is a fortieth of the height. */
:root:has(.player:fullscreen) { font-size: max(100%, 3.34vh) }
.player:fullscreen ghm-figure { --ghm-px: 1px }

@media (min-width: 62rem) {
  .step.two { grid-template-columns: minmax(0, 24rem) minmax(0, 1fr) }
  .step.two:has(.words:empty) { grid-template-columns: minmax(0, 1fr) }
  .player:fullscreen .step.two { grid-template-columns: minmax(0, 17rem) minmax(0, 1fr) }
  .words:empty { display: none }
}
@media (max-width: 40rem) {
  .player { padding: 0 16u }
  .player > main { padding: 20u 0 }
  .player > footer { margin: 0 -16u; padding: 10u 16u }
  .player > footer button { flex: 1; min-width: 0 }
  .results :is(th, td) { padding-inline-end: 10u }
}
@media (pointer: coarse) {
  button, .button { min-height: 44u }
}
@media print {
  .player > footer, .report, .player > header button { display: none }
}
`));

/** Gives the page these styles, and those of controls and questions outside of figures. */
export function dress() {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, knobSheet, questionSheet, sheet];
}
