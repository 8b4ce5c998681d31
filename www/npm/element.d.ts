// Written by `cargo xtask generate` from crate/explainer/src/registry.rs. Don't edit it.

/** The figures by name. */
export type FigureName =
  | 'distribution'
  | 'harmonize'
  | 'hand'
  | 'gradient'
  | 'contribution'
  | 'weights'
  | 'regions'
  | 'speed'
  | 'momentum'
  | 'asl1'
  | 'offsets'
  | 'box-gradient'
  | 'detector'
  | 'twin'
  | 'calibration'
  | 'mu';

/** The knobs and their values. */
export interface Knobs {
  /** bins (M): 1 to 200, whole. Default: `30`. */
  bins: number;
  /** momentum (α): 0 to 0.99. Default: `0.75`. */
  momentum: number;
  /** mu (μ): 0.001 to 1. Default: `0.02`. */
  mu: number;
  /** delta of SL1 (δ): 0.01 to 1. Default: `0.1111`. */
  delta: number;
  /** gamma of focal loss (γ): 0 to 5. Default: `2`. */
  gamma: number;
  /** alpha of focal loss (α): 0 to 1. Default: `0.25`. */
  falpha: number;
  /** share that OHEM keeps: 0.001 to 1. Default: `0.03`. */
  kept: number;
  /** alpha of class balance (α): 0 to 1. Default: `0.75`. */
  alpha: number;
  /** gamma of positives, asymmetric loss (γ+): 0 to 5. Default: `0`. */
  gpos: number;
  /** gamma of negatives, asymmetric loss (γ−): 0 to 8. Default: `4`. */
  gneg: number;
  /** margin of the asymmetric loss (m): 0 to 0.5. Default: `0.05`. */
  margin: number;
  /** bins of GHM-R (M): 1 to 200, whole. Default: `10`. */
  rbins: number;
  /** momentum of GHM-R (α), only in `detector`: 0 to 0.99. Default: `0.7`. */
  rmomentum: number;
  /** alpha of balanced L1 (α): 0.05 to 1. Default: `0.5`. */
  balpha: number;
  /** gamma of balanced L1 (γ): 0.5 to 3. Default: `1.5`. */
  bgamma: number;
  /** gradient norms (g), only in `hand`: 8 numbers from 0 to 1. Default: `0.02,0.05,0.08,0.13,0.35,0.62,0.91,0.97`. */
  hand: string;
  /** bins (M), only in `hand`: 1 to 20, whole. Default: `5`. */
  hbins: number;
  /**
   * weights as in: `code`, `paper`, `average`. Default: `code`.
   * - `code`: the code: N / (S n)
   * - `paper`: the paper: N / (S M)
   * - `average`: copies: n filled in the average
   */
  convention: 'code' | 'paper' | 'average';
  /**
   * average starts at: `zero`, `first`, `corrected`. Default: `zero`.
   * - `zero`: zero, as the code
   * - `first`: the first batch
   * - `corrected`: zero, corrected
   */
  start: 'zero' | 'first' | 'corrected';
  /**
   * an empty region’s average: `hold`, `decay`. Default: `hold`.
   * - `hold`: holds, as the code
   * - `decay`: decays, as the paper
   */
  empty: 'hold' | 'decay';
  /**
   * an example at g = 1: `closed`, `half`. Default: `closed`.
   * - `closed`: in the last region, as the code
   * - `half`: in none: half precision
   */
  edge: 'closed' | 'half';
  /**
   * one call for, only in `momentum`: `batch`, `levels`, `gpus`. Default: `batch`.
   * - `batch`: the whole batch
   * - `levels`: each of 5 pyramid levels
   * - `gpus`: each of 8 GPUs
   */
  scope: 'batch' | 'levels' | 'gpus';
  /**
   * in half precision, only in `weights`: `single`, `amp`, `half`. Default: `single`.
   * - `single`: nothing
   * - `amp`: the predictions, as under AMP
   * - `half`: everything
   */
  precision: 'single' | 'amp' | 'half';
  /**
   * losses: at most 5 of `ce`, `focal`, `ghm`, `ohem`, `balanced`, `asymmetric`. Default: `ce,focal,ghm`.
   * - `ce`: cross-entropy
   * - `focal`: focal loss
   * - `ghm`: GHM-C
   * - `ohem`: OHEM
   * - `balanced`: class-balanced cross-entropy
   * - `asymmetric`: asymmetric loss
   */
  losses: string;
  /**
   * box losses: at most 5 of `sl1`, `asl1`, `ghm-r`, `l1`, `balanced-l1`. Default: `sl1,asl1,ghm-r`.
   * - `sl1`: SL1
   * - `asl1`: ASL1
   * - `ghm-r`: GHM-R
   * - `l1`: L1
   * - `balanced-l1`: balanced L1
   */
  boxlosses: string;
  /**
   * divided by: `own`, `positives`, `examples`. Default: `own`.
   * - `own`: each loss’s own
   * - `positives`: positives
   * - `examples`: examples
   */
  divisor: 'own' | 'positives' | 'examples';
  /** from cross-entropy to GHM-C, only in `harmonize`: 0 to 1. Default: `0`. */
  harmonize: number;
  /**
   * examples: `noisy`, `clean`, `converged`, `early`, `uniform`, `outlier-heavy`, `all-easy`, `detector`, `file`. Default: `noisy`.
   * - `noisy`: detector, noisy labels
   * - `clean`: detector, clean labels
   * - `converged`: preset: converged
   * - `early`: preset: early training
   * - `uniform`: preset: uniform
   * - `outlier-heavy`: preset: many outliers
   * - `all-easy`: preset: all easy
   * - `detector`: the detector in training
   * - `file`: your own file
   */
  data: 'noisy' | 'clean' | 'converged' | 'early' | 'uniform' | 'outlier-heavy' | 'all-easy' | 'detector' | 'file';
  /**
   * mask is 1 for: `valid`, `all`, `positives`. Default: `valid`.
   * - `valid`: positives and negatives
   * - `all`: every anchor, ignored ones too
   * - `positives`: positives alone
   */
  mask: 'valid' | 'all' | 'positives';
  /** number of examples (N): 100 to 4000000, whole. Default: `100000`. */
  n: number;
  /** seed: 0 to 4294967295, whole. Default: `1`. */
  seed: number;
  /**
   * trained with: `ce`, `focal`, `ghm`. Default: `ce`.
   * - `ce`: cross-entropy
   * - `focal`: focal loss
   * - `ghm`: GHM-C
   */
  trained: 'ce' | 'focal' | 'ghm';
  /** training step (t): 0 to 2400, whole. Default: `2400`. */
  step: number;
  /** batch (t), only in `momentum`: 1 to 120, whole. Default: `60`. */
  batch: number;
  /** digits in a scene, only in `detector`: 0.05 to 3. Default: `0.5`. */
  objects: number;
  /** boxes that are missing, only in `detector`: 0 to 0.9. Default: `0`. */
  missing: number;
  /** scenes with a false box, only in `detector`: 0 to 0.9. Default: `0`. */
  false: number;
  /** first probability (π), only in `detector`: 0.001 to 0.9. Default: `0.01`. */
  prior: number;
  /**
   * box loss, only in `detector`: `sl1`, `asl1`, `ghm-r`, `l1`, `balanced-l1`. Default: `sl1`.
   * - `sl1`: SL1
   * - `asl1`: ASL1
   * - `ghm-r`: GHM-R
   * - `l1`: L1
   * - `balanced-l1`: balanced L1
   */
  boxes: 'sl1' | 'asl1' | 'ghm-r' | 'l1' | 'balanced-l1';
  /** steps in all, only in `detector`: 50 to 10000, whole. Default: `800`. */
  budget: number;
  /** outliers (k), only in `twin`: 0 to 1000, whole. Default: `30`. */
  outliers: number;
  /**
   * wrong labels, only in `twin`: `positive`, `negative`, `turned`. Default: `positive`.
   * - `positive`: positives among easy negatives
   * - `negative`: negatives among positives
   * - `turned`: turned at random, anywhere
   */
  wrong: 'positive' | 'negative' | 'turned';
  /** outliers’ place (x), only in `twin`: -3 to 6.5. Default: `0.2`. */
  wrongx: number;
  /** outliers’ place (y), only in `twin`: -3 to 3. Default: `-1.3`. */
  wrongy: number;
  /**
   * curve over 5 seeds, only in `twin`: `off`, `on`. Default: `off`.
   * - `off`: hide
   * - `on`: show
   */
  curve: 'off' | 'on';
  /**
   * vertical axis: `log`, `linear`. Default: `log`.
   * - `log`: logarithmic
   * - `linear`: linear
   */
  axis: 'log' | 'linear';
  /**
   * points of the paper’s figure: `off`, `on`. Default: `off`.
   * - `off`: hide
   * - `on`: show
   */
  paper: 'off' | 'on';
}

