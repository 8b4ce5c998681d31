// `<ghm-figure>` in Vue 3: `import type {} from 'ghm-explainer/vue'`, and `isCustomElement` in the compiler's options.

import type { HTMLAttributes, ReservedProps } from 'vue';
import type { FigureAttributes, GhmFigure, GhmFigureEventMap } from './element.js';

type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;

/** What `@ghm-change` becomes: `onGhmChange`. */
type Handlers = {
  [Name in keyof GhmFigureEventMap as `on${Capitalize<Camel<Name>>}`]?: (event: GhmFigureEventMap[Name]) => void;
};

/** The attributes of `<ghm-figure>`. */
export interface GhmFigureProps
  extends FigureAttributes,
    Handlers,
    ReservedProps,
    Omit<HTMLAttributes, keyof FigureAttributes> {
  /** Shares its knobs with the page's other figures that are marked so. Vue would write `false` as text, which marks it, too. */
  shared?: true | '';
}

declare module 'vue' {
  interface GlobalComponents {
    'ghm-figure': new () => GhmFigure & { $props: GhmFigureProps };
  }
}
