//! `noisy-weights` and `lonely-examples`: regions with too few examples.

use super::{Finding, Severity, shown};
use crate::regions::Regions;
use crate::{Said, Settings};

/// A weight that varies more than this from batch to batch is noisy.
const NOISY: f64 = 0.25;

/// The relative deviation of a weight whose region holds so many examples a batch. A count `R` of independent examples
/// varies by `sqrt(R)`; a settled average of independent counts keeps `(1 - alpha) / (1 + alpha)` of their variance.
pub(crate) fn deviation(count: f64, momentum: f64) -> f64 {
    (1.0 / (worth(momentum) * count)).sqrt()
}

/// So many batches is a settled average worth: 7 at .75, 19 at .9.
pub(crate) fn worth(momentum: f64) -> f64 {
    (1.0 + momentum) / (1.0 - momentum)
}

/// Whether the least filled region's weight is noisy.
pub(super) fn noisy_weights(
    regions: &Regions,
    settings: &Settings,
    batches: f64,
) -> Option<Finding> {
    let alpha = settings.classification.momentum;
    let (place, count) = regions.least();
    let least = deviation(count / batches, alpha);
    if least <= NOISY {
        return None;
    }
    let noisy = |&&held: &&f64| held > 0.0 && deviation(held / batches, alpha) > NOISY;
    let [from, to] = regions.edges(place);
    let values = [
        ("deviation", least),
        ("smallest_region", count / batches),
        ("from", from),
        ("to", to),
        (
            "regions",
            regions.counts.iter().filter(noisy).count() as f64,
        ),
        ("bins", regions.counts.len() as f64),
        ("worth", worth(alpha)),
        ("needed", 1.0 / (NOISY * NOISY * worth(alpha))),
    ];
    let text = match alpha == 0.0 {
        true => [
            "Weights are noisy: there are {smallest_region} a batch in the region from {from} to {to}, so its weight varies by {deviation%} from batch to batch. Regions that vary by more than 25%: {regions#} of {bins#}. Each needs {needed}: take a momentum, larger batches or fewer regions.",
            "权重噪声大：{from} 到 {to} 的区域每批只有 {smallest_region} 个样本，其权重逐批波动 {deviation%}。波动超过 25% 的区域：{bins#} 个中有 {regions#} 个。每个区域需要 {needed} 个样本：请使用动量、增大批次或减少区域数。",
        ],
        false => [
            "Weights are noisy: there are {smallest_region} a batch in the region from {from} to {to}, so its weight varies by {deviation%} from batch to batch, even with an average worth {worth} batches. Regions that vary by more than 25%: {regions#} of {bins#}. Each needs {needed}: take a greater momentum, larger batches or fewer regions.",
            "权重噪声大：{from} 到 {to} 的区域每批只有 {smallest_region} 个样本，即使滑动平均相当于 {worth} 个批次，其权重逐批波动仍达 {deviation%}。波动超过 25% 的区域：{bins#} 个中有 {regions#} 个。每个区域需要 {needed} 个样本：请加大动量、增大批次或减少区域数。",
        ],
    };
    Some(Finding {
        name: "noisy-weights",
        severity: Severity::Warning,
        said: Said::new(text[0], text[1], &values),
        shown: shown("weights", settings, &[]),
    })
}

/// Whether examples are alone in their regions. Weights of a region add up to `N / n` whatever is in it, so one alone has the
/// say of a whole crowd.
pub(super) fn lonely_examples(
    regions: &Regions,
    settings: &Settings,
    batches: f64,
) -> Option<Finding> {
    let lonely = |&&held: &&f64| held > 0.0 && held <= batches;
    let alone = regions.counts.iter().filter(lonely).count() as f64;
    let fullest = regions.counts.iter().copied().fold(0.0, f64::max);
    if alone == 0.0 || fullest <= batches {
        return None;
    }
    let n = regions.filled() as f64;
    let values = [
        ("regions", alone),
        ("bins", regions.counts.len() as f64),
        ("weight", regions.total / (batches * n)),
        ("crowd", fullest / batches),
        ("share", 1.0 / n),
    ];
    Some(Finding {
        name: "lonely-examples",
        severity: Severity::Warning,
        said: Said::new(
            "Regions with no more than one example a batch: {regions#} of {bins#}. Its weight is {weight}, and it has as much of the weight as the {crowd#} of the fullest region together: {share%}. Take larger batches or fewer regions.",
            "每批至多一个样本的区域：{bins#} 个中有 {regions#} 个。该样本的权重为 {weight}，独占总权重的 {share%}，与最满区域的 {crowd#} 个样本合计相当。请增大批次或减少区域数。",
            &values,
        ),
        shown: shown("distribution", settings, &[]),
    })
}