/** The knobs by key. */
export type KnobName = keyof Knobs;

/** What each knob takes: its value as text, too, and a list as an array. */
export interface KnobInputs {
  bins: number | string;
  momentum: number | string;
  mu: number | string;
  delta: number | string;
  gamma: number | string;
  falpha: number | string;
  kept: number | string;
  alpha: number | string;
  gpos: number | string;
  gneg: number | string;
  margin: number | string;
  rbins: number | string;
  rmomentum: number | string;
  balpha: number | string;
  bgamma: number | string;
  hand: string | readonly number[];
  hbins: number | string;
  convention: Knobs['convention'] | (string & {});
  start: Knobs['start'] | (string & {});
  empty: Knobs['empty'] | (string & {});
  edge: Knobs['edge'] | (string & {});
  scope: Knobs['scope'] | (string & {});
  precision: Knobs['precision'] | (string & {});
  losses: string | readonly ('ce' | 'focal' | 'ghm' | 'ohem' | 'balanced' | 'asymmetric')[];
  boxlosses: string | readonly ('sl1' | 'asl1' | 'ghm-r' | 'l1' | 'balanced-l1')[];
  divisor: Knobs['divisor'] | (string & {});
  harmonize: number | string;
  data: Knobs['data'] | (string & {});
  mask: Knobs['mask'] | (string & {});
  n: number | string;
  seed: number | string;
  trained: Knobs['trained'] | (string & {});
  step: number | string;
  batch: number | string;
  objects: number | string;
  missing: number | string;
  false: number | string;
  prior: number | string;
  boxes: Knobs['boxes'] | (string & {});
  budget: number | string;
  outliers: number | string;
  wrong: Knobs['wrong'] | (string & {});
  wrongx: number | string;
  wrongy: number | string;
  curve: Knobs['curve'] | (string & {});
  axis: Knobs['axis'] | (string & {});
  paper: Knobs['paper'] | (string & {});
}

