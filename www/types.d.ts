// Types that several modules share, and what the page adds to the browser's own.

import type { FilePart, Language } from '../pkg/explainer.js';
import type { GhmFigure } from './ghm-figure.js';
import type { Session } from './session.js';

/** The engine's package, in either build. */
export type Module = Pick<typeof import('../pkg/explainer.js'), 'default' | 'Engine' | 'FileIntake' | 'Recording' | 'texts'>;

/** The losses, in either build. */
export type Losses = typeof import('../pkg/losses/losses.js');

/** The trainer's package. */
export type Trainer = typeof import('../pkg/trainer/trainer.js');

/** The reader's package. */
export type ReaderModule = typeof import('../pkg/reader/reader.js');

/** A file's first rows, as they were written. */
export interface Preview {
  names: string[];
  rows: string[][];
}

/** What files were taken for: `told.rs` of the crate `reader` writes it. */
export interface FileReport {
  examples: number;
  ignored: number;
  /** null where that is unknown. */
  positives: number | null;
  classes: number;
  batches: number;
  /** Columns and arrays of all files. */
  columns: { file: string; name: string; role: string | null; shape: number[] | null }[];
  /** Conversions, and what was left out: sentences. */
  notes: string[];
  preview: Preview;
  parts: { kind: FilePart; length: number; positives: number | null; soft: boolean }[];
}

/** Something that was found: the crate `diagnosis` writes it, with its numbers by name. */
export interface Finding {
  name: string;
  severity: 'error' | 'warning' | 'note' | 'fine';
  /** The sentence in English, and in Chinese. */
  text: string;
  zh: string;
  /** The figure that shows it, and the knobs that bring it there. */
  figure: { name: string; knobs: Record<string, string> };
}

/** All that was found. */
export interface Found {
  findings: Finding[];
  suggestion: { bins: number | null; momentum: number | null; start: string | null; mu: number | null; why: string; zh: string };
  unknown: { name: string; text: string; zh: string }[];
}

/** Whether to switch to GHM-C: `json.rs` of the crate `diagnosis` writes it. */
export interface Decided {
  verdict: 'switch' | 'stay' | 'either' | 'turns';
  /** The sentence in English, and in Chinese. */
  text: string;
  zh: string;
  /** What was measured nearest. */
  near: {
    text: string;
    zh: string;
    verdict: 'switch' | 'stay' | 'either';
    /** Mean and deviation of the average precision. */
    measured: Record<'ce' | 'focal' | 'ghm', string>;
  }[];
  limits: { text: string; zh: string }[];
}

/** Why files were not read. */
export interface Refusal {
  /** A sentence. */
  refused: string;
  file: string | null;
  /** What can be chosen, so that they are read. */
  ask: 'values' | 'columns' | 'classes' | 'first' | 'ignore' | null;
  /** Names of columns or arrays to choose from. */
  names: string[] | null;
  preview: Preview | null;
}

/** Either language of the page. */
export type { Language };

/** A knob's value: a number, the name of a choice, or a line of text. */
export type Value = number | string;

/** Something that shows a session's state. */
export interface View {
  /** Draws what is stale: called once a frame after a change. Returns true if it drew and its words can wait. */
  draw?(): boolean;
  /** Writes the words that are stale, soon after a change. */
  tell(): void;
  /** Does, when a movement has ended, what takes too long for a frame. */
  settle?(): void;
  /** Whether it moves by itself at present. */
  playing?: boolean;
  /** Called when the session is freed. */
  end?(): void;
  /** Called when the engine has ended: nothing moves any more. */
  ended?(why: string): unknown;
  /** Called when another engine has taken its place. */
  revived?(): void;
}

/** A control of a knob: a row whose `data-key` is the knob's key. */
export type Control = HTMLElement & { /** Shows the knob as it is now. */ refresh(): void };

/** What the menu of a figure works on. */
export interface MenuPlace {
  element: GhmFigure;
  session: Session;
  table: HTMLDetailsElement;
  described: HTMLElement;
  /** Shows what went wrong, or what was done. */
  notes: Pick<import('./figure/notes.js').Notes, 'say' | 'tell'>;
  /** Where the site's files, frames and pictures are. */
  site: Pick<typeof import('./load.js'), 'address' | 'frameAddress' | 'poster'> & { /** The session that the page's figures share. */ page(): Promise<Session> };
}

/** What is loaded only when it is asked for. */
export interface Parts {
  article: Pick<typeof import('./article.js'), 'article'>;
  'embed-dialog': Pick<typeof import('./embed-dialog.js'), 'embed'>;
  'figure/again': Pick<typeof import('./figure/again.js'), 'offerAgain'>;
  'figure/axes': Pick<typeof import('./figure/axes.js'), 'shareAxes'>;
  'figure/tools': Pick<typeof import('./figure/tools.js'), 'items'>;
  'file/view': Pick<typeof import('./file/view.js'), 'FileView'>;
  measure: Pick<typeof import('./measure.js'), 'atRest' | 'measure'>;
  'question/ask': Pick<typeof import('./question/ask.js'), 'ask'>;
  'training/channel': Pick<typeof import('./training/channel.js'), 'open' | 'openAfter'>;
  'training/twin': Pick<typeof import('./training/twin.js'), 'letDrag' | 'work'>;
  'training/view': Pick<typeof import('./training/view.js'), 'TrainingView' | 'runOf'>;
  versus: Pick<typeof import('./versus.js'), 'compare'>;
}

type Method = (...args: never[]) => unknown;

/** The names of an object's methods. */
type Methods<Subject> = { [Name in keyof Subject]: Subject[Name] extends Method ? Name : never }[keyof Subject & string];

/** A way to call an object of the trainer's or the reader's package, which runs in a worker, or in the page in slices. */
export interface Channel<Subject> {
  readonly where: 'worker' | 'blob' | 'page';
  /** Calls a method. Calls are answered in turn. */
  call<Name extends Methods<Subject>>(
    name: Name,
    ...args: Subject[Name] extends (...args: infer Arguments) => unknown ? Arguments : never
  ): Promise<Subject[Name] extends (...args: never[]) => infer Result ? Result : never>;
  close(): void;
}

/** The `detail` of `ghm-change`. */
export interface Change {
  figure: string;
  state: string;
}

/** The `detail` of `ghm-answer`. */
export interface Answer {
  figure: string;
  question: string;
  answer: string;
  right: boolean | null;
  state: string;
}

declare global {
  /** Set by the script of `parts.js`. */
  var ghmParts: (Partial<Parts> & { /** The whole engine's glue, which its own script sets. */ engine?: Module }) | undefined;
  /** Set by start.js: what it has asked for, by path. */
  var ghmAsked: Map<string, Promise<Response>> | undefined;
  /** Files that came as scripts: gzip in base64. */
  var ghmFiles: Record<string, string> | undefined;

  interface HTMLElementTagNameMap {
    'ghm-figure': GhmFigure;
  }

  interface HTMLElementEventMap {
    'ghm-ready': CustomEvent<null>;
    'ghm-change': CustomEvent<Change>;
    'ghm-answer': CustomEvent<Answer>;
    'ghm-error': CustomEvent<{ message: string }>;
    'ghm-fit': CustomEvent<null>;
  }

  interface Navigator {
    /** Not in every browser. */
    readonly userAgentData?: { brands: { brand: string; version: string }[] };
  }
}
