//! `damps-outliers` and `amplifies-outliers`: what GHM-C makes of the last region.

use super::{Finding, Severity, shown};
use crate::regions::Regions;
use crate::{Knob, Said, Settings};

/// Shares that differ by less than this factor are alike.
const ALIKE: f64 = 1.1;

/// Compares the last region's share of the gradient under GHM-C and under cross-entropy. GHM-C weighs each region's
/// gradient by `1 / R_j`, so it gives the last of `n` regions about `2 / n` however many are in it; under cross-entropy the
/// share is what the data say. Where a table has no losses, the norms within a cell are unknown, and nothing is said if
/// that matters.
pub(super) fn last_region(regions: &Regions, settings: &Settings) -> Option<Finding> {
    let gradient = regions.gradient.as_ref()?;
    let last = regions.counts.len() - 1;
    let count = regions.counts[last];
    if count == 0.0 || last == 0 {
        return None;
    }
    // Shares of the last region, from what it holds at least or most and the others at most or least.
    let share = |weight: &dyn Fn(usize) -> f64, bound: [fn(&crate::regions::Sum) -> f64; 2]| {
        let own = weight(last) * bound[0](&gradient[last]);
        let others: f64 = (0..last).map(|j| weight(j) * bound[1](&gradient[j])).sum();
        own / (own + others)
    };
    let bounds = |weight: &dyn Fn(usize) -> f64| {
        [
            share(weight, [|it| it.least, |it| it.most]),
            share(weight, [|it| it.likely, |it| it.likely]),
            share(weight, [|it| it.most, |it| it.least]),
        ]
    };
    let cross_entropy = bounds(&|_| 1.0);
    let ghm = bounds(&|j| {
        if regions.counts[j] > 0.0 {
            1.0 / regions.counts[j]
        } else {
            0.0
        }
    });
    let amplifies = match () {
        () if ghm[2] * ALIKE < cross_entropy[0] => false,
        () if ghm[0] > cross_entropy[2] * ALIKE => true,
        () => return None,
    };
    let [from, _] = regions.edges(last);
    let values = [
        ("ghm_share", ghm[1]),
        ("cross_entropy_share", cross_entropy[1]),
        ("last_region", count),
        ("from", from),
        ("ratio", ghm[1] / cross_entropy[1]),
    ];
    let losses = [("losses", Knob::Word("ce,ghm"))];
    let shown = shown("contribution", settings, &losses);
    Some(match amplifies {
        false => Finding {
            name: "damps-outliers",
            severity: Severity::Fine,
            said: Said::new(
                "GHM-C damps the last region: its {last_region#} examples beyond g = {from} have {ghm_share%} of the gradient, and {cross_entropy_share%} under cross-entropy.",
                "GHM-C 抑制最后一个区域：g 大于 {from} 的 {last_region#} 个样本占总梯度的 {ghm_share%}，而在交叉熵下占 {cross_entropy_share%}。",
                &values,
            ),
            shown,
        },
        true => Finding {
            name: "amplifies-outliers",
            severity: Severity::Note,
            said: Said::new(
                "GHM-C amplifies the last region: its {last_region#} examples beyond g = {from} have {ghm_share%} of the gradient, and only {cross_entropy_share%} under cross-entropy. That helps if they are missed objects and hurts if their labels are wrong.",
                "GHM-C 放大最后一个区域：g 大于 {from} 的 {last_region#} 个样本占总梯度的 {ghm_share%}，而在交叉熵下只占 {cross_entropy_share%}。若它们是漏检目标则有益，若是标签错误则有害。",
                &values,
            ),
            shown,
        },
    })
}
