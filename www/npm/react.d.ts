// `<ghm-figure>` in React 19: `import type {} from 'ghm-explainer/react'`.

import type { ClassAttributes, HTMLAttributes } from 'react';
import type { FigureAttributes, GhmFigure, GhmFigureEventMap } from './element.js';

/** React hears the element's events by their own names: `onghm-change`. */
type Handlers = {
  [Name in keyof GhmFigureEventMap as `on${Name}`]?: (event: GhmFigureEventMap[Name]) => void;
};

/** The props of `<ghm-figure>`. */
export interface GhmFigureProps
  extends FigureAttributes,
    Handlers,
    ClassAttributes<GhmFigure>,
    Omit<HTMLAttributes<GhmFigure>, keyof FigureAttributes> {
  /** Shares its knobs with the page's other figures that are marked so. */
  shared?: boolean;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'ghm-figure': GhmFigureProps;
    }
  }
}
