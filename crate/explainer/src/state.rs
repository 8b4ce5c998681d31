//! Every knob: name, range, default, URL key. Controls, URL, attributes,
//! messages and tests all read the one table, [`KNOBS`].

use crate::scale::{Scale, parse};
use crate::strings::{Lang, Text, join};
use detector::twin;
use ghm::sample::Preset;
use ghm::{Convention, Edge, Empty, Options, Start};

/// The examples that the figures stand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Data {
    /// A real detector's outputs, trained with noisy labels.
    #[default]
    Noisy,
    /// The same detector with clean labels.
    Clean,
    /// A seeded example set.
    Preset(Preset),
    /// What the detectors that train in the page say.
    Detector,
    /// The reader's own logits.
    File,
}

/// The loss of boxes that the detectors in the page train with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Boxes {
    /// SL1.
    #[default]
    SmoothL1,
    /// ASL1.
    Asl1,
    /// GHM-R.
    Ghm,
}

/// What becomes of a running training when a knob moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It begins anew: with other scenes or another network.
    Restarts,
    /// It goes on from where it is.
    Continues,
}

/// The loss that the recorded detector was trained with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Trained {
    /// Cross-entropy.
    #[default]
    CrossEntropy,
    /// Focal loss.
    Focal,
    /// GHM-C.
    Ghm,
}

/// What is wrong with the labels of the twin's outliers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Wrong {
    /// A cluster labelled as positives, among the easy negatives.
    #[default]
    Positive,
    /// A cluster labelled as negatives, among the positives.
    Negative,
    /// Labels turned anywhere.
    Turned,
}

/// The anchors that the mask lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mask {
    /// Positives and negatives.
    #[default]
    Valid,
    /// Those that should be ignored too, as negatives.
    All,
    /// Positives alone.
    Positives,
}

/// All that the reader can set.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Unit regions M of GHM-C.
    pub bins: usize,
    /// Momentum alpha of GHM-C's moving average.
    pub momentum: f64,
    /// ASL1's mu.
    pub mu: f64,
    /// Smooth L1's delta.
    pub delta: f64,
    /// Focal loss's gamma.
    pub gamma: f64,
    /// Unit regions of GHM-R.
    pub rbins: usize,
    /// Momentum of GHM-R's moving average.
    pub rmomentum: f64,
    /// Gradient norms of the eight examples worked by hand.
    pub hand: [f64; 8],
    /// Unit regions of those.
    pub hbins: usize,
    /// Weights as the code or the paper has them.
    pub convention: Convention,
    /// How the moving average starts.
    pub start: Start,
    /// What the average of an empty region does.
    pub empty: Empty,
    /// Where GHM-C's last region ends.
    pub edge: Edge,
    /// Whether each level of a feature pyramid is a call of its own.
    pub levels: bool,
    /// The examples.
    pub data: Data,
    /// Which of them count; batches have a mask of their own.
    pub mask: Mask,
    /// How many examples a preset makes.
    pub n: usize,
    /// Their seed.
    pub seed: u32,
    /// What the recorded detector was trained with.
    pub trained: Trained,
    /// Step of its training; the nearest recorded one is shown.
    pub step: u32,
    /// Batch of the recorded sequence.
    pub batch: usize,
    /// Digits in a scene that detectors train with, on average.
    pub objects: f64,
    /// Share of digits whose box is missing.
    pub missing: f64,
    /// Share of scenes with a false box.
    pub false_boxes: f64,
    /// Probability that every anchor starts with.
    pub prior: f64,
    /// Loss of the boxes.
    pub boxes: Boxes,
    /// Steps of a training.
    pub budget: usize,
    /// Outliers of the twin.
    pub outliers: usize,
    /// What is wrong with their labels.
    pub wrong: Wrong,
    /// First coordinate of their cluster.
    pub wrongx: f64,
    /// Second coordinate of their cluster.
    pub wrongy: f64,
    /// Whether the twin is trained for every number of outliers too.
    pub curve: bool,
    /// Scale of the y axes that span decades.
    pub axis: Scale,
    /// Whether points read off the paper's figures are laid over.
    pub paper: bool,
    /// Language of labels and numbers.
    pub lang: Lang,
}

