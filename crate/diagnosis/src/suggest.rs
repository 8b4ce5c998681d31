//! Settings that suit the examples.
//!
//! # The rule
//! **Bins and momentum.** The finest number of regions, of 30, 20, 15, 10 and 5, whose least filled region holds at least 3 examples a batch,
//! with the smallest momentum of 0, .5, .75 and .9 at which that region's weight varies by at most 20 %:
//! `sqrt((1 - alpha) / ((1 + alpha) R)) <= .2`, so `R >= 25`, 8.3, 3.6 and 1.3. No more than 30, because the paper measured no
//! gain beyond (30 regions 35.8 AP, 40 regions 35.4). No fewer than 3 examples, because a region with an expected count
//! of 3 is empty in one batch of twenty (`e^-3`); the average then holds, and the formula, which is for counts that come in
//! every batch, says too little.
//!
//! Where not even 5 regions have 3 examples in each, 5 regions and momentum .9 are suggested with the batch
//! that would do.
//!
//! **Start.** Always corrected: it costs nothing, and the first call is right.
//!
//! **mu.** The one at which the offsets' norms fill the regions of GHM-R most evenly (greatest entropy), which is about
//! `sqrt(3)` times the median offset.
//!
//! # Where it fails
//! - Regions that are empty here are taken to stay empty. Early in a training the middle is empty, and fills later.
//! - The least count is itself a count of few, so batches of one detector may get different suggestions.
//! - It counts noise, and not whether the density is resolved: examples that lie in one region at any `M` get 30 regions,
//!   and all the same weight.
//! - Examples of one image or one object are not independent, so weights vary more than the formula says.
//! - A suggestion is for the moment that the examples show: the best mu of a detector falls threefold during a training.
//! - Nobody has trained with all of these: it is a rule for weights that can be trusted, not for the best AP.

use crate::finding::{deviation, worth};
use crate::offsets::two_digits;
use crate::regions::Regions;
use crate::{Evidence, Said, Settings};
use ghm::Start;

/// Numbers of regions, all of which divide 1200, so that a table of cells has them exactly.
const BINS: [usize; 5] = [30, 20, 15, 10, 5];
const MOMENTA: [f64; 4] = [0.0, 0.5, 0.75, 0.9];
/// A weight may vary by this.
const VARIES: f64 = 0.2;
/// A region must hold so many examples a batch.
const HOLDS: f64 = 3.0;

/// Settings that suit the examples; none of what nothing is known about.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// Unit regions of GHM-C.
    pub bins: Option<usize>,
    /// Momentum of its average.
    pub momentum: Option<f64>,
    /// How it starts.
    pub start: Option<Start>,
    /// mu of ASL1.
    pub mu: Option<f64>,
    /// Why these: sentences.
    pub why: Vec<Said>,
}

pub(crate) fn suggest(evidence: &Evidence, settings: &Settings) -> Suggestion {
    let mut suggestion = Suggestion {
        bins: None,
        momentum: None,
        start: None,
        mu: None,
        why: vec![],
    };
    if let Some((bins, momentum, why)) = regions(evidence) {
        suggestion.bins = Some(bins);
        suggestion.momentum = Some(momentum);
        suggestion.start = Some(Start::Corrected);
        suggestion.why.push(why);
    }
    let sizes = evidence.offsets.and_then(|offsets| offsets.sorted());
    if let Some(sizes) = sizes
        && let Some(best) = sizes.best(settings.box_bins)
    {
        suggestion.mu = Some(best.mu);
        suggestion.why.push(Said::new(
            "mu = {mu} fills the {bins#} regions of GHM-R most evenly (entropy {entropy} of 1); it is {ratio} times the median offset of {median}.",
            "mu = {mu} 使 GHM-R 的 {bins#} 个区域最均匀（熵 {entropy}，满分 1），为偏移中位数 {median} 的 {ratio} 倍。",
            &[
                ("mu", best.mu),
                ("bins", settings.box_bins as f64),
                ("entropy", best.entropy),
                ("ratio", best.mu / sizes.median()),
                ("median", sizes.median()),
            ],
        ));
    }
    suggestion
}

/// The rule for bins and momentum.
fn regions(evidence: &Evidence) -> Option<(usize, f64, Said)> {
    let batches = evidence.batches();
    let all = BINS.iter().filter_map(|&bins| {
        let regions = Regions::of(
            &Evidence {
                regions: None,
                ..*evidence
            },
            bins,
        )?;
        let least = regions.least().1 / batches;
        Some((bins, least, regions))
    });
    let mut last = None;
    for (bins, least, regions) in all {
        if least >= HOLDS
            && let Some(&momentum) = MOMENTA.iter().find(|&&it| deviation(least, it) <= VARIES)
        {
            return Some((
                bins,
                momentum,
                fits(bins, momentum, least, &regions, batches),
            ));
        }
        last = Some((least, regions));
    }
    let (least, regions) = last?;
    let (bins, momentum) = (regions.counts.len(), MOMENTA[3]);
    let batch = regions.total / batches;
    let said = Said::new(
        "No number of regions from 5 on suits a batch of {batch#}: of 5 the least filled holds {least}, fewer than 3, so it is often empty. 5 regions with momentum {momentum} are the steadiest; a batch of {needed#} would do for them, and one of {alone#} without momentum. Or count over more images in one call.",
        "每批 {batch#} 个样本对 5 个以上的任何区域数都太少：分 5 个区域时，最空的区域只有 {least} 个样本，不足 3 个，会经常为空。5 个区域加动量 {momentum} 最稳；批次达到 {needed#} 时即可，不用动量则需 {alone#}。也可以在一次调用中统计更多图像。",
        &[
            ("batch", batch),
            ("least", least),
            ("momentum", momentum),
            ("needed", up(batch * HOLDS / least)),
            ("alone", up(batch / (VARIES * VARIES * least))),
        ],
    );
    Some((bins, momentum, said))
}

/// Why a number of regions fits.
fn fits(bins: usize, momentum: f64, least: f64, regions: &Regions, batches: f64) -> Said {
    let values = [
        ("bins", bins as f64),
        ("filled", regions.filled() as f64),
        ("least", least),
        ("momentum", momentum),
        ("worth", worth(momentum)),
        ("deviation", deviation(least, momentum)),
        ("alone", deviation(least, 0.0)),
        (
            "batch",
            up(regions.total / batches / (VARIES * VARIES * least)),
        ),
    ];
    if momentum == 0.0 {
        return Said::new(
            "{bins#} regions, {filled#} of them filled: the least filled holds {least} examples a batch, so its weight varies by {deviation%} without momentum, and none is needed.",
            "{bins#} 个区域，其中 {filled#} 个有样本：最空的非空区域每批 {least} 个样本，不用动量时其权重波动 {deviation%}，因此不需要动量。",
            &values,
        );
    }
    Said::new(
        "{bins#} regions, {filled#} of them filled: the least filled holds {least} examples a batch, so its weight varies by {alone%} without momentum, and by {deviation%} with {momentum}, which is worth {worth} batches. A batch of {batch#} would do without.",
        "{bins#} 个区域，其中 {filled#} 个有样本：最空的非空区域每批 {least} 个样本，不用动量时其权重波动 {alone%}，动量 {momentum} 相当于 {worth} 个批次，波动降到 {deviation%}。若不用动量，批次需达 {batch#}。",
        &values,
    )
}

/// Rounded up to two digits.
fn up(value: f64) -> f64 {
    let rounded = two_digits(value);
    if rounded >= value {
        rounded
    } else {
        two_digits(value * 1.05)
    }
}
