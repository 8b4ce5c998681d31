//! Points read off the paper's figures, to within about 5 %: Li, Liu and Wang,
//! "Gradient Harmonized Single-stage Detector", AAAI 2019.

use crate::plot::{Role, Series};
use crate::text::{Lang, Text};

/// `(x, y)` pairs.
pub type Points = [(f64, f64)];

/// About how many cells the paper's histograms have: their y is the share in one cell.
pub const CELLS: f64 = 100.0;

/// Fig. 2: share of examples in a cell, converged detector.
pub const FIG2: &Points = &[
    (0.015, 2.5e-5),
    (0.1, 7.6e-7),
    (0.2, 2.4e-7),
    (0.4, 8.3e-8),
    (0.675, 5.5e-8),
    (0.9, 9.6e-8),
    (0.95, 1.5e-7),
    (0.98, 3.4e-7),
    (0.995, 2e-6),
];

/// Fig. 3: reformulated gradient norm under GHM-C, rescaled by an unstated constant.
pub const FIG3_GHM: &Points = &[
    (0.1, 0.011),
    (0.2, 0.066),
    (0.4, 0.38),
    (0.5, 0.62),
    (0.75, 1.1),
    (0.9, 0.80),
    (0.97, 0.35),
    (0.995, 0.045),
];

/// Fig. 1 right: total contribution under cross-entropy.
pub const FIG1_CE: &Points = &[(0.005, 7e3), (0.1, 0.81), (0.5, 0.38), (0.995, 22.0)];

/// Fig. 1 right: total contribution under focal loss.
pub const FIG1_FOCAL: &Points = &[
    (0.005, 0.5),
    (0.015, 3e-3),
    (0.1, 0.0275),
    (0.5, 0.23),
    (0.995, 22.0),
];

/// Fig. 4: share of positives in a cell of ASL1's gradient norm.
pub const FIG4: &Points = &[
    (0.1, 0.005),
    (0.3, 0.005),
    (0.6, 0.005),
    (0.7, 0.0075),
    (0.8, 0.010),
    (0.9, 0.017),
    (0.95, 0.030),
    (0.98, 0.065),
    (0.995, 0.093),
];

/// Fig. 5: ASL1's gradient norm against |d|. It fits mu = .04, not the stated .02.
pub const FIG5_ASL1: &Points = &[(0.01, 0.25), (0.02, 0.45), (0.05, 0.78), (0.1, 0.93)];

/// Fig. 5: reformulated gradient under GHM-R.
pub const FIG5_GHM: &Points = &[(0.02, 0.68), (0.047, 1.02), (0.1, 0.69), (0.2, 0.39)];

/// The points as a series, each y times `factor`.
pub fn series(points: &Points, text: Text, role: Role, factor: f64, lang: Lang) -> Series {
    let x = points.iter().map(|p| p.0).collect();
    let y = points.iter().map(|p| p.1 * factor).collect();
    Series::points(text.get(lang), role, x, y)
}