impl Default for State {
    fn default() -> Self {
        Self {
            bins: 30,
            momentum: 0.75,
            mu: 0.02,
            delta: 1.0 / 9.0,
            gamma: 2.0,
            rbins: 10,
            rmomentum: 0.7,
            hand: [0.02, 0.05, 0.08, 0.13, 0.35, 0.62, 0.91, 0.97],
            hbins: 5,
            convention: Convention::Code,
            start: Start::Zero,
            empty: Empty::Hold,
            edge: Edge::Closed,
            levels: false,
            data: Data::Noisy,
            mask: Mask::Valid,
            n: 100_000,
            seed: 1,
            trained: Trained::CrossEntropy,
            step: 2_400,
            batch: 60,
            objects: 0.5,
            missing: 0.0,
            false_boxes: 0.0,
            prior: 0.01,
            boxes: Boxes::SmoothL1,
            budget: 800,
            outliers: 30,
            wrong: Wrong::Positive,
            wrongx: 0.2,
            wrongy: -1.3,
            curve: false,
            axis: Scale::Log,
            paper: false,
            lang: Lang::En,
        }
    }
}

impl State {
    /// Options of the classification loss.
    pub fn classification(&self) -> Options {
        Options {
            bins: self.bins,
            momentum: self.momentum,
            convention: self.convention,
            start: self.start,
            empty: self.empty,
            edge: self.edge,
            loss_weight: 1.0,
        }
    }

    /// Options of the regression loss.
    pub fn regression(&self) -> Options {
        Options {
            bins: self.rbins,
            momentum: self.rmomentum,
            ..self.classification()
        }
    }

    /// The knobs that a training hangs on, as a query; or of those but the seed the changed ones.
    pub fn training(&self, all: bool) -> String {
        let default = Self::default();
        self.pairs(&|knob, value| {
            let counts = || knob.key != "seed" && *value != (knob.get)(&default);
            self.trains(knob.key) && (all || counts())
        })
    }

    /// Whether a training hangs on a knob: those of a box loss only count under it.
    fn trains(&self, key: &str) -> bool {
        let boxes = match key {
            "delta" => self.boxes == Boxes::SmoothL1,
            "mu" => self.boxes != Boxes::SmoothL1,
            "rbins" | "rmomentum" => self.boxes == Boxes::Ghm,
            _ => true,
        };
        boxes && effect(key).is_some()
    }

    /// The twin's outliers.
    pub fn twin(&self) -> twin::Outliers {
        let center = [self.wrongx as f32, self.wrongy as f32];
        twin::Outliers {
            count: self.outliers,
            wrong: match self.wrong {
                Wrong::Positive => twin::Wrong::positive(center),
                Wrong::Negative => twin::Wrong::negative(center),
                Wrong::Turned => twin::Wrong::Turned,
            },
        }
    }

    /// Takes another kind of outliers. They stand where that kind does harm.
    fn set_wrong(&mut self, wrong: Wrong) {
        if self.wrong != wrong {
            let center = match wrong {
                Wrong::Negative => twin::AMONG_POSITIVES,
                _ => twin::AMONG_NEGATIVES,
            };
            // Two places: what the knobs hold.
            let round = |v: f32| libm::round(f64::from(v) * 100.0) / 100.0;
            (self.wrongx, self.wrongy) = (round(center[0]), round(center[1]));
        }
        self.wrong = wrong;
    }

    /// The value of `key` as its control shows it.
    pub fn get(&self, key: &str) -> Option<String> {
        knob(key).map(|knob| (knob.get)(self))
    }

