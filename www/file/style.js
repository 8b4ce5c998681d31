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
@media (pointer: coarse) {
  ghm-file select, ghm-file input[type=number], ghm-file .read button { min-height: 2.75rem }
}
`);
