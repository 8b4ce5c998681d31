//! The figures by name. Each is a function of (state, derived) and holds nothing.

mod asl1;
mod box_gradient;
mod contribution;
mod detector;
mod distribution;
mod gradient;
mod hand;
mod momentum;
mod offsets;
mod paper;
mod regions;
mod speed;
mod twin;
mod weights;

use crate::derived::Derived;
use crate::plot::{Axis, Plot};
use crate::scale::{Scale, log10};
use crate::state::State;
use crate::strings::{Lang, Text};

/// A figure of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Gradient norms of all examples.
    Distribution,
    /// Eight examples by hand.
    Hand,
    /// Density and harmonizing parameter.
    Weights,
    /// Reformulated gradient norm.
    Gradient,
    /// Total contribution of each region.
    Contribution,
    /// Moving average and loss over batches.
    Momentum,
    /// Loss and cost against the number of regions.
    Regions,
    /// The engine against JavaScript on this machine.
    Speed,
    /// SL1 and ASL1.
    Asl1,
    /// Detectors that train in the page.
    Detector,
    /// Gradient norms of box offsets.
    Offsets,
    /// Reformulated gradient of a box offset.
    BoxGradient,
    /// Boundaries in a plane with outliers, and what they cost.
    Twin,
}

impl Figure {
    /// Every figure.
    pub const ALL: [Self; 13] = [
        Self::Distribution,
        Self::Hand,
        Self::Weights,
        Self::Gradient,
        Self::Contribution,
        Self::Momentum,
        Self::Regions,
        Self::Speed,
        Self::Asl1,
        Self::Offsets,
        Self::BoxGradient,
        Self::Detector,
        Self::Twin,
    ];