    /// Sets `key`. A number out of range is clamped; the note says so.
    pub fn set(&mut self, key: &str, value: &str) -> Result<Option<Note>, Note> {
        let note = |problem| Note {
            key: key.to_owned(),
            value: value.to_owned(),
            problem,
        };
        let knob = knob(key).ok_or_else(|| note(Problem::Unknown))?;
        match knob.kind {
            Kind::Number(range) => {
                let number = parse(value).filter(|v| v.is_finite()).ok_or_else(|| {
                    note(Problem::NotANumber {
                        min: range.min,
                        max: range.max,
                    })
                })?;
                let whole = if range.whole {
                    libm::round(number)
                } else {
                    number
                };
                // Not `clamp`, whose panic would bring another way to print numbers into the page.
                let kept = whole.max(range.min).min(range.max);
                (knob.set)(self, &kept.to_string());
                let clamped = Problem::Clamped {
                    min: range.min,
                    max: range.max,
                };
                Ok((kept != number).then(|| note(clamped)))
            }
            Kind::Norms => {
                let norms = parse_norms(value).ok_or_else(|| note(Problem::NotNorms))?;
                self.hand = norms;
                Ok(None)
            }
            Kind::Choice(options) => {
                let value = value.trim();
                if !options.iter().any(|o| o.value == value) {
                    let expected = join(options.iter().map(|o| o.value), ", ");
                    return Err(note(Problem::NotAChoice { expected }));
                }
                (knob.set)(self, value);
                Ok(None)
            }
        }
    }

    /// Sets each `key=value` of a query string; keys that are no knobs are
    /// passed over if `known` knows them. What was wrong comes back.
    pub fn apply_query(&mut self, query: &str, known: &[&str]) -> Vec<Note> {
        let mut notes = vec![];
        for pair in query
            .trim_start_matches(['?', '#'])
            .split('&')
            .filter(|p| !p.is_empty())
        {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if known.contains(&key) {
                continue;
            }
            match self.set(key, value) {
                Ok(None) => {}
                Ok(Some(note)) | Err(note) => notes.push(note),
            }
        }
        notes
    }

    /// The knobs that differ from their defaults, as a query string.
    pub fn query(&self) -> String {
        let default = Self::default();
        self.pairs(&|knob, value| *value != (knob.get)(&default))
    }

    /// Knobs and their values, those that are wanted.
    fn pairs(&self, wanted: &dyn Fn(&Knob, &String) -> bool) -> String {
        let mut pairs = vec![];
        for knob in KNOBS {
            let value = (knob.get)(self);
            if wanted(knob, &value) {
                pairs.push(format!("{}={value}", knob.key));
            }
        }
        join(pairs, "&")
    }
}

/// What was wrong with a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The knob's key.
    pub key: String,
    /// The value that was given.
    pub value: String,
    /// What was wrong with it.
    pub problem: Problem,
}

/// Why a value was not taken as it was.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// No knob has this key.
    Unknown,
    /// Not a number: the old value stays.
    NotANumber {
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
    },
    /// Not on the list: the old value stays.
    NotAChoice {
        /// The list.
        expected: String,
    },
    /// Not eight gradient norms: the old ones stay.
    NotNorms,
    /// Out of range or not whole: the nearest value was set.
    Clamped {
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
    },
}

impl Note {
    /// The note as a sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        let Self {
            key,
            value,
            problem,
        } = self;
        let mut values = vec![("key", key.clone()), ("value", value.clone())];
        let text = match problem {
            Problem::Unknown => Text::NoteUnknown,
            Problem::NotANumber { min, max } | Problem::Clamped { min, max } => {
                values.extend([("min", min.to_string()), ("max", max.to_string())]);
                match problem {
                    Problem::Clamped { .. } => Text::NoteClamped,
                    _ => Text::NoteNotANumber,
                }
            }
            Problem::NotNorms => Text::NoteNotNorms,
            Problem::NotAChoice { expected } => {
                values.push(("expected", expected.clone()));
                Text::NoteNotAChoice
            }
        };
        text.fill(lang, &values)
    }
}

/// Range of a number knob.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Least value.
    pub min: f64,
    /// Greatest value.
    pub max: f64,
    /// Step of the number box.
    pub step: f64,
    /// Whether the slider is logarithmic.
    pub log: bool,
    /// Whether only whole numbers count.
    pub whole: bool,
}

/// One choice of a choice knob.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// In the URL.
    pub value: &'static str,
    /// On the control.
    pub label: Text,
}

/// What values a knob takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A number: slider and number box.
    Number(Range),
    /// One of a few: a menu.
    Choice(&'static [Choice]),
    /// Eight gradient norms, with commas between.
    Norms,
}

