//! Every knob, written once: field, default, key, label, symbol, values, and what it does to a training.
//!
//! A row `field: Type = default => kind("key", Label, …) trains Effect;` makes a field of [`State`] and a row of
//! [`KNOBS`]. Controls, addresses, attributes, messages, tests and what `cargo xtask generate` writes read that
//! table. A new knob is a row here and its label in `text/strings.rs`.

use super::kind::{Effect, Kind, Knob, List, Menu, Number, Range};
use super::values::{self, Data, Mask, Precision, Scope, Wrong};
use crate::data::TrainedWith as Trained;
use crate::loss::{self, Chosen};
use crate::plot::Scale;
use crate::text::{Choice, Lang, Text};
use ghm::loss::Divisor;
use ghm::{Convention, Edge, Empty, Start};

const CLASS_LOSSES: [Choice; loss::CLASS.len()] = loss::choices(loss::CLASS);
const BOX_LOSSES: [Choice; loss::BOX.len()] = loss::choices(loss::BOX);

const fn row(key: &'static str, label: Text, symbol: &'static str, kind: Kind) -> Knob {
    Knob {
        key,
        label,
        symbol,
        kind,
        effect: None,
    }
}

const fn range(min: f64, max: f64, step: f64) -> Range {
    Range {
        min,
        max,
        step,
        log: false,
        whole: false,
    }
}

/// Whole numbers, one by one.
const fn whole(min: f64, max: f64) -> Range {
    Range {
        whole: true,
        ..range(min, max, 1.0)
    }
}

/// Numbers on an even slider.
const fn real(min: f64, max: f64, step: f64) -> Range {
    range(min, max, step)
}

/// Numbers on a logarithmic slider.
const fn log(min: f64, max: f64) -> Range {
    Range {
        log: true,
        ..range(min, max, 0.001)
    }
}

/// Whole numbers on a logarithmic slider.
const fn whole_log(min: f64, max: f64) -> Range {
    Range {
        log: true,
        ..whole(min, max)
    }
}

macro_rules! number {
    ($field:ident, $type:ty, ($key:literal, $label:ident, $symbol:literal, $range:expr)) => {{
        #[allow(clippy::cast_lossless, reason = "fields have several types")]
        fn get(state: &State) -> f64 {
            state.$field as f64
        }
        let number = Number {
            range: $range,
            get,
            set: |state, value| state.$field = value as $type,
        };
        row($key, Text::$label, $symbol, Kind::Number(number))
    }};
}

/// One of values that are listed elsewhere.
macro_rules! listed {
    ($field:ident, $type:ty, ($key:literal, $label:ident, $values:expr, $options:expr)) => {{
        row(
            $key,
            Text::$label,
            "",
            Kind::Choice(Menu {
                options: $options,
                // Each value has an option.
                get: |state| {
                    $values
                        .iter()
                        .position(|value| *value == state.$field)
                        .unwrap_or_default()
                },
                set: |state, place| state.$field = $values[place],
            }),
        )
    }};
}

macro_rules! choice {
    ($field:ident, $type:ty, ($key:literal, $label:ident, $($value:literal $text:ident => $state:expr),+ $(,)?)) => {
        choice!($field, $type, ($key, $label, $($value $text => $state),+;
            |state, value| state.$field = value))
    };
    ($field:ident, $type:ty,
        ($key:literal, $label:ident, $($value:literal $text:ident => $state:expr),+; $set:expr)) => {{
        const VALUES: &[$type] = &[$($state),+];
        const OPTIONS: &[Choice] = &[$(Choice { value: $value, label: Text::$text }),+];
        row($key, Text::$label, "", Kind::Choice(Menu {
            options: OPTIONS,
            // Each value has an option.
            get: |state| VALUES.iter().position(|value| *value == state.$field).unwrap_or_default(),
            set: |state, place| {
                let set: fn(&mut State, $type) = $set;
                set(state, VALUES[place]);
            },
        }))
    }};
}

/// One of a list of losses.
macro_rules! one_loss {
    ($field:ident, $type:ty, ($key:literal, $label:ident, $options:expr)) => {
        row(
            $key,
            Text::$label,
            "",
            Kind::Choice(Menu {
                options: $options,
                get: |state| state.$field,
                set: |state, place| state.$field = place,
            }),
        )
    };
}

/// Some of a list of losses.
macro_rules! some_losses {
    ($field:ident, $type:ty, ($key:literal, $label:ident, $options:expr)) => {
        row(
            $key,
            Text::$label,
            "",
            Kind::List(List {
                options: $options,
                most: loss::MOST,
                get: |state| state.$field,
                set: |state, chosen| state.$field = chosen,
            }),
        )
    };
}

macro_rules! norms {
    ($field:ident, $type:ty, ($key:literal, $label:ident, $symbol:literal)) => {
        row($key, Text::$label, $symbol, Kind::Norms)
    };
}