    /// Its name in URLs and attributes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Distribution => "distribution",
            Self::Hand => "hand",
            Self::Weights => "weights",
            Self::Gradient => "gradient",
            Self::Contribution => "contribution",
            Self::Momentum => "momentum",
            Self::Regions => "regions",
            Self::Speed => "speed",
            Self::Asl1 => "asl1",
            Self::Offsets => "offsets",
            Self::BoxGradient => "box-gradient",
            Self::Detector => "detector",
            Self::Twin => "twin",
        }
    }

    /// The figure of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }

    /// Its title.
    pub fn title(self) -> Text {
        match self {
            Self::Distribution => Text::FigureDistribution,
            Self::Hand => Text::FigureHand,
            Self::Weights => Text::FigureWeights,
            Self::Gradient => Text::FigureGradient,
            Self::Contribution => Text::FigureContribution,
            Self::Momentum => Text::FigureMomentum,
            Self::Regions => Text::FigureRegions,
            Self::Speed => Text::FigureSpeed,
            Self::Asl1 => Text::FigureAsl1,
            Self::Offsets => Text::FigureOffsets,
            Self::BoxGradient => Text::FigureBoxGradient,
            Self::Detector => Text::FigureDetector,
            Self::Twin => Text::FigureTwin,
        }
    }

    /// How many panels it has.
    pub fn panels(self) -> usize {
        match self {
            Self::Detector => 5,
            Self::Hand | Self::Weights | Self::Momentum | Self::Regions | Self::Asl1 => 2,
            Self::Twin => 2,
            _ => 1,
        }
    }

    /// The knobs that its own controls are, most telling first.
    pub fn controls(self) -> &'static [&'static str] {
        match self {
            Self::Distribution => &["bins", "step"],
            Self::Hand => &["hbins", "convention"],
            Self::Weights => &["bins", "momentum"],
            Self::Gradient | Self::Contribution => &["bins", "gamma"],
            Self::Momentum => &["batch", "momentum"],
            Self::Regions => &["bins", "n"],
            Self::Speed => &[],
            Self::Asl1 => &["mu", "delta"],
            Self::Offsets => &["mu", "rbins"],
            Self::BoxGradient => &["mu", "rbins", "delta"],
            Self::Detector => &[
                "objects", "missing", "false", "prior", "boxes", "seed", "bins", "momentum", "mu",
                "budget",
            ],
            Self::Twin => &["outliers", "wrong", "curve"],
        }
    }

    /// The knobs that change it. It is drawn again only when one of these moved.
    pub fn depends(self) -> impl Iterator<Item = &'static str> {
        let own = match self {
            Self::Distribution => "lang axis bins edge paper",
            Self::Hand => "lang hand hbins convention edge",
            Self::Weights => "lang axis bins momentum convention start edge",
            Self::Gradient | Self::Contribution => "lang axis bins convention edge gamma paper",
            Self::Momentum => "lang axis bins momentum convention start empty edge scope batch",
            Self::Regions => "lang bins convention edge",
            Self::Speed => "lang",
            Self::Asl1 => "lang mu delta",
            Self::Offsets => "lang mu rbins paper",
            Self::BoxGradient => "lang mu rbins convention delta paper",
            Self::Detector => {
                "lang axis objects missing false prior boxes seed bins momentum mu budget \
                 delta gamma rbins rmomentum convention start empty"
            }
            Self::Twin => "lang outliers wrong wrongx wrongy curve",
        };
        let examples = match self {
            Self::Asl1 | Self::Hand | Self::Speed | Self::Detector | Self::Twin => "",
            // Boxes are learned from positives, and batches have a mask of their own.
            Self::Momentum | Self::Offsets | Self::BoxGradient => "data n seed trained step",
            _ => "data mask n seed trained step",
        };
        own.split(' ')
            .chain(examples.split(' ').filter(|key| !key.is_empty()))
    }

    /// The figure for `state`. `derived` has been brought up to it.
    pub fn plot<'a>(self, state: &'a State, derived: &'a Derived) -> Plot<'a> {
        match self {
            Self::Distribution => distribution::plot(state, derived),
            Self::Hand => hand::plot(state, derived),
            Self::Weights => weights::plot(state, derived),
            Self::Gradient => gradient::plot(state, derived),
            Self::Contribution => contribution::plot(state, derived),
            Self::Momentum => momentum::plot(state, derived),
            Self::Regions => regions::plot(state, derived),
            Self::Speed => speed::plot(state, derived),
            Self::Asl1 => asl1::plot(state),
            Self::Offsets => offsets::plot(state, derived),
            Self::BoxGradient => box_gradient::plot(state, derived),
            Self::Detector => detector::plot(state, derived),
            Self::Twin => twin::plot(state, derived),
        }
    }
}

pub use twin::at as twin_at;

/// What an axis of measured times says; one that waits for them says so.
fn cost(waits: bool, lang: Lang) -> &'static str {
    let text = if waits {
        Text::SummaryNotMeasured
    } else {
        Text::Cost
    };
    text.get(lang)
}

/// The g axis, the same in every figure.
fn norm_axis(state: &State) -> Axis {
    Axis::linear(Text::GradientNorm.get(state.lang), 0.0, 1.0)
}

/// A y axis over `values`, logarithmic or linear as the reader chose.
/// Logarithmic ones end on powers of ten, so that they jump seldom; linear ones start at 0.
fn value_axis(label: &str, state: &State, values: impl IntoIterator<Item = f64>) -> Axis {
    let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
    for value in values.into_iter().filter(|v| v.is_finite() && *v > 0.0) {
        low = low.min(value);
        high = high.max(value);
    }
    if high == 0.0 {
        (low, high) = (0.1, 1.0);
    }
    let (min, max) = match state.axis {
        Scale::Linear => (0.0, high * 1.05),
        _ => {
            let floor = (log10(low) + 1e-9).floor();
            let ceiling = (log10(high) - 1e-9).ceil();
            (
                libm::pow(10.0, floor),
                libm::pow(10.0, ceiling.max(floor + 1.0)),
            )
        }
    };
    Axis {
        label: label.to_owned(),
        scale: state.axis,
        min,
        max,
        ticks: true,
    }
}
