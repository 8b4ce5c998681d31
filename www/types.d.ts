// Types that several modules share, and what the page adds to the browser's own.

import type { GhmFigure } from './ghm-figure.js';

/** The engine's package, in either build. */
export type Module = typeof import('../pkg/explainer.js');

/** The trainer's package. */
export type Trainer = typeof import('../pkg/trainer/trainer.js');

/** Either language of the page. */
export type { Language } from '../pkg/explainer.js';

/** A knob's value: a number, the name of a choice, or a line of text. */
export type Value = number | string;

/** What shows a session's state. */
export interface View {
  /** Draws what is stale, once a frame after something was marked. Says whether it drew and its words can wait. */
  draw?(): boolean;
  /** Says in words what is stale, soon after something was marked. */
  tell(): void;
  /** Does what no frame has time for, when a movement has ended. */
  settle?(): void;
  /** The session is given back. */
  end?(): void;
}

/** A control of a knob: a row whose `data-key` is the knob's key. */
export type Control = HTMLElement & { /** Shows the knob as it is now. */ refresh(): void };

/** What is loaded only when it is asked for. */
export interface Parts {
  'embed-dialog': Pick<typeof import('./embed-dialog.js'), 'embed'>;
  measure: Pick<typeof import('./measure.js'), 'measure'>;
  offer: Pick<typeof import('./offer.js'), 'offerPicture' | 'offerText'>;
  'training/view': Pick<typeof import('./training/view.js'), 'TrainingView' | 'runOf'>;
}

type Method = (...args: never[]) => unknown;

/** The names of an object's methods. */
type Methods<Subject> = { [Name in keyof Subject]: Subject[Name] extends Method ? Name : never }[keyof Subject & string];

/** An object of the trainer's package that works elsewhere: in a worker, or here in slices. */
export interface Channel<Subject> {
  readonly where: 'worker' | 'blob' | 'page';
  /** Calls a method. Calls are answered in turn. */
  call<Name extends Methods<Subject>>(
    name: Name,
    ...args: Subject[Name] extends (...args: infer Arguments) => unknown ? Arguments : never
  ): Promise<Subject[Name] extends (...args: never[]) => infer Result ? Result : never>;
  close(): void;
}

/** What `ghm-change` carries. */
export interface Change {
  figure: string;
  state: string;
}

declare global {
  /** Set by the script of `parts.js`. */
  var ghmParts: Parts | undefined;
  /** Files that came as scripts: gzip in base64. */
  var ghmFiles: Record<string, string> | undefined;

  interface HTMLElementTagNameMap {
    'ghm-figure': GhmFigure;
  }

  interface HTMLElementEventMap {
    'ghm-ready': CustomEvent<null>;
    'ghm-change': CustomEvent<Change>;
    'ghm-error': CustomEvent<{ message: string }>;
    'ghm-fit': CustomEvent<null>;
  }

  interface Navigator {
    /** Not in every browser. */
    readonly userAgentData?: { brands: { brand: string; version: string }[] };
  }
}