macro_rules! knobs {
    ($($(#[doc = $doc:literal])+
        $field:ident: $type:ty = $default:expr => $kind:ident $values:tt $(trains $effect:ident)?;)+) => {
        /// All that the reader can set.
        #[derive(Clone, Debug, PartialEq)]
        pub struct State {
            $($(#[doc = $doc])+ pub $field: $type,)+
        }

        impl Default for State {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }

        /// All knobs.
        pub static KNOBS: &[Knob] = &[
            $($kind!($field, $type, $values)$(.trains(Effect::$effect))?),+
        ];
    };
}

knobs! {
    /// Unit regions M of GHM-C.
    bins: usize = 30 => number("bins", KnobBins, "M", whole(1.0, 200.0)) trains Continues;
    /// Momentum alpha of GHM-C's moving average.
    momentum: f64 = 0.75 => number("momentum", KnobMomentum, "α", real(0.0, 0.99, 0.01)) trains Continues;
    /// ASL1's mu.
    mu: f64 = 0.02 => number("mu", KnobMu, "μ", log(0.001, 1.0)) trains Continues;
    /// Smooth L1's delta.
    delta: f64 = 1.0 / 9.0 => number("delta", KnobDelta, "δ", log(0.01, 1.0)) trains Continues;
    /// Focal loss's gamma.
    gamma: f64 = 2.0 => number("gamma", KnobGamma, "γ", real(0.0, 5.0, 0.1)) trains Continues;
    /// Focal loss's weight of the positives; negatives have 1 - alpha.
    falpha: f64 = 0.25 => number("falpha", KnobFocalAlpha, "α", real(0.0, 1.0, 0.05)) trains Continues;
    /// The share of the hardest examples that OHEM keeps.
    kept: f64 = 0.03 => number("kept", KnobKept, "", log(0.001, 1.0)) trains Continues;
    /// Class-balanced cross-entropy's weight of the positives; negatives have 1 - alpha.
    alpha: f64 = 0.75 => number("alpha", KnobAlpha, "α", real(0.0, 1.0, 0.05)) trains Continues;
    /// The asymmetric loss's exponent of the positives.
    gpos: f64 = 0.0 => number("gpos", KnobGpos, "γ+", real(0.0, 5.0, 0.1)) trains Continues;
    /// The asymmetric loss's exponent of the negatives.
    gneg: f64 = 4.0 => number("gneg", KnobGneg, "γ−", real(0.0, 8.0, 0.1)) trains Continues;
    /// What the asymmetric loss subtracts from a negative's probability.
    margin: f64 = 0.05 => number("margin", KnobMargin, "m", real(0.0, 0.5, 0.01)) trains Continues;
    /// Unit regions of GHM-R.
    rbins: usize = 10 => number("rbins", KnobRbins, "M", whole(1.0, 200.0)) trains Continues;
    /// Momentum of GHM-R's moving average.
    rmomentum: f64 = 0.7 => number("rmomentum", KnobRmomentum, "α", real(0.0, 0.99, 0.01)) trains Continues;
    /// Balanced L1's factor of the gradient near 0.
    balpha: f64 = 0.5 => number("balpha", KnobBalpha, "α", log(0.05, 1.0)) trains Continues;
    /// Balanced L1's gradient from an offset of 1 on.
    bgamma: f64 = 1.5 => number("bgamma", KnobBgamma, "γ", real(0.5, 3.0, 0.1)) trains Continues;
    /// Gradient norms of the eight examples worked by hand.
    hand: [f64; 8] = [0.02, 0.05, 0.08, 0.13, 0.35, 0.62, 0.91, 0.97] => norms("hand", KnobHand, "g");
    /// Unit regions of the eight examples.
    hbins: usize = 5 => number("hbins", KnobHbins, "M", whole(1.0, 20.0));
    /// Whether weights are as in the authors' code or in the paper.
    convention: Convention = Convention::Code => choice("convention", KnobConvention,
        "code" ConventionCode => Convention::Code,
        "paper" ConventionPaper => Convention::Paper,
        "average" ConventionAverage => Convention::Average,
    ) trains Continues;
    /// How the moving average starts.
    start: Start = Start::Zero => choice("start", KnobStart,
        "zero" StartZero => Start::Zero,
        "first" StartFirst => Start::First,
        "corrected" StartCorrected => Start::Corrected,
    ) trains Continues;
    /// Whether the moving average of an empty region holds or decays.
    empty: Empty = Empty::Hold => choice("empty", KnobEmpty,
        "hold" EmptyHold => Empty::Hold,
        "decay" EmptyDecay => Empty::Decay,
    ) trains Continues;
    /// Whether GHM-C's last region holds g = 1.
    edge: Edge = Edge::Closed => choice("edge", KnobEdge,
        "closed" EdgeClosed => Edge::Closed,
        "half" EdgeHalf => Edge::Half,
    );
    /// What one call of the loss sees.
    scope: Scope = Scope::Batch => choice("scope", KnobScope,
        "batch" ScopeBatch => Scope::Batch,
        "levels" ScopeLevels => Scope::Levels,
        "gpus" ScopeGpus => Scope::Gpus,
    );
    /// What is in half precision.
    precision: Precision = Precision::Single => choice("precision", KnobPrecision,
        "single" PrecisionSingle => Precision::Single,
        "amp" PrecisionAmp => Precision::Predictions,
        "half" PrecisionHalf => Precision::All,
    );
    /// The classification losses that are shown and trained.
    losses: Chosen = Chosen::of(&[loss::CE, loss::FOCAL, loss::GHM])
        => some_losses("losses", KnobLosses, &CLASS_LOSSES) trains Restarts;
    /// The box losses that are shown.
    boxlosses: Chosen = Chosen::of(&[loss::SL1, loss::ASL1, loss::GHM_R])
        => some_losses("boxlosses", KnobBoxLosses, &BOX_LOSSES);
    /// What the losses of a batch are divided by; `None` is each loss's own divisor.
    divisor: Option<Divisor> = None => choice("divisor", KnobDivisor,
        "own" DivisorOwn => None,
        "positives" DivisorPositives => Some(Divisor::Positives),
        "examples" DivisorExamples => Some(Divisor::Examples),
    ) trains Restarts;
    /// The power of beta that examples are weighed with: from cross-entropy, 0, to GHM-C, 1.
    harmonize: f64 = 0.0 => number("harmonize", KnobHarmonize, "", real(0.0, 1.0, 0.001));
    /// The examples.
    data: Data = Data::Noisy => listed("data", KnobData, &values::DATA, &values::DATA_OPTIONS);
    /// Which of the examples count; batches have a mask of their own.
    mask: Mask = Mask::Valid => choice("mask", KnobMask,
        "valid" MaskValid => Mask::Valid,
        "all" MaskAll => Mask::All,
        "positives" MaskPositives => Mask::Positives,
    );
    /// How many examples a preset makes.
    n: usize = 100_000 => number("n", KnobN, "N", whole_log(100.0, 4_000_000.0));
    /// Seed of presets and trainings.
    seed: u32 = 1 => number("seed", KnobSeed, "", whole(0.0, u32::MAX as f64)) trains Restarts;
    /// The loss that the recorded detector was trained with.
    trained: Trained = Trained::CrossEntropy => choice("trained", KnobTrained,
        "ce" CrossEntropy => Trained::CrossEntropy,
        "focal" FocalLoss => Trained::Focal,
        "ghm" GhmC => Trained::Ghm,
    );
    /// Step of the recorded training; the nearest recorded one is shown.
    step: u32 = 2_400 => number("step", KnobStep, "t", whole(0.0, 2_400.0));
    /// The batch that is shown, counted from 1.
    batch: usize = 60 => number("batch", KnobBatch, "t", whole(1.0, 120.0));
    /// Mean number of digits in a scene that detectors train on.
    objects: f64 = 0.5 => number("objects", KnobObjects, "", real(0.05, 3.0, 0.05)) trains Restarts;
    /// Share of digits whose box is missing.
    missing: f64 = 0.0 => number("missing", KnobMissing, "", real(0.0, 0.9, 0.05)) trains Restarts;
    /// Share of scenes with a false box.
    false_boxes: f64 = 0.0 => number("false", KnobFalse, "", real(0.0, 0.9, 0.05)) trains Restarts;
    /// The probability that an untrained detector gives every anchor.
    prior: f64 = 0.01 => number("prior", KnobPrior, "π", log(0.001, 0.9)) trains Restarts;
    /// The box loss that the detectors in the page train with, by its place in the list.
    boxes: usize = loss::SL1 => one_loss("boxes", KnobBoxes, &BOX_LOSSES) trains Restarts;
    /// Steps of a training in all.
    budget: usize = 800 => number("budget", KnobBudget, "", whole_log(50.0, 10_000.0)) trains Continues;
    /// Number of the twin's outliers.
    outliers: usize = 30 => number("outliers", KnobOutliers, "k", whole_log(0.0, 1_000.0));
    /// What is wrong with their labels.
    wrong: Wrong = Wrong::Positive => choice("wrong", KnobWrong,
        "positive" WrongPositive => Wrong::Positive,
        "negative" WrongNegative => Wrong::Negative,
        "turned" WrongTurned => Wrong::Turned;
        State::set_wrong
    );
    /// First coordinate of the outliers' cluster.
    wrongx: f64 = 0.2 => number("wrongx", KnobWrongX, "x", real(-3.0, 6.5, 0.05));
    /// Second coordinate of the outliers' cluster.
    wrongy: f64 = -1.3 => number("wrongy", KnobWrongY, "y", real(-3.0, 3.0, 0.05));
    /// Whether the twin is also trained for a range of numbers of outliers, with several seeds.
    curve: bool = false => choice("curve", KnobCurve, "off" Off => false, "on" On => true);
    /// Scale of the y axes that span decades.
    axis: Scale = Scale::Log => choice("axis", KnobAxis,
        "log" AxisLog => Scale::Log,
        "linear" AxisLinear => Scale::Linear,
    );
    /// Whether points read off the paper's figures are laid over.
    paper: bool = false => choice("paper", KnobPaper, "off" Off => false, "on" On => true);
    /// Language of labels and numbers.
    lang: Lang = Lang::En => choice("lang", KnobLang, "en" LangEn => Lang::En, "zh" LangZh => Lang::Zh);
}
