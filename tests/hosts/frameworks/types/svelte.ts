// In Svelte 5: what must not be taken. Svelte.svelte has what must.

import type {} from 'ghm-explainer/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';

type Attributes = SvelteHTMLElements['ghm-figure'];

// @ts-expect-error: there is no such figure
export const figure: Attributes = { name: 'weight' };
// @ts-expect-error: there is no such choice
export const choice: Attributes = { convention: 'book' };
// @ts-expect-error: not a number
export const number: Attributes = { bins: 'many' };
// @ts-expect-error: there is no such knob
export const knob: Attributes = { bin: 10 };
// @ts-expect-error: it would be marked all the same
export const shared: Attributes = { shared: false };
// @ts-expect-error: the detail has no such part
export const event: Attributes = { 'onghm-change': ({ detail }) => console.log(detail.bins) };
