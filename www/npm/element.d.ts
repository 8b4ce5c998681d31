/** A live figure. Its attributes are the keys of the page's address: `bins`, `momentum`, `mu` and the others. */
export class GhmFigure extends HTMLElement {
  /** The figure's name, as the attribute `name` gives it. */
  readonly name: string;
}

declare global {
  interface HTMLElementTagNameMap {
    'ghm-figure': GhmFigure;
  }
}