/** Knobs to set. */
export type Settings = Partial<KnobInputs>;

/** Knobs in markup: a number may be written as text. */
export type KnobAttributes = {
  [K in KnobName]?: number extends Knobs[K]
    ? number | `${number}`
    : string extends Knobs[K]
      ? KnobInputs[K]
      : Knobs[K];
};

/** What `<ghm-figure>` takes in markup, besides `shared` and what every element takes. */
export interface FigureAttributes extends KnobAttributes {
  /** Which figure; without it, the first. */
  name?: FigureName;
  /** The knobs that have a control; without it `auto`, those that the figure has in the article. Keys with commas between, or `auto`, `all`, `none`. */
  controls?: 'auto' | 'all' | 'none' | (string & {});
  /** The knobs that the reader can't move; of these a control shows only if `controls` names it. Keys with commas between, or `none`. */
  lock?: 'none' | (string & {});
  /** The parts that show around the plots; without it, all. Some of `title`, `caption`, `legend`, `readout`, `table`, `tools`, with commas between, or `none`. */
  text?: string;
  /** The colours; without it `auto`, those of the page around it. */
  theme?: 'auto' | 'light' | 'dark';
  /** How many times as large as usual all text is, such as `2` on a slide. */
  scale?: number | `${number}`;
  /** The settings A that are drawn behind the present ones, such as `bins:10_mu:0.1`, or `default`. */
  pinned?: string;
  /** The `id` of another figure of the same name: both then have common axes. */
  'axes-with'?: string;
  /** A question to answer in the figure. A prediction of the article (`crowd`, `loneliest`, `outliers`, `shape`, `bins`, `first-loss`, `offset`, `crossover`, `flat`), or a question of one's own as JSON, see the README. */
  question?: 'crowd' | 'loneliest' | 'outliers' | 'shape' | 'bins' | 'first-loss' | 'offset' | 'crossover' | 'flat' | (string & {});
}

