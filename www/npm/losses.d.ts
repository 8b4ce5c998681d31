/** What a loss can be told. */
export interface LossOptions {
  /** Unit regions, 1 to 65536; 30 for GHM-C, 10 for GHM-R. */
  bins?: number;
  /** Of the moving average of the counts, from 0 to below 1; 0.75 for GHM-C, 0.7 for GHM-R. */
  momentum?: number;
  /** Where the average starts: from zero as mmdet does, from the first batch, or from zero and corrected for it. */
  start?: 'zero' | 'first' | 'corrected';
  /** Whether an empty region's average holds its value as in mmdet, or decays. */
  empty?: 'hold' | 'decay';
  /** Weights as in the code, by the regions that are filled, or as in the paper, by all. */
  convention?: 'code' | 'paper';
  /** Factor of loss and gradient; 1. */
  weight?: number;
  /** Goes on from an average that `save()` gave. */
  average?: SavedAverage;
}

/** The moving average in numbers that JSON takes. */
export interface SavedAverage {
  /** Whose it is: `GhmC` or `GhmR`. */
  loss: string;
  /** The average of each region, without correction for its start. */
  values: number[];
  /** How many batches each region's average has taken in. */
  updates: number[];
}

/** What `save()` gives: options of a loss that goes on from here. */
export interface Saved extends Required<LossOptions> {
  /** Of GHM-R alone. */
  mu?: number;
}

/** Arrays of yours that a step writes into, of the batch's length. */
export interface Into {
  weights?: Float32Array;
  gradient?: Float32Array;
}

/** What a step can be told. */
export interface StepOptions {
  into?: Into;
}

/** What is already known of a result. */
export interface Numbers extends Into {
  loss: number;
  counts?: Float64Array;
  average?: Float64Array | null;
}

/**
 * What one step computed. An array is copied when it is first read, is yours, and later steps don't change it; only what
 * was written `into` an array of yours is that array. What hasn't been read by the next step can't be read any more, which
 * costs nothing: `keep()` copies all of it. A loss that was made with numbers in their order keeps every result itself.
 */
export class LossStep {
  private constructor();
  /** The loss. */
  readonly loss: number;
  /** Weight of each example; 0 where it is masked. */
  readonly weights: Float32Array;
  /** Derivative of the loss with respect to each prediction, with the weights held constant. */
  readonly gradient: Float32Array;
  /** Examples in each unit region. */
  readonly counts: Float64Array;
  /** Moving average of the counts; null without momentum. */
  readonly average: Float64Array | null;
  /** Copies what hasn't been read yet, so that it stays. */
  keep(): this;
  /** Lets go of the result: reading fails from here on. */
  free(): void;
  [Symbol.dispose](): void;
}

/** Numbers of a batch. Of an array that isn't a Float32Array they are rounded to single precision. */
export type Numeric =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Int32Array
  | Uint32Array
  | readonly number[];

/** GHM-C: the classification loss on logits. */
export class GhmC {
  /** A fresh loss; by default 30 bins and momentum .75. Throws if an option is unknown or out of its range. */
  constructor(bins?: number | null, momentum?: number | null);
  constructor(options: LossOptions);
  /**
   * One step on a batch: logits, targets in 0 to 1, and a mask (valid where above 0), of the same length. Throws on
   * bad input; the moving average then stays as it was.
   */
  step(
    logits: Numeric,
    targets: Numeric | readonly boolean[],
    mask?: Numeric | readonly boolean[] | null,
    options?: StepOptions,
  ): LossStep;
  /** The options and the average, as a plain object that survives JSON. `new GhmC(saved)` goes on from there. */
  save(): Saved;
  /** Goes on from a saved average. Throws if bins, momentum, start or empty were others. */
  restore(saved: Saved): void;
  /** Gives the memory back. Of results, what has been read or kept stays. */
  free(): void;
  [Symbol.dispose](): void;
}

/** GHM-R: the regression loss on box offsets. */
export class GhmR {
  /** A fresh loss; by default mu .02, 10 bins and momentum .7. Throws if an option is unknown or out of its range. */
  constructor(mu?: number | null, bins?: number | null, momentum?: number | null);
  constructor(options: LossOptions & { mu?: number });
  /**
   * One step on a batch: predictions, targets, and a mask (valid where above 0), of the same length. Throws on bad
   * input; the moving average then stays as it was.
   */
  step(
    predictions: Numeric,
    targets: Numeric,
    mask?: Numeric | readonly boolean[] | null,
    options?: StepOptions,
  ): LossStep;
  /** The options and the average, as a plain object that survives JSON. `new GhmR(saved)` goes on from there. */
  save(): Saved;
  /** Goes on from a saved average. Throws if mu, bins, momentum, start or empty were others. */
  restore(saved: Saved): void;
  /** Gives the memory back. Of results, what has been read or kept stays. */
  free(): void;
  [Symbol.dispose](): void;
}
