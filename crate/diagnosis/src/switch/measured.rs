//! What was measured: settings, and the rows of `www/data/measured.tsv` that they gave.

use crate::Said;

/// Written by `crate/detector/examples/measure.rs`.
const FILE: &str = include_str!("../../../../www/data/measured.tsv");
/// Seeds of each row.
const SEEDS: usize = 5;

/// What is wrong with labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    None,
    /// Objects without a box.
    Missing,
    /// Boxes around nothing, of every kind.
    False,
    /// One kind of background labelled as object.
    Positive,
    /// One kind of object labelled as background.
    Negative,
    /// Labels turned at random, anywhere.
    Turned,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::None,
        Self::Missing,
        Self::False,
        Self::Positive,
        Self::Negative,
        Self::Turned,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Missing => "missing",
            Self::False => "false",
            Self::Positive => "positive",
            Self::Negative => "negative",
            Self::Turned => "turned",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Where positives are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Among {
    /// Anchors of the detector: the row of the file with their share.
    Anchors(&'static str),
    /// Points of the plane.
    Points,
    /// Points of the plane where labels are turned: fewer are easy.
    FewerPoints,
}

/// A setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// What its rows begin with.
    pub key: &'static str,
    /// What is wrong.
    pub kind: Kind,
    /// Wrong labels for each right positive. Of boxes: for each object.
    pub ratio: f64,
    among: Among,
}

/// Average precision of each seed, by loss.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Cross-entropy.
    pub ce: [f64; SEEDS],
    /// Focal loss.
    pub focal: [f64; SEEDS],
    /// GHM-C.
    pub ghm: [f64; SEEDS],
}

const fn detector(key: &'static str, share: &'static str, kind: Kind, ratio: f64) -> Setting {
    Setting {
        key,
        kind,
        ratio,
        among: Among::Anchors(share),
    }
}

/// So many points are labelled wrong beside [`PLANE_POSITIVES`].
const fn plane(key: &'static str, kind: Kind, wrong: f64) -> Setting {
    Setting {
        key,
        kind,
        ratio: wrong / PLANE_POSITIVES,
        among: match kind {
            Kind::Turned => Among::FewerPoints,
            _ => Among::Points,
        },
    }
}

const PLANE_POSITIVES: f64 = 30.0;
/// Negatives of the plane: easy ones and hard ones; see the crate `detector`, `twin/points.rs`.
const PLANE_NEGATIVES: [f64; 2] = [30_100.0, 10_100.0];

/// All that was measured. A share of scenes with a false box is told for each object: .5 stand in a scene on average.
pub static SETTINGS: [Setting; 37] = [
    detector("recorded.objects=2", "share.many", Kind::None, 0.0),
    detector("recorded.default", "share.few", Kind::None, 0.0),
    detector("recorded.objects=0.25", "share.rare", Kind::None, 0.0),
    plane("plane.positive.0", Kind::None, 0.0),
    detector("wrong.missing.30", "share.few", Kind::Missing, 0.3),
    detector("wrong.missing.50", "share.few", Kind::Missing, 0.5),
    detector("recorded.missing=0.7", "share.few", Kind::Missing, 0.7),
    detector("wrong.false.5", "share.few", Kind::False, 0.1),
    detector("recorded.false=0.15", "share.few", Kind::False, 0.3),
    detector("wrong.false.30", "share.few", Kind::False, 0.6),
    plane("plane.positive.3", Kind::Positive, 3.0),
    plane("plane.positive.10", Kind::Positive, 10.0),
    plane("plane.positive.20", Kind::Positive, 20.0),
    plane("plane.positive.30", Kind::Positive, 30.0),
    plane("plane.positive.50", Kind::Positive, 50.0),
    plane("plane.positive.100", Kind::Positive, 100.0),
    plane("plane.positive.300", Kind::Positive, 300.0),
    plane("plane.positive.500", Kind::Positive, 500.0),
    plane("plane.positive.1000", Kind::Positive, 1000.0),
    plane("plane.negative.3", Kind::Negative, 3.0),
    plane("plane.negative.10", Kind::Negative, 10.0),
    plane("plane.negative.20", Kind::Negative, 20.0),
    plane("plane.negative.30", Kind::Negative, 30.0),
    plane("plane.negative.50", Kind::Negative, 50.0),
    plane("plane.negative.100", Kind::Negative, 100.0),
    plane("plane.negative.300", Kind::Negative, 300.0),
    plane("plane.negative.500", Kind::Negative, 500.0),
    plane("plane.negative.1000", Kind::Negative, 1000.0),
    plane("plane.turned.3", Kind::Turned, 3.0),
    plane("plane.turned.10", Kind::Turned, 10.0),
    plane("plane.turned.20", Kind::Turned, 20.0),
    plane("plane.turned.30", Kind::Turned, 30.0),
    plane("plane.turned.50", Kind::Turned, 50.0),
    plane("plane.turned.100", Kind::Turned, 100.0),
    plane("plane.turned.300", Kind::Turned, 300.0),
    plane("plane.turned.500", Kind::Turned, 500.0),
    plane("plane.turned.1000", Kind::Turned, 1000.0),
];

