/** A language of the page. */
export type Language = 'en' | 'zh';

/** What all knobs have in common. */
interface AnyKnob {
  /** Its name in addresses and attributes. */
  key: string;
  /** Its name for the reader. */
  label: string;
  /** Its symbol in formulas; empty if it has none. */
  symbol: string;
  /** Whether a running training begins anew when it moves; absent if no training depends on it. */
  restarts?: boolean;
}

/** A knob with a number from `min` to `max`. */
export interface NumberKnob extends AnyKnob {
  min: number;
  max: number;
  step: number;
}

/** A knob with a menu: one of its options. */
export interface ChoiceKnob extends AnyKnob {
  options: { value: string; label: string }[];
}

/** A knob with boxes to tick: one to `most` of them. */
export interface ListKnob extends ChoiceKnob {
  most: number;
}

/** Any knob. One with neither `min` nor `options` is set by a line of text. */
export type Knob = NumberKnob | ChoiceKnob | ListKnob | AnyKnob;

/** A value at the cursor. */
export interface ReadoutItem {
  name: string;
  value: string;
  /** The colour of its series, as CSS has it. */
  colour?: string;
}

/** An entry of a legend: a filled box, or a line of a width and dash. */
export interface LegendItem {
  name: string;
  colour: string;
  filled: boolean;
  width: number;
  /** As SVG's `stroke-dasharray` has it. */
  dash?: string;
}

/** A table of a figure's numbers, as texts: each row has a cell for each column. */
export interface Table {
  /** Empty if the figure's own title says it. */
  title: string;
  columns: string[];
  rows: string[][];
}

/** What became of a prediction. */
export interface Verdict {
  /** Right, a guess that is not far off, wrong, or without a verdict in the present state. */
  grade: 'yes' | 'near' | 'no' | 'none';
  /** The right choice, where there are choices. */
  answer?: string;
  /** The number that decides which answer is right, as text; or a sentence. */
  value: string;
  /** Whether `value` is a sentence. */
  says: boolean;
  /** Whether a figure shows the answer. */
  drawn: boolean;
}

/** What sorted examples of the reader's are. */
export type FilePart = 'all' | 'positives' | 'batch' | 'offsets';

/** Data that the state asks for and that are not here yet. */
export type Missing = 'noisy' | 'clean' | 'detector' | 'file';

/** What dragging in a figure changes; empty if nothing. */
export type Touch = 'example' | 'batches' | 'outliers' | '';

/** What a figure has buttons for. */
export type Action = 'play' | 'measure' | 'measure-at-rest' | 'train' | 'harmonize';

/** What a figure shows of A, which is pinned, and of B, the present state. */
export interface Versus {
  /** The settings that differ and change the figure, as the reader sees them. */
  knobs: { label: string; a: string; b: string }[];
  /** Whether anything of A's is there: what was trained under its settings may not be. */
  drawn: boolean;
  /** Of each panel, where a line of B's is farthest from A's. */
  differences: { panel: string; name: string; along: string; x: string; a: string; b: string }[];
}
