//! `half-overflow`: a weight that half precision can't hold.

use super::{Finding, Severity, shown};
use crate::regions::Regions;
use crate::{Said, Settings};
use ghm::{Convention, Start};

/// The largest number of half precision.
pub(crate) const HALF_MOST: f64 = 65_504.0;

/// mmdet's weights have the predictions' precision, and `N / S_j` is written into them before it is divided by `n`. In a
/// region's first update `S_j` is `(1 - alpha) R_j` where the average starts at zero, else `R_j`: beyond 65,504 the weight
/// is infinite, and infinity times a loss of 0 is NaN. (Where the weight is a number and no tensor, as without momentum, PyTorch
/// refuses to store it.) The paper's density is `S_j M`.
pub(super) fn overflow(regions: &Regions, settings: &Settings) -> Option<Finding> {
    let options = settings.classification;
    let mut least_factor = match options.start {
        Start::Zero => 1.0 - options.momentum,
        Start::First | Start::Corrected => 1.0,
    };
    if options.convention == Convention::Paper {
        least_factor *= options.bins as f64;
    }
    let safe = regions.total / (least_factor * HALF_MOST);
    let (place, count) = regions.least();
    if count >= safe {
        return None;
    }
    let too_few = |&&held: &&f64| held > 0.0 && held < safe;
    let [from, to] = regions.edges(place);
    let values = [
        ("examples", regions.total),
        ("smallest_region", count),
        ("from", from),
        ("to", to),
        ("quotient", regions.total / (least_factor * count)),
        ("safe_count", safe.ceil()),
        (
            "regions",
            regions.counts.iter().filter(too_few).count() as f64,
        ),
        ("largest_half", HALF_MOST),
    ];
    Some(Finding {
        name: "half-overflow",
        severity: Severity::Error,
        said: Said::new(
            "In half precision a weight overflows, so that the loss becomes infinite or NaN, or PyTorch stops: of {examples#} examples the region from {from} to {to} holds {smallest_region#}, so N / S reaches {quotient} there, and half precision ends at {largest_half#}. From {safe_count#} examples a region on it would be safe; regions with fewer: {regions#}. Compute the loss in single precision, as the exported module does.",
            "半精度下权重会溢出，损失变成 inf 或 NaN，或者 PyTorch 报错中止：{examples#} 个样本中，{from} 到 {to} 的区域只有 {smallest_region#} 个，N / S 在此达到 {quotient}，而半精度最大只能表示 {largest_half#}。每个区域至少要有 {safe_count#} 个样本才安全，低于此数的区域有 {regions#} 个。请用单精度计算损失，导出的模块就是这样做的。",
            &values,
        ),
        shown: shown("weights", settings, &[]),
    })
}