impl Setting {
    /// The share of right positives among the examples.
    pub fn share(&self) -> f64 {
        let of_plane = |negatives: f64| PLANE_POSITIVES / (PLANE_POSITIVES + negatives);
        match self.among {
            Among::Anchors(key) => row(key).map_or(f64::NAN, |of| of[0]),
            Among::Points => of_plane(PLANE_NEGATIVES[0]),
            Among::FewerPoints => of_plane(PLANE_NEGATIVES[1]),
        }
    }

    /// What it gave; not a number where the file has no such row.
    pub fn measured(&self) -> Measured {
        let of = |loss: &str| row(&format!("{}.{loss}", self.key)).unwrap_or([f64::NAN; SEEDS]);
        Measured {
            ce: of("ce"),
            focal: of("focal"),
            ghm: of("ghm"),
        }
    }

    /// What it is, in a few words.
    pub(super) fn said(&self) -> Said {
        let (en, zh) = match (self.among, self.kind) {
            (Among::Anchors(_), Kind::Missing) => (
                "Detector: {positives#} of 10,000 anchors are positives, {wrong%} of the objects have no box",
                "检测器：每 10,000 个锚框有 {positives#} 个正样本，{wrong%} 的目标没有框",
            ),
            (Among::Anchors(_), Kind::False) => (
                "Detector: {positives#} of 10,000 anchors are positives, {wrong#} boxes around nothing for 100 objects",
                "检测器：每 10,000 个锚框有 {positives#} 个正样本，每 100 个目标有 {wrong#} 个空框",
            ),
            (Among::Anchors(_), _) => (
                "Detector: {positives#} of 10,000 anchors are positives, labels are clean",
                "检测器：每 10,000 个锚框有 {positives#} 个正样本，标签干净",
            ),
            (_, Kind::Positive) => (
                "Plane: {positives#} of 10,000 points are positives, {wrong#} points of background labelled as object for 100 positives",
                "平面：每 10,000 个点有 {positives#} 个正样本，每 100 个正样本有 {wrong#} 个背景点被标成目标",
            ),
            (_, Kind::Negative) => (
                "Plane: {positives#} of 10,000 points are positives, {wrong#} more points of objects labelled as background for 100 positives",
                "平面：每 10,000 个点有 {positives#} 个正样本，每 100 个正样本另有 {wrong#} 个目标点被标成背景",
            ),
            (_, Kind::Turned) => (
                "Plane: {positives#} of 10,000 points are positives, {wrong#} turned labels for 100 positives",
                "平面：每 10,000 个点有 {positives#} 个正样本，每 100 个正样本有 {wrong#} 个翻转的标签",
            ),
            (_, _) => (
                "Plane: {positives#} of 10,000 points are positives, labels are clean",
                "平面：每 10,000 个点有 {positives#} 个正样本，标签干净",
            ),
        };
        let wrong = match self.kind {
            Kind::Missing => self.ratio,
            _ => libm::round(100.0 * self.ratio),
        };
        let positives = libm::round(10_000.0 * self.share());
        Said::new(en, zh, &[("positives", positives), ("wrong", wrong)])
    }
}

impl Measured {
    /// Mean and standard deviation, divided by the number of seeds, as the page's tables have it: of cross-entropy, focal
    /// loss and GHM-C.
    pub fn told(&self) -> [(&'static str, f64, f64); 3] {
        [("ce", &self.ce), ("focal", &self.focal), ("ghm", &self.ghm)].map(|(key, values)| {
            let n = SEEDS as f64;
            let mean = values.iter().sum::<f64>() / n;
            let squares: f64 = values
                .iter()
                .map(|value| (value - mean) * (value - mean))
                .sum();
            (key, mean, libm::sqrt(squares / n))
        })
    }
}

/// The values of a row: of all seeds, or one value for all.
fn row(key: &str) -> Option<[f64; SEEDS]> {
    let line = FILE
        .lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix('\t'))?;
    let values = line.split('\t').skip(2).map(|value| value.parse().ok());
    let values: Vec<f64> = values.collect::<Option<_>>()?;
    values.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_was_measured_with_five_seeds() {
        for setting in &SETTINGS {
            let share = setting.share();
            assert!(share > 0.0 && share < 0.05, "{}: {share}", setting.key);
            for (loss, mean, deviation) in setting.measured().told() {
                assert!(
                    mean > 0.0 && mean < 1.0 && deviation >= 0.0,
                    "{} {loss}",
                    setting.key
                );
            }
        }
    }

    #[test]
    fn a_row_is_the_one_of_that_key_alone() {
        assert_eq!(row("plane.positive"), None);
        assert_eq!(row("nothing"), None);
        let row = row("recorded.default.ce").unwrap();
        assert_eq!(row.len(), SEEDS);
    }
}
