// `<ghm-figure>` in Svelte 5: `import type {} from 'ghm-explainer/svelte'`.

import type { HTMLAttributes } from 'svelte/elements';
import type { FigureAttributes, GhmFigure, GhmFigureEventMap } from './element.js';

/** Svelte hears the element's events by their own names: `onghm-change`. */
type Handlers = {
  [Name in keyof GhmFigureEventMap as `on${Name}`]?: (event: GhmFigureEventMap[Name]) => void;
};

/** The attributes of `<ghm-figure>`. */
export interface GhmFigureAttributes
  extends FigureAttributes,
    Handlers,
    Omit<HTMLAttributes<GhmFigure>, keyof FigureAttributes> {
  /** Shares its knobs with the page's other figures that are marked so. Svelte would write `false` as text, which marks it, too. */
  shared?: true | '';
}

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'ghm-figure': GhmFigureAttributes;
  }
}
