// `files.js` is written by the build: where the site's files are, as seen from a script.

import type { Module, Parts } from './types';

/** Whether each file is also there as a script, for pages that may fetch nothing. */
export const twins: boolean;

/** The site's address; null for a script that lies elsewhere. */
export const site: string | null;

/** Parts that the script itself holds. */
export const inside: { [Name in keyof Parts]?: () => Promise<Parts[Name]> };

/** The whole engine's glue, if the script holds it. Each call gives another, with an instance of its own. */
export const whole: (() => Promise<Module>) | null;

/** The glue of the hero's engine, which the article's script alone holds. Each call gives another. */
export const hero: (() => Promise<typeof import('../pkg/hero/hero.js')>) | null;

/** Addresses by path, such as `pkg/explainer_bg.wasm`. */
export const files: Record<string, string>;