/// One row of the table.
pub struct Knob {
    /// URL key, attribute and message field.
    pub key: &'static str,
    /// Label of its control.
    pub label: Text,
    /// Its symbol in formulas, or nothing.
    pub symbol: &'static str,
    /// Its values.
    pub kind: Kind,
    get: fn(&State) -> String,
    set: fn(&mut State, &str),
}

/// What becomes of a running training when the knob of that key moves; none where it doesn't care.
pub fn effect(key: &str) -> Option<Effect> {
    match key {
        "objects" | "missing" | "false" | "prior" | "boxes" | "seed" => Some(Effect::Restarts),
        "bins" | "momentum" | "mu" | "delta" | "gamma" | "rbins" | "rmomentum" | "convention"
        | "start" | "empty" | "budget" => Some(Effect::Continues),
        _ => None,
    }
}

/// The knob of that key.
pub fn knob(key: &str) -> Option<&'static Knob> {
    KNOBS.iter().find(|k| k.key == key)
}

const fn whole(min: f64, max: f64) -> Kind {
    Kind::Number(Range {
        min,
        max,
        step: 1.0,
        log: false,
        whole: true,
    })
}

const fn real(min: f64, max: f64, step: f64) -> Kind {
    Kind::Number(Range {
        min,
        max,
        step,
        log: false,
        whole: false,
    })
}

const fn log(min: f64, max: f64, step: f64, whole: bool) -> Kind {
    Kind::Number(Range {
        min,
        max,
        step,
        log: true,
        whole,
    })
}

const fn choice(value: &'static str, label: Text) -> Choice {
    Choice { value, label }
}

fn parse_norms(text: &str) -> Option<[f64; 8]> {
    let norms: Option<Vec<f64>> = text
        .split(',')
        .map(|part| parse(part).filter(|g| (0.0..=1.0).contains(g)))
        .collect();
    norms?.try_into().ok()
}

/// A number knob: `set` has already parsed and clamped what it stores.
macro_rules! number {
    ($key:literal, $label:ident, $symbol:literal, $field:ident: $type:ty, $kind:expr) => {
        Knob {
            key: $key,
            label: Text::$label,
            symbol: $symbol,
            kind: $kind,
            get: |s| s.$field.to_string(),
            set: |s, v| {
                if let Some(v) = parse(v) {
                    s.$field = v as $type;
                }
            },
        }
    };
}

/// A choice knob: pairs of a value in the URL and a value in the state.
macro_rules! choice {
    ($key:literal, $label:ident, $field:ident, $($value:literal, $text:ident => $state:expr;)+) => {
        Knob {
            key: $key,
            label: Text::$label,
            symbol: "",
            kind: Kind::Choice(&[$(choice($value, Text::$text)),+]),
            get: |s| match () {
                $(() if s.$field == $state => $value,)+
                () => "",
            }.to_owned(),
            set: |s, v| match v {
                $($value => s.$field = $state,)+
                _ => {}
            },
        }
    };
}