/** The parameters of a frame's address, which its messages set, too. */
export interface FrameParameters extends Settings {
  /** Which figure; without it, the first. */
  figure?: FigureName;
  /** The knobs that have a control; without it `auto`, those that the figure has in the article. Keys with commas between, or `auto`, `all`, `none`. */
  controls?: 'auto' | 'all' | 'none' | (string & {});
  /** The knobs that the reader can't move; of these a control shows only if `controls` names it. Keys with commas between, or `none`. */
  lock?: 'none' | (string & {});
  /** The parts that show around the plots; without it, all. Some of `title`, `caption`, `legend`, `readout`, `table`, `tools`, with commas between, or `none`. */
  text?: string;
  /** The colours; without it `auto`, those of the page around it. */
  theme?: 'auto' | 'light' | 'dark';
  /** How many times as large as usual all text is, such as `2` on a slide. */
  scale?: number | `${number}`;
  /** `en` or `zh`; without it, the language of the page around it, and English where that is neither. */
  lang?: string;
  /** The settings A that are drawn behind the present ones, such as `bins:10_mu:0.1`, or `default`. */
  pinned?: string;
  /** A question to answer in the figure. A prediction of the article (`crowd`, `loneliest`, `outliers`, `shape`, `bins`, `first-loss`, `offset`, `crossover`, `flat`), or a question of one's own as JSON, see the README. */
  question?: 'crowd' | 'loneliest' | 'outliers' | 'shape' | 'bins' | 'first-loss' | 'offset' | 'crossover' | 'flat' | (string & {});
  /** Hides the figure until its question is answered. */
  cover?: string;
}

/** What `ghm-change` carries. */
export interface Change {
  /** The figure's name. */
  figure: FigureName;
  /** The knobs that differ from their defaults, and what is pinned, as a query string. */
  state: string;
}

/** What `ghm-answer` carries. */
export interface Answer {
  /** The figure's name. */
  figure: FigureName;
  /** The prediction's name, or what a question of one's own asks. */
  question: string;
  /** The answer: a number, a free text, the text of a choice, or the key of a prediction's choice. */
  answer: string;
  /** Whether it was right: null if that is not judged, or can't be in this state. */
  right: boolean | null;
  /** The knobs that differ from their defaults, and what is pinned, as a query string. */
  state: string;
}

/** What `ghm-error` carries. */
export interface Failure {
  /** What went wrong. */
  message: string;
}

/** The events of `<ghm-figure>`; all of them bubble. */
export interface GhmFigureEventMap {
  /** The figure lives. */
  'ghm-ready': CustomEvent<null>;
  /** Knobs have changed, and the movement has ended. */
  'ghm-change': CustomEvent<Change>;
  /** The reader has answered the figure's question. */
  'ghm-answer': CustomEvent<Answer>;
  /** The engine can't start; the element's children stand for the figure. */
  'ghm-error': CustomEvent<Failure>;
}

/**
 * `<ghm-figure>`: one live figure. Its children stand for it until it lives, and stay if it can't.
 *
 * A knob is `undefined` until the figure lives, unless it was set.
 */
