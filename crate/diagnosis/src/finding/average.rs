//! `cold-start` and `flat-loss`: what the loss does at first, and afterwards.

use super::{Finding, Severity, shown};
use crate::regions::Regions;
use crate::{Knob, Said, Settings};
use ghm::{Convention, Start};

/// The loss is flat within this of 1: the sum over regions stands for an integral, and outliers in the last region add to it.
const FLAT: f64 = 0.15;
/// With fewer regions the sum is no integral.
const FLAT_BINS: usize = 5;
/// How near to the settled loss counts as settled.
const SETTLED: f64 = 0.05;

/// A region's `k`-th update from zero is weighted `1 / (1 - alpha^k)` too much. In the first call every region is at its
/// first update, so the loss itself is `1 / (1 - alpha)` times too large.
pub(super) fn cold_start(regions: &Regions, settings: &Settings) -> Option<Finding> {
    let options = settings.classification;
    let alpha = options.momentum;
    if options.start != Start::Zero || alpha == 0.0 {
        return None;
    }
    let factor = 1.0 / (1.0 - alpha);
    // 1 / (1 - alpha^k) <= 1 + e, solved for k.
    let calls = libm::ceil(libm::log(SETTLED / (1.0 + SETTLED)) / libm::log(alpha));
    let mut values = vec![("factor", factor), ("calls", calls.max(1.0))];
    let mut text = [
        "The average starts at zero: the first loss is {factor} times too large, and only after {calls#} calls is it within 5% of what it settles on. Start the average corrected.",
        "滑动平均从零开始：首次损失放大到 {factor} 倍，{calls#} 次调用之后才与稳定值相差 5% 以内。请改用带偏差修正的初值（corrected）。",
    ];
    if let Some(settled) = settled_loss(regions, settings) {
        values.extend([("first_loss", factor * settled), ("settled_loss", settled)]);
        text = [
            "The average starts at zero: the first loss is {factor} times too large, {first_loss} where it settles on {settled_loss}, and only after {calls#} calls is it within 5% of that. Start the average corrected.",
            "滑动平均从零开始：首次损失放大到 {factor} 倍，为 {first_loss}，而稳定值是 {settled_loss}；{calls#} 次调用之后才与稳定值相差 5% 以内。请改用带偏差修正的初值（corrected）。",
        ];
    }
    Some(Finding {
        name: "cold-start",
        severity: Severity::Warning,
        said: Said::new(text[0], text[1], &values),
        shown: shown("momentum", settings, &[("batch", Knob::Number(1.0))]),
    })
}

/// GHM-C as the settings divide, once the average has settled.
fn settled_loss(regions: &Regions, settings: &Settings) -> Option<f64> {
    let loss = regions.ghm_c()?;
    Some(match settings.classification.convention {
        // Once the average has settled, the regions that are filled in it are those that are filled.
        Convention::Code | Convention::Average => loss,
        Convention::Paper => loss * regions.filled() as f64 / regions.counts.len() as f64,
    })
}

/// With all regions filled GHM-C is about the integral of -ln(1 - g) from 0 to 1, which is 1, whatever the model is.
pub(super) fn flat_loss(regions: &Regions, settings: &Settings) -> Option<Finding> {
    let bins = regions.counts.len();
    let (loss, cross_entropy) = (regions.ghm_c()?, regions.cross_entropy()?);
    if bins < FLAT_BINS || regions.filled() < bins || (loss - 1.0).abs() > FLAT {
        return None;
    }
    let values = [
        ("ghm_c", loss),
        ("cross_entropy", cross_entropy),
        ("bins", bins as f64),
    ];
    Some(Finding {
        name: "flat-loss",
        severity: Severity::Fine,
        said: Said::new(
            "All {bins#} regions are filled, so GHM-C is near 1 whatever the model has learned: {ghm_c} here, at a cross-entropy of {cross_entropy}. A flat loss is no fault; watch the cross-entropy or the AP.",
            "{bins#} 个区域都有样本，因此无论模型学得如何，GHM-C 都在 1 附近：此处为 {ghm_c}，而交叉熵为 {cross_entropy}。损失不下降不是故障，请看交叉熵或 AP。",
            &values,
        ),
        shown: shown("regions", settings, &[]),
    })
}