/// All knobs.
pub static KNOBS: &[Knob] = &[
    number!("bins", KnobBins, "M", bins: usize, whole(1.0, 200.0)),
    number!("momentum", KnobMomentum, "α", momentum: f64, real(0.0, 0.99, 0.01)),
    number!("mu", KnobMu, "μ", mu: f64, log(0.001, 1.0, 0.001, false)),
    number!("delta", KnobDelta, "δ", delta: f64, log(0.01, 1.0, 0.001, false)),
    number!("gamma", KnobGamma, "γ", gamma: f64, real(0.0, 5.0, 0.1)),
    number!("rbins", KnobRbins, "M", rbins: usize, whole(1.0, 200.0)),
    number!("rmomentum", KnobRmomentum, "α", rmomentum: f64, real(0.0, 0.99, 0.01)),
    Knob {
        key: "hand",
        label: Text::KnobHand,
        symbol: "g",
        kind: Kind::Norms,
        get: |s| join(s.hand.iter().map(f64::to_string), ","),
        set: |_, _| {},
    },
    number!("hbins", KnobHbins, "M", hbins: usize, whole(1.0, 20.0)),
    choice!("convention", KnobConvention, convention,
        "code", ConventionCode => Convention::Code;
        "paper", ConventionPaper => Convention::Paper;),
    choice!("start", KnobStart, start,
        "zero", StartZero => Start::Zero;
        "first", StartFirst => Start::First;
        "corrected", StartCorrected => Start::Corrected;),
    choice!("empty", KnobEmpty, empty,
        "hold", EmptyHold => Empty::Hold;
        "decay", EmptyDecay => Empty::Decay;),
    choice!("edge", KnobEdge, edge,
        "closed", EdgeClosed => Edge::Closed;
        "half", EdgeHalf => Edge::Half;),
    choice!("scope", KnobScope, levels,
        "batch", ScopeBatch => false;
        "levels", ScopeLevels => true;),
    choice!("data", KnobData, data,
        "noisy", DataNoisy => Data::Noisy;
        "clean", DataClean => Data::Clean;
        "converged", DataConverged => Data::Preset(Preset::Converged);
        "early", DataEarly => Data::Preset(Preset::Early);
        "uniform", DataUniform => Data::Preset(Preset::Uniform);
        "outlier-heavy", DataOutlierHeavy => Data::Preset(Preset::OutlierHeavy);
        "all-easy", DataAllEasy => Data::Preset(Preset::AllEasy);
        "detector", DataDetector => Data::Detector;
        "file", DataFile => Data::File;),
    choice!("mask", KnobMask, mask,
        "valid", MaskValid => Mask::Valid;
        "all", MaskAll => Mask::All;
        "positives", MaskPositives => Mask::Positives;),
    number!("n", KnobN, "N", n: usize, log(100.0, 4_000_000.0, 1.0, true)),
    number!("seed", KnobSeed, "", seed: u32, whole(0.0, u32::MAX as f64)),
    choice!("trained", KnobTrained, trained,
        "ce", CrossEntropy => Trained::CrossEntropy;
        "focal", FocalLoss => Trained::Focal;
        "ghm", GhmC => Trained::Ghm;),
    number!("step", KnobStep, "t", step: u32, whole(0.0, 2_400.0)),
    number!("batch", KnobBatch, "t", batch: usize, whole(1.0, 120.0)),
    number!("objects", KnobObjects, "", objects: f64, real(0.05, 3.0, 0.05)),
    number!("missing", KnobMissing, "", missing: f64, real(0.0, 0.9, 0.05)),
    number!("false", KnobFalse, "", false_boxes: f64, real(0.0, 0.9, 0.05)),
    number!("prior", KnobPrior, "π", prior: f64, log(0.001, 0.9, 0.001, false)),
    choice!("boxes", KnobBoxes, boxes,
        "sl1", SmoothL1 => Boxes::SmoothL1;
        "asl1", Asl1 => Boxes::Asl1;
        "ghm-r", GhmR => Boxes::Ghm;),
    number!("budget", KnobBudget, "", budget: usize, log(50.0, 10_000.0, 1.0, true)),
    number!("outliers", KnobOutliers, "k", outliers: usize, log(0.0, 1_000.0, 1.0, true)),
    Knob {
        key: "wrong",
        label: Text::KnobWrong,
        symbol: "",
        kind: Kind::Choice(&[
            choice("positive", Text::WrongPositive),
            choice("negative", Text::WrongNegative),
            choice("turned", Text::WrongTurned),
        ]),
        get: |s| {
            match s.wrong {
                Wrong::Positive => "positive",
                Wrong::Negative => "negative",
                Wrong::Turned => "turned",
            }
            .to_owned()
        },
        set: |s, v| {
            s.set_wrong(match v {
                "negative" => Wrong::Negative,
                "turned" => Wrong::Turned,
                _ => Wrong::Positive,
            });
        },
    },
    number!("wrongx", KnobWrongX, "x", wrongx: f64, real(-3.0, 6.5, 0.05)),
    number!("wrongy", KnobWrongY, "y", wrongy: f64, real(-3.0, 3.0, 0.05)),
    choice!("curve", KnobCurve, curve,
        "off", Off => false;
        "on", On => true;),
    choice!("axis", KnobAxis, axis,
        "log", AxisLog => Scale::Log;
        "linear", AxisLinear => Scale::Linear;),
    choice!("paper", KnobPaper, paper,
        "off", Off => false;
        "on", On => true;),
    choice!("lang", KnobLang, lang,
        "en", LangEn => Lang::En;
        "zh", LangZh => Lang::Zh;),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Figure;

    #[test]
    fn every_knob_takes_its_own_value_back() {
        let mut state = State::default();
        for knob in KNOBS {
            let value = state.get(knob.key).unwrap();
            assert_eq!(state.set(knob.key, &value), Ok(None), "{}", knob.key);
        }
        assert_eq!(state, State::default());
        assert_eq!(state.query(), "");
    }

    #[test]
    fn every_choice_can_be_set_and_read() {
        for knob in KNOBS {
            let Kind::Choice(options) = knob.kind else {
                continue;
            };
            for option in options {
                let mut state = State::default();
                assert_eq!(state.set(knob.key, option.value), Ok(None));
                assert_eq!(state.get(knob.key).as_deref(), Some(option.value));
            }
        }
    }

    #[test]
    fn ends_of_every_range_hold_and_beyond_is_clamped() {
        for knob in KNOBS {
            let Kind::Number(range) = knob.kind else {
                continue;
            };
            let mut state = State::default();
            for end in [range.min, range.max] {
                assert_eq!(
                    state.set(knob.key, &end.to_string()),
                    Ok(None),
                    "{}",
                    knob.key
                );
                assert_eq!(state.get(knob.key), Some(end.to_string()));
            }
            let note = state.set(knob.key, "1e300").unwrap().unwrap();
            assert!(matches!(note.problem, Problem::Clamped { .. }));
            assert_eq!(state.get(knob.key), Some(range.max.to_string()));
        }
    }

    #[test]
    fn a_query_sets_what_it_can_and_says_what_it_could_not() {
        let mut state = State::default();
        let notes = state.apply_query(
            "?bins=10&momentum=2&mu=x&data=mars&colour=red&figure=asl1&bins=10.4",
            &["figure"],
        );
        let problems: Vec<_> = notes.iter().map(|n| (n.key.as_str(), &n.problem)).collect();
        assert_eq!(state.bins, 10);
        assert_eq!(state.momentum, 0.99);
        assert_eq!(state.mu, 0.02);
        assert_eq!(state.data, Data::Noisy);
        assert!(matches!(problems[0], ("momentum", Problem::Clamped { .. })));
        assert!(matches!(problems[1], ("mu", Problem::NotANumber { .. })));
        assert!(matches!(problems[2], ("data", Problem::NotAChoice { .. })));
        assert!(matches!(problems[3], ("colour", Problem::Unknown)));
        assert!(matches!(problems[4], ("bins", Problem::Clamped { .. })));
        assert_eq!(
            notes[0].sentence(Lang::En),
            "momentum=2 is out of range: 0 to 0.99. The nearest value is used."
        );
        assert_eq!(state.query(), "bins=10&momentum=0.99");
    }

    #[test]
    fn the_element_knows_every_figure_and_knob() {
        let source = include_str!("../../../www/keys.js");
        let list = |name: &str| -> Vec<&str> {
            let (_, rest) = source.split_once(&format!("{name} = [")).unwrap();
            let (list, _) = rest.split_once(']').unwrap();
            list.split('\'').skip(1).step_by(2).collect()
        };
        let keys: Vec<&str> = KNOBS.iter().map(|k| k.key).collect();
        assert_eq!([list("KNOBS"), vec!["lang"]].concat(), keys);
        assert_eq!(list("FIGURES"), Figure::ALL.map(Figure::name));
        let types = include_str!("../../../www/npm/element.d.ts");
        for key in list("KNOBS") {
            assert!(types.contains(&format!("  {key}: Value;")), "{key}");
        }
    }

    #[test]
    fn the_longest_query_stays_short() {
        let mut state = State::default();
        for knob in KNOBS {
            let value = match knob.kind {
                Kind::Number(r) => (r.min + (r.max - r.min) / 3.0).to_string(),
                Kind::Choice(options) => options[options.len() - 1].value.to_owned(),
                Kind::Norms => "0.11,0.22,0.33,0.44,0.55,0.66,0.77,0.88".into(),
            };
            let _ = state.set(knob.key, &value);
        }
        assert!(state.query().len() < 500, "{}", state.query().len());
    }
}