export class GhmFigure extends HTMLElement {
  /** The attribute `name`. */
  name: string;
  /** The figure that it shows: the first one, if there is none of its name. */
  readonly figure: FigureName;
  /** The figure's title in its language; empty until it lives. */
  readonly heading: string;
  /** The knobs that differ from their defaults, and what is pinned, as a query string. Knobs that a new one doesn't name go back to their defaults. */
  state: string;
  /** The settings A that are drawn behind the present ones, such as `bins:10_mu:0.1`; empty if nothing is pinned. */
  pinned: string;
  /** The answer to its question; set before the figure lives, it shows as given. */
  answer: string | undefined;
  /** The attribute `controls`, which may be given as an array, too; `undefined` takes it away. */
  controls: string;
  /** The attribute `lock`, in the same way. */
  lock: string;
  /** The attribute `text`, in the same way. */
  text: string;
  /** The attribute `theme`. */
  theme: string;
  /** The attribute `scale`. */
  scale: number | string;
  /** The attribute `axes-with`. */
  axesWith: string;
  /** Height in CSS pixels that the whole figure fills as far as it can; if undefined, it is as high as suits it. */
  room: number | undefined;
  /** A knob's value; undefined until the figure lives, unless it was set. */
  value<K extends KnobName>(knob: K): Knobs[K] | undefined;
  /** Sets knobs, such as `{ bins: 10, mu: 0.04 }`. A note under the figure says what could not be taken. */
  set(values: Settings): void;
  /** bins (M): 1 to 200, whole. Default: `30`. */
  get bins(): Knobs['bins'] | undefined;
  set bins(value: KnobInputs['bins']);
  /** momentum (α): 0 to 0.99. Default: `0.75`. */
  get momentum(): Knobs['momentum'] | undefined;
  set momentum(value: KnobInputs['momentum']);
  /** mu (μ): 0.001 to 1. Default: `0.02`. */
  get mu(): Knobs['mu'] | undefined;
  set mu(value: KnobInputs['mu']);
  /** delta of SL1 (δ): 0.01 to 1. Default: `0.1111`. */
  get delta(): Knobs['delta'] | undefined;
  set delta(value: KnobInputs['delta']);
  /** gamma of focal loss (γ): 0 to 5. Default: `2`. */
  get gamma(): Knobs['gamma'] | undefined;
  set gamma(value: KnobInputs['gamma']);
  /** alpha of focal loss (α): 0 to 1. Default: `0.25`. */
  get falpha(): Knobs['falpha'] | undefined;
  set falpha(value: KnobInputs['falpha']);
  /** share that OHEM keeps: 0.001 to 1. Default: `0.03`. */
  get kept(): Knobs['kept'] | undefined;
  set kept(value: KnobInputs['kept']);
  /** alpha of class balance (α): 0 to 1. Default: `0.75`. */
  get alpha(): Knobs['alpha'] | undefined;
  set alpha(value: KnobInputs['alpha']);
  /** gamma of positives, asymmetric loss (γ+): 0 to 5. Default: `0`. */
  get gpos(): Knobs['gpos'] | undefined;
  set gpos(value: KnobInputs['gpos']);
  /** gamma of negatives, asymmetric loss (γ−): 0 to 8. Default: `4`. */
  get gneg(): Knobs['gneg'] | undefined;
  set gneg(value: KnobInputs['gneg']);
  /** margin of the asymmetric loss (m): 0 to 0.5. Default: `0.05`. */
  get margin(): Knobs['margin'] | undefined;
  set margin(value: KnobInputs['margin']);
  /** bins of GHM-R (M): 1 to 200, whole. Default: `10`. */
  get rbins(): Knobs['rbins'] | undefined;
  set rbins(value: KnobInputs['rbins']);
  /** momentum of GHM-R (α), only in `detector`: 0 to 0.99. Default: `0.7`. */
  get rmomentum(): Knobs['rmomentum'] | undefined;
  set rmomentum(value: KnobInputs['rmomentum']);
  /** alpha of balanced L1 (α): 0.05 to 1. Default: `0.5`. */
  get balpha(): Knobs['balpha'] | undefined;
  set balpha(value: KnobInputs['balpha']);
  /** gamma of balanced L1 (γ): 0.5 to 3. Default: `1.5`. */
  get bgamma(): Knobs['bgamma'] | undefined;
  set bgamma(value: KnobInputs['bgamma']);
  /** gradient norms (g), only in `hand`: 8 numbers from 0 to 1. Default: `0.02,0.05,0.08,0.13,0.35,0.62,0.91,0.97`. */
  get hand(): Knobs['hand'] | undefined;
  set hand(value: KnobInputs['hand']);
  /** bins (M), only in `hand`: 1 to 20, whole. Default: `5`. */
  get hbins(): Knobs['hbins'] | undefined;
  set hbins(value: KnobInputs['hbins']);
  /** weights as in: `code`, `paper`, `average`. Default: `code`. */
  get convention(): Knobs['convention'] | undefined;
  set convention(value: KnobInputs['convention']);
  /** average starts at: `zero`, `first`, `corrected`. Default: `zero`. */
  get start(): Knobs['start'] | undefined;
  set start(value: KnobInputs['start']);
  /** an empty region’s average: `hold`, `decay`. Default: `hold`. */
  get empty(): Knobs['empty'] | undefined;
  set empty(value: KnobInputs['empty']);
  /** an example at g = 1: `closed`, `half`. Default: `closed`. */
  get edge(): Knobs['edge'] | undefined;
  set edge(value: KnobInputs['edge']);
  /** one call for, only in `momentum`: `batch`, `levels`, `gpus`. Default: `batch`. */
  get scope(): Knobs['scope'] | undefined;
  set scope(value: KnobInputs['scope']);
  /** in half precision, only in `weights`: `single`, `amp`, `half`. Default: `single`. */
  get precision(): Knobs['precision'] | undefined;
  set precision(value: KnobInputs['precision']);
  /** losses: at most 5 of `ce`, `focal`, `ghm`, `ohem`, `balanced`, `asymmetric`. Default: `ce,focal,ghm`. */
  get losses(): Knobs['losses'] | undefined;
  set losses(value: KnobInputs['losses']);
  /** box losses: at most 5 of `sl1`, `asl1`, `ghm-r`, `l1`, `balanced-l1`. Default: `sl1,asl1,ghm-r`. */
  get boxlosses(): Knobs['boxlosses'] | undefined;
  set boxlosses(value: KnobInputs['boxlosses']);
  /** divided by: `own`, `positives`, `examples`. Default: `own`. */
  get divisor(): Knobs['divisor'] | undefined;
  set divisor(value: KnobInputs['divisor']);
  /** from cross-entropy to GHM-C, only in `harmonize`: 0 to 1. Default: `0`. */
  get harmonize(): Knobs['harmonize'] | undefined;
  set harmonize(value: KnobInputs['harmonize']);
  /** examples: `noisy`, `clean`, `converged`, `early`, `uniform`, `outlier-heavy`, `all-easy`, `detector`, `file`. Default: `noisy`. */
  get data(): Knobs['data'] | undefined;
  set data(value: KnobInputs['data']);
  /** mask is 1 for: `valid`, `all`, `positives`. Default: `valid`. */
  get mask(): Knobs['mask'] | undefined;
  set mask(value: KnobInputs['mask']);
  /** number of examples (N): 100 to 4000000, whole. Default: `100000`. */
  get n(): Knobs['n'] | undefined;
  set n(value: KnobInputs['n']);
  /** seed: 0 to 4294967295, whole. Default: `1`. */
  get seed(): Knobs['seed'] | undefined;
  set seed(value: KnobInputs['seed']);
  /** trained with: `ce`, `focal`, `ghm`. Default: `ce`. */
  get trained(): Knobs['trained'] | undefined;
  set trained(value: KnobInputs['trained']);
  /** training step (t): 0 to 2400, whole. Default: `2400`. */
  get step(): Knobs['step'] | undefined;
  set step(value: KnobInputs['step']);
  /** batch (t), only in `momentum`: 1 to 120, whole. Default: `60`. */
  get batch(): Knobs['batch'] | undefined;
  set batch(value: KnobInputs['batch']);
  /** digits in a scene, only in `detector`: 0.05 to 3. Default: `0.5`. */
  get objects(): Knobs['objects'] | undefined;
  set objects(value: KnobInputs['objects']);
  /** boxes that are missing, only in `detector`: 0 to 0.9. Default: `0`. */
  get missing(): Knobs['missing'] | undefined;
  set missing(value: KnobInputs['missing']);
  /** scenes with a false box, only in `detector`: 0 to 0.9. Default: `0`. */
  get false(): Knobs['false'] | undefined;
  set false(value: KnobInputs['false']);
  /** first probability (π), only in `detector`: 0.001 to 0.9. Default: `0.01`. */
  get prior(): Knobs['prior'] | undefined;
  set prior(value: KnobInputs['prior']);
  /** box loss, only in `detector`: `sl1`, `asl1`, `ghm-r`, `l1`, `balanced-l1`. Default: `sl1`. */
  get boxes(): Knobs['boxes'] | undefined;
  set boxes(value: KnobInputs['boxes']);
  /** steps in all, only in `detector`: 50 to 10000, whole. Default: `800`. */
  get budget(): Knobs['budget'] | undefined;
  set budget(value: KnobInputs['budget']);
  /** outliers (k), only in `twin`: 0 to 1000, whole. Default: `30`. */
  get outliers(): Knobs['outliers'] | undefined;
  set outliers(value: KnobInputs['outliers']);
  /** wrong labels, only in `twin`: `positive`, `negative`, `turned`. Default: `positive`. */
  get wrong(): Knobs['wrong'] | undefined;
  set wrong(value: KnobInputs['wrong']);
  /** outliers’ place (x), only in `twin`: -3 to 6.5. Default: `0.2`. */
  get wrongx(): Knobs['wrongx'] | undefined;
  set wrongx(value: KnobInputs['wrongx']);
  /** outliers’ place (y), only in `twin`: -3 to 3. Default: `-1.3`. */
  get wrongy(): Knobs['wrongy'] | undefined;
  set wrongy(value: KnobInputs['wrongy']);
  /** curve over 5 seeds, only in `twin`: `off`, `on`. Default: `off`. */
  get curve(): Knobs['curve'] | undefined;
  set curve(value: KnobInputs['curve']);
  /** vertical axis: `log`, `linear`. Default: `log`. */
  get axis(): Knobs['axis'] | undefined;
  set axis(value: KnobInputs['axis']);
  /** points of the paper’s figure: `off`, `on`. Default: `off`. */
  get paper(): Knobs['paper'] | undefined;
  set paper(value: KnobInputs['paper']);
}

/** What a frame tells the page around it. */
export type FrameMessage =
  /** The figure lives. */
  | { ghm: 1; type: 'ready'; figure: FigureName; state: string }
  /** The height that suits the figure has changed. */
  | { ghm: 1; type: 'resize'; height: number }
  /** Knobs have changed, or the page has asked. */
  | { ghm: 1; type: 'state'; figure: FigureName; state: string }
  /** The reader has answered the figure's question. */
  | { ghm: 1; type: 'answer'; figure: FigureName; question: string; answer: string; right: boolean | null; state: string }
  /** The engine can't start; a picture stands for the figure. */
  | { ghm: 1; type: 'error'; message: string };

/** What a page can tell the frame. */
export type HostMessage =
  /** Sets parameters. */
  | { ghm: 1; type: 'set'; values?: FrameParameters; state?: string }
  /** Asks for the state. */
  | { ghm: 1; type: 'get' };

declare global {
  interface HTMLElementTagNameMap {
    'ghm-figure': GhmFigure;
  }
  // Events bubble: documents and windows hear them, too.
  interface GlobalEventHandlersEventMap extends GhmFigureEventMap {}
}
