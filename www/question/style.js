// Styles of a question, in a figure and by itself.

import { styleSheet } from '../dom.js';
import { scaled } from '../figure/scaled.js';

export const sheet = styleSheet(scaled(`
.predict { margin: 0 0 16u; font: 15u/1.4 var(--sans) }
.predict fieldset { min-width: 0; margin: 0; padding: 0; border: 0 }
.predict legend { max-width: 44em; padding: 0; margin: 0 0 10u; font-size: 18u; line-height: 1.32; font-weight: 650; letter-spacing: -.008em; white-space: pre-line; overflow-wrap: anywhere; text-wrap: pretty }
.predict .tag { display: block; margin-bottom: 4u; font-size: 13u; letter-spacing: 0; color: var(--soft) }
.predict label:not(.given) { display: flex; align-items: center; gap: 11u; max-width: 44rem; min-height: 40u; margin-top: -1px; padding: 5u 12u; border: 1px solid var(--edge); cursor: pointer }
.predict label span { overflow-wrap: anywhere }
.predict label:not(.given):hover { background: var(--raised) }
.predict legend + label { border-start-start-radius: 8u; border-start-end-radius: 8u }
.predict label:last-of-type { border-end-start-radius: 8u; border-end-end-radius: 8u }
.predict input[type=radio] { flex: none; appearance: none; width: 17u; height: 17u; margin: 0; border: 1.5px solid var(--edge); border-radius: 50% }
.predict input[type=radio]:checked { border: 5u solid var(--ink) }
.predict label:has(:checked) { font-weight: 650 }
.predict label:has(input[type=radio]:focus-visible) { outline: 2px solid var(--ink); outline-offset: 2px; z-index: 1 }
.predict .given { display: grid; gap: 4u; max-width: 30rem; font-size: 13u }
.predict .given.guess { grid-template-columns: 1fr auto }
.predict .given.guess input { grid-column: 1 / -1; width: 100%; margin: 4u 0; accent-color: var(--ink) }
.predict .given output { grid-row: 1; grid-column: 2; font-weight: 650; font-variant-numeric: tabular-nums }
.predict :is(textarea, input[type=text]) { min-height: 40u; padding: 6u 10u; font: inherit; font-size: 15u; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: 8u; resize: vertical }
.predict input[type=text] { width: 12em }
.predict input[type=text]:user-invalid { border-color: var(--warn); outline-color: var(--warn) }
.predict button, .cover button { min-height: 40u; margin-top: 10u; padding: 0 18u; font: 600 15u/1.2 var(--sans); color: var(--paper); background: var(--ink); border: 0; border-radius: 8u; cursor: pointer }
.predict button:hover, .cover button:hover { color: var(--paper); background: var(--ink); text-decoration: underline }
.predict .verdict { max-width: 44em; margin: 12u 0 0; font-size: 16u; line-height: 1.5; white-space: pre-line; overflow-wrap: anywhere }
.predict .verdict:empty { display: none }
.predict[data-right="yes"] .verdict::before { content: "✓ "; color: var(--good); font-weight: 700 }
.predict[data-right=near] .verdict::before { content: "≈ "; color: var(--warn); font-weight: 700 }
.predict[data-right=no] .verdict::before { content: "✗ "; color: var(--warn); font-weight: 700 }
.stage { position: relative }
.cover { visibility: visible; position: absolute; inset: 0; display: flex; flex-wrap: wrap; gap: 12u; align-items: center; align-content: center; justify-content: center; padding: 16u; font-size: 15u; color: var(--soft); border: 1.5px dashed var(--edge); border-radius: 8u }
.cover button { margin: 0 }
@media (pointer: coarse) {
  .predict label:not(.given), .predict button, .cover button, .predict input { min-height: 48u }
}
@media print {
  .cover, .predict button { display: none }
}
`));
