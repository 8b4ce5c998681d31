//! What a series stands for.

/// What a series stands for. Colour, stroke and dash follow from it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A classification loss, by its place in the list.
    Class(usize),
    /// The same for positive examples alone, where the loss depends on the label.
    ClassPositives(usize),
    /// A box loss, by its place in the list.
    Box(usize),
    /// Counts and densities of unit regions.
    Regions,
    /// Counts of all examples, where no loss has looked at them yet.
    Crowd,
    /// What the network hears of them under a loss between cross-entropy, 0, and GHM-C, 100.
    Heard(u8),
    /// The exact density of the epsilon window.
    Exact,
    /// Positive examples: anchors on an object.
    Positive,
    /// Easy negatives: the crowd.
    Easy,
    /// Negatives that are hard to tell from positives.
    Hard,
    /// A mark for what can be dragged.
    Handle,
    /// The moving average over batches.
    Average,
    /// GHM-C without an average that has settled: in its first call, or without momentum.
    ColdStart,
    /// What was pinned as A, behind what is shown: in ink, with the dash of what it is.
    Pinned(Of),
    /// What the reader guessed.
    Guess,
    /// Points read off the paper's figures.
    Paper,
    /// Plain JavaScript, timed.
    JavaScript,
    /// The fastest JavaScript that we know of, timed.
    BestJavaScript,
    /// The engine without SIMD128, timed.
    Scalar,
    /// The engine with SIMD128, timed.
    Simd,
}

/// What a pinned line is of: its dash follows from that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A classification loss, by its place in the list.
    Class(usize),
    /// A box loss.
    Box(usize),
    /// The exact density.
    Exact,
    /// Positive examples.
    Positive,
    /// GHM-C without an average that has settled.
    ColdStart,
    /// Anything else: it is solid.
    Other,
}

impl Role {
    /// The same role, pinned.
    #[must_use]
    pub fn pinned(self) -> Self {
        Self::Pinned(match self {
            Self::Class(place) | Self::ClassPositives(place) => Of::Class(place),
            Self::Box(place) => Of::Box(place),
            Self::Exact => Of::Exact,
            Self::Positive => Of::Positive,
            Self::ColdStart => Of::ColdStart,
            _ => Of::Other,
        })
    }

    /// Whether it is A's.
    pub fn is_pinned(self) -> bool {
        matches!(self, Self::Pinned(_))
    }
}

/// How a line is stroked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Width in CSS pixels.
    pub width: f64,
    /// Lengths of dashes and gaps in turn, in CSS pixels; a solid line has none.
    pub dash: &'static [f64],
}

/// Colour and stroke.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Colour on a light page, `0xrrggbb`.
    pub light: u32,
    /// Colour on a dark page.
    pub dark: u32,
    /// The stroke of its line.
    pub stroke: Stroke,
}

impl Look {
    /// A solid line.
    pub const fn solid(light: u32, dark: u32, width: f64) -> Self {
        let stroke = Stroke { width, dash: &[] };
        Self {
            light,
            dark,
            stroke,
        }
    }

    /// A dashed line: lengths of dashes and gaps in turn.
    pub const fn dashed(light: u32, dark: u32, width: f64, dash: &'static [f64]) -> Self {
        let stroke = Stroke { width, dash };
        Self {
            light,
            dark,
            stroke,
        }
    }
}
