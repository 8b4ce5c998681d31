// The styles of what a file was taken for: loaded with the first file.

export const sheet = new CSSStyleSheet();
sheet.replaceSync(`
ghm-file .under-way { display: flex; align-items: center; gap: 1rem; margin: .75rem 0 0 }
ghm-file progress { flex: 1 1 8rem; min-width: 0; height: .375rem; accent-color: var(--ink) }
ghm-file .facts { display: flex; flex-wrap: wrap; gap: 0 1.25rem; font-weight: 650; font-variant-numeric: tabular-nums }
ghm-file h3 { margin: 1.25rem 0 .35rem; font-size: .8125rem; font-weight: 650; color: var(--soft) }
ghm-file .preview { overflow-x: auto }
ghm-file table { width: auto; margin: 0; border-collapse: collapse; font: .8125rem/1.4 var(--sans); font-variant-numeric: tabular-nums }
ghm-file :is(th, td) { padding: .2rem 1.1rem .2rem 0; text-align: start; white-space: nowrap; border: 0; border-bottom: 1px solid var(--hair); vertical-align: baseline; max-width: 18rem; overflow: hidden; text-overflow: ellipsis }
ghm-file th { font-weight: 650; border: 0 }
ghm-file th small { font-weight: 400; color: var(--soft) }
ghm-file .preview { margin-top: .35rem }
ghm-file thead tr:last-child:empty { display: none }
ghm-file thead tr:last-child td { border-bottom-color: var(--edge); padding-bottom: .45rem }
ghm-file tbody td { color: var(--soft) }
ghm-file select, ghm-file input[type=number] { min-height: 2rem; padding: 0 .4rem; font: .8125rem var(--sans); color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: .5rem }
ghm-file input[type=number] { width: 6rem }
ghm-file select option { color: var(--ink); background: var(--paper) }
ghm-file .either, ghm-file .choices { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.25rem; margin-top: 1rem }
ghm-file .choices label { display: inline-flex; align-items: center; gap: .5rem; cursor: default }
ghm-file .notes-of-file { margin: 0; padding-inline-start: 1.1rem }
.findings { margin-top: 1.75rem; font: .9375rem/1.5 var(--sans) }
.findings :is(h3, summary) { margin: 1.25rem 0 .35rem; font-size: .9375rem; font-weight: 650; color: var(--ink) }
.findings summary { cursor: pointer }
.findings details > :not(summary) { font-size: .875rem }
.findings .counted { margin: 0; color: var(--soft) }
.findings .found { display: grid; gap: .6rem; margin: .75rem 0 0; padding: 0; list-style: none }
.findings .found li { display: grid; grid-template-columns: 1.125rem minmax(0, 1fr); gap: .7rem }
.findings .found p { margin: 0 }
.findings .found b { font-weight: 650 }
.findings svg { width: 1.125rem; height: 1.125rem; margin-top: .14rem; color: var(--soft) }
.findings .error svg { color: light-dark(#a3122b, #ff8f9c) }
.findings .warning svg { color: var(--warn) }
.findings .fine svg { color: var(--good) }
.findings svg .line { fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round }
.findings svg .in { fill: none; stroke: var(--paper); stroke-width: 2; stroke-linecap: round }
.findings .found button { min-height: 0; padding: 0; font: inherit; color: inherit; background: none; border: 0; border-radius: 0; text-decoration: underline; text-decoration-color: var(--edge); text-underline-offset: .18em }
.findings .found button:hover { text-decoration-color: currentColor }
.findings .facts { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: .35rem 0; font-weight: 650; font-variant-numeric: tabular-nums }
.findings .why { margin: .35rem 0 .75rem; color: var(--soft) }
.findings button[aria-disabled=true] { color: var(--soft); border-color: var(--hair); background: none; cursor: default }
.findings .unknown ul { margin: .35rem 0 0; padding-inline-start: 1.1rem; color: var(--soft) }
.findings .either { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem }
.findings .code label { display: inline-flex; flex: 1 1 12rem; align-items: center; gap: .5rem; min-width: 0; cursor: default }
.findings .code select { flex: 1; min-width: 0 }
.findings textarea { display: block; width: 100%; margin-top: .5rem; padding: .6rem .75rem; resize: vertical; font: .75rem/1.5 ui-monospace, Menlo, Consolas, monospace; color: var(--ink); background: var(--raised); border: 1px solid var(--edge); border-radius: .5rem }
.findings .said:empty { display: none }
.findings .said { margin: .35rem 0 0 }
@media (pointer: coarse) {
  .findings .found button { min-height: 2.75rem; padding-inline: .25rem }
  ghm-file select, ghm-file input[type=number], ghm-file .read button { min-height: 2.75rem }
}
`);
