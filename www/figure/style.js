// Styles inside <ghm-figure>. A constructed style sheet works under policies that forbid style elements.

export const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host {
  --ink: light-dark(#22272e, #e3e7ec);
  --soft: light-dark(#59626e, #a3aebb);
  --line: light-dark(#d5dae0, #39414b);
  --fill: light-dark(#f2f4f7, #1f242b);
  --accent: light-dark(#0a5fbf, #6fb3ff);
  display: flow-root;
  position: relative;
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans SC", sans-serif;
  color: var(--ink);
  text-align: start;
}
:host([hidden]) { display: none }
:host([theme=light]) { color-scheme: light }
:host([theme=dark]) { color-scheme: dark }
* { box-sizing: border-box }
[hidden] { display: none !important }
.head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 2px 16px }
.title { margin: 0; font-size: 15px; font-weight: 650; letter-spacing: .005em }
.tools { display: flex; gap: 2px; margin-inline: -8px; opacity: .0; transition: opacity .15s }
:host(:hover) .tools, .tools:focus-within { opacity: 1 }
@media (hover: none) { .tools { opacity: 1 } }
button {
  font: inherit; font-size: 12px; min-height: 26px; padding: 2px 8px;
  color: var(--soft); background: none; border: 1px solid transparent; border-radius: 6px; cursor: pointer;
}
button:hover { color: var(--ink); background: var(--fill) }
.knobs { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 22px; margin: 6px 0 2px }
.knob { display: grid; grid-template-columns: auto minmax(90px, 170px) 66px; align-items: center; gap: 0 9px; font-size: 13px }
.knob .name { color: var(--soft); white-space: nowrap }
.knob select, .knob.line input { grid-column: 2 / -1 }
.knob.list { display: flex; flex-wrap: wrap; gap: 0 14px }
.knob.list label { display: flex; align-items: center; gap: 5px; min-height: 26px }
:disabled { opacity: .55; cursor: not-allowed }
.knob .note { grid-column: 1 / -1; font-size: 12px; color: light-dark(#a33b00, #ffb27a) }
.knob .note:empty { display: none }
input, select {
  font: inherit; color: inherit; min-width: 0; accent-color: var(--accent);
}
input[type=range] { width: 100%; height: 26px; margin: 0; touch-action: pan-y pinch-zoom }
input[type=number], input[type=text], select {
  width: 100%; min-height: 28px; padding: 2px 6px; background: var(--fill); border: 1px solid var(--line); border-radius: 6px;
}
input[type=number] { appearance: textfield; font-variant-numeric: tabular-nums }
input::-webkit-inner-spin-button { display: none }
.measure { color: var(--ink); border-color: var(--line); font-size: 13px }
.player { display: flex; gap: 4px }
.player button { border-color: var(--line); color: var(--ink); min-width: 32px; font-size: 13px }
.player button:nth-child(2) { min-width: 66px }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px }
/* The flood colour shows the colour scheme around the figure, and its transition tells when that changes. */
.stage { min-height: 120px; flood-color: light-dark(#fff, #000); transition: flood-color 1ms }
canvas { display: block; width: 100%; touch-action: pan-y pinch-zoom; cursor: crosshair }
.legend { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 6px 0 10px; padding: 0; list-style: none; font-size: 13px }
.legend li { display: flex; align-items: center; gap: 6px }
.readout { display: flex; flex-wrap: wrap; gap: 2px 18px; min-height: 42px; margin: 4px 0 0; font-size: 13px; font-variant-numeric: tabular-nums; align-content: flex-start }
.readout > div { display: flex; gap: 6px }
.readout dt { font-weight: 500; color: var(--soft) }
.readout dd { margin: 0; font-weight: 600 }
.readout .hint { color: var(--soft) }
.spoken { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%) }
.table { font-size: 13px }
.table summary { width: max-content; min-height: 24px; color: var(--soft); cursor: pointer }
.scroll { max-height: 320px; overflow: auto; margin-top: 4px; border: 1px solid var(--line); border-radius: 6px }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { padding: 3px 10px; text-align: end; border-bottom: 1px solid var(--line) }
th { position: sticky; top: 0; background: var(--fill); font-weight: 600 }
.notes { display: flex; align-items: flex-start; gap: 8px; margin: 6px 0 0; padding: 6px 4px 6px 12px; font-size: 13px; border-inline-start: 3px solid light-dark(#c25a00, #ffb27a); background: var(--fill) }
.notes ul { flex: 1; margin: 3px 0; padding: 0; list-style: none; overflow-wrap: anywhere }
.notes button { min-width: 26px; font-size: 16px; line-height: 1 }
.problem { margin: 6px 0 0; padding: 8px 12px; font-size: 13px; border-inline-start: 3px solid light-dark(#c25a00, #ffb27a); background: var(--fill) }
@media (pointer: coarse) {
  button, input[type=number], input[type=text], select { min-height: 44px }
  input[type=range] { height: 44px }
  .table summary { min-height: 44px; line-height: 44px }
}
@media (max-width: 520px) {
  .knob { width: 100%; grid-template-columns: 92px 1fr 66px }
  .knob .name { white-space: normal; line-height: 1.2 }
}
@media print {
  .tools, .knobs, .table, .readout { display: none }
  .head, .legend { break-after: avoid }
  .stage { break-inside: avoid }
  /* In the shape that it was drawn in, and with room for title and legend on its page: a figure drawn on a
     phone is tall, and as wide as paper it would fill more than one page. A dark drawing turns light. */
  canvas { height: auto !important }
  .stage canvas { width: auto; max-width: 100%; max-height: 12cm }
  :host([name=detector]) .stage canvas { max-height: 17cm }
  canvas.dark { filter: invert(1) hue-rotate(180deg) }
}
`);
