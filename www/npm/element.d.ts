/** A knob's value: a number, or the name of a choice. */
export type Value = number | string;

/** What `ghm-change` carries. */
export interface Change {
  /** The figure's name. */
  figure: string;
  /** The knobs that differ from their defaults, as a query string. */
  state: string;
}

/**
 * A live figure. Its attributes are the parameters of a frame's address: `name`, each knob, and
 * `controls`, `lock`, `text`, `theme` and `lang`. Each knob is a property, too.
 *
 * Bubbling events: `ghm-ready`; `ghm-change`, when a movement has ended; `ghm-error`, when the
 * engine can't start and the children stand for the figure.
 */
export class GhmFigure extends HTMLElement {
  /** The attribute `name`. */
  name: string;
  /** The figure that it shows: the first one, if there is none of its name. */
  readonly figure: string;
  /** Its title, once it lives. */
  readonly heading: string;
  /** The knobs that differ from their defaults, as a query string. */
  state: string;
  /** CSS pixels that the whole figure fills in height, as far as it can; none: as high as suits it. */
  room: number | undefined;
  /** A knob's value. */
  value(knob: string): Value | undefined;
  /** Sets knobs, such as `{ bins: 10, mu: 0.04 }`; what can't be taken is noted under the figure. */
  set(values: Record<string, Value>): void;

  bins: Value;
  momentum: Value;
  mu: Value;
  delta: Value;
  gamma: Value;
  rbins: Value;
  rmomentum: Value;
  /** Eight gradient norms: `'0.1,0.2,…'`. */
  hand: Value;
  hbins: Value;
  convention: Value;
  start: Value;
  empty: Value;
  edge: Value;
  scope: Value;
  data: Value;
  mask: Value;
  n: Value;
  seed: Value;
  trained: Value;
  step: Value;
  batch: Value;
  objects: Value;
  missing: Value;
  false: Value;
  prior: Value;
  boxes: Value;
  budget: Value;
  /** Outliers of the figure `twin`. */
  outliers: Value;
  wrong: Value;
  wrongx: Value;
  wrongy: Value;
  curve: Value;
  axis: Value;
  paper: Value;
}

declare global {
  interface HTMLElementTagNameMap {
    'ghm-figure': GhmFigure;
  }
  interface HTMLElementEventMap {
    'ghm-ready': CustomEvent;
    'ghm-change': CustomEvent<Change>;
    'ghm-error': CustomEvent<{ message: string }>;
  }
}
