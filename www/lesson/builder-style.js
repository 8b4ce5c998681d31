// Styles of the builder.

import { styleSheet } from '../dom.js';
import { scaled } from '../figure/scaled.js';

export const builderSheet = styleSheet(scaled(`
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 8u; padding: 10u 24u; font: 14u/1.4 var(--sans); border-bottom: 1px solid var(--hair) }
.bar .brand { margin-inline-end: 4u; font-weight: 700; text-decoration: none }
.bar > a + a { margin-inline-end: auto }
.bar select { max-width: 15rem }
.bar .open { position: relative; overflow: hidden }
.bar .open input { position: absolute; inset: 0; width: 100%; opacity: 0; cursor: pointer }
.bar .open:has(:focus-visible) { outline: 2px solid var(--ink); outline-offset: 2px }
.said { margin: 0; padding: 8u 24u; font: 14u/1.5 var(--sans); white-space: pre-line; overflow-wrap: anywhere; background: var(--raised) }
.said:empty { display: none }
.link { display: block; width: calc(100% - 48u); margin: 8u 24u }
.desk { display: grid; grid-template-columns: 15rem minmax(18rem, 24rem) minmax(0, 1fr); align-items: start; font: 14u/1.45 var(--sans) }
.desk > * { min-width: 0; padding: 16u 24u 32u; }
.desk > * + * { min-height: calc(100vh - 60u); border-inline-start: 1px solid var(--hair) }
.steps ol { list-style: none; margin: 16u 0 12u; padding: 0 }
.steps li > button { justify-content: flex-start; width: 100%; padding: 6u 10u; text-align: start; overflow-wrap: anywhere; border-color: transparent }
.steps li > [aria-current] { font-weight: 650; background: var(--raised); border-color: var(--hair) }
.tools { display: flex; flex-wrap: wrap; gap: 4u; padding: 4u 0 8u }
.tools button { min-height: 28u; padding: 2u 8u; font-size: 12u }
.field { display: grid; gap: 3u; margin: 0 0 12u }
.field label { color: var(--soft); font-size: 13u }
:is(.field, .link, .bar) :is(input[type=text], select, textarea), .bar select, textarea.link { width: 100%; min-height: 36u; padding: 5u 10u; font: 14u/1.45 var(--sans); color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 8u }
.bar select { width: auto }
.field textarea { resize: vertical }
.hint { margin: 0; font-size: 12u; line-height: 1.45; color: var(--soft) }
.form fieldset { min-width: 0; margin: 20u 0 0; padding: 14u 0 0; border: 0; border-top: 1px solid var(--hair) }
.form legend { float: inline-start; width: 100%; margin: 0 0 8u; padding: 0; font-size: 16u; font-weight: 650 }
.form legend + * { clear: both }
.form .start:empty { display: none }
.form .start { margin: 20u 0 0; padding: 14u 0 0; border-top: 1px solid var(--hair) }
.settings summary { min-height: 32u; line-height: 32u; cursor: pointer; font-weight: 600 }
.setting { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: end; gap: 2u 14u; padding: 5u 0; border-bottom: 1px solid var(--hair) }
.check { display: flex; align-items: center; gap: 7u; min-height: 32u; font-size: 13u; cursor: pointer }
.setting .check { color: var(--soft); font-size: 12u }
.check input { flex: none; width: 17u; height: 17u; margin: 0; accent-color: var(--ink) }
.preview { position: sticky; top: 0; max-height: 100vh; overflow: auto }
.preview > .empty { max-width: 44rem; font-size: 14u }
.preview > h2 { margin: 0 0 16u; font: 600 13u/1.4 var(--sans); color: var(--soft) }
.preview .step { font: 17u/1.6 var(--serif) }
.preview .step.two { grid-template-columns: minmax(0, 44rem) }
@media (max-width: 64rem) {
  /* The settings in the form come with the figure, which lives once it is near. */
  .desk { grid-template: 'steps preview' auto 'steps form' 1fr / 13rem minmax(0, 1fr) }
  .desk > .steps { grid-area: steps }
  .desk > .preview { grid-area: preview; position: static; max-height: none; min-height: 0 }
}
@media (max-width: 44rem) {
  .desk { grid-template: 'steps' 'preview' 'form' / minmax(0, 1fr) }
  .desk > * { padding: 16u }
  .desk > * + * { min-height: 0; border-inline-start: 0; border-top: 1px solid var(--hair) }
  .bar { padding: 8u 16u }
  .bar > a + a { margin-inline-end: 0 }
  .said { padding: 8u 16u }
}
@media (pointer: coarse) {
  .check, .setting .check, .settings summary { min-height: 44u; line-height: 44u }
  .check, .setting .check { line-height: 1.3 }
  .tools button { min-height: 44u; min-width: 44u }
}
`));
