//! Settings that suit the examples.
//!
//! # The rule
//! **Bins and momentum.** 30 regions, or else 20, if the least filled region has a weight that varies by at most 25 % at a
//! momentum of 0, .5, .75 or .9, and the smallest of these momenta:
//! `sqrt((1 - alpha) / ((1 + alpha) R)) <= .25`, so the region must hold 16, 5.3, 2.3 or .84 examples a batch. Where none does,
//! 30 regions and momentum .9, with the batch that would do. No more than 30, because the paper measured no gain beyond (30
//! regions 35.8 AP, 40 regions 35.4), and no fewer than 20, because it measured a loss (34.6 with 10, 33.4 with 5), and so did we.
//!
//! **Start.** Always corrected: it costs nothing, and the first call is right.
//!
//! **mu.** The one at which the offsets' norms fill the regions of GHM-R most evenly (greatest entropy), which is about
//! `sqrt(3)` times the median offset.
//!
//! # What training with it gave
//! `cargo run --release -p diagnosis --example train`: the page's detector, asked after 200 of 800 steps, under three kinds of
//! scenes, five seeds each. AP, with deviations of .006 to .02:
//!
//! | scenes | mmdet's settings | the same, corrected | suggested | GHM-R with mu .02 | with the suggested mu, .08 to .14 |
//! |---|---|---|---|---|---|
//! | as the page's | .586 | .579 | .588 | .470 | .567 |
//! | crowded | .615 | .620 | .620 | .551 | .618 |
//! | missing and false boxes | .474 | .476 | .479 | .168 | .477 |
//!
//! It is suggested 30 regions and momentum .9, and does as well as with mmdet's settings; mu matters. An earlier rule, which
//! asked for 3 examples in each region, gave 5 regions and .565, .602 and .462: noise in the emptiest regions is cheaper than
//! regions that are too wide.
//!
//! # Where it fails
//! - A region with fewer than 3 examples a batch is often empty (one batch of twenty at 3, `e^-3`); the average then holds, and
//!   the formula, which is for counts that come in every batch, says too little. The sentence says so.
//! - Regions that are empty here are taken to stay empty. Early in a training the middle is empty, and fills later.
//! - The least count is itself a count of few, so batches of one detector may get different suggestions.
//! - It counts noise, and not whether the density is resolved: examples that lie in one region at any `M` get 30 regions,
//!   and all the same weight.
//! - Examples of one image or one object are not independent, so weights vary more than the formula says.
//! - A suggestion is for the moment that the examples show: the best mu of a detector falls threefold during a training.
//! - It is a rule for weights that can be trusted, not for the best AP.

use crate::finding::{deviation, worth};
use crate::offsets::two_digits;
use crate::regions::Regions;
use crate::{Evidence, Said, Settings};
use ghm::Start;

/// Numbers of regions, all of which divide 1200, so that a table of cells has them exactly.
const BINS: [usize; 2] = [30, 20];
const MOMENTA: [f64; 4] = [0.0, 0.5, 0.75, 0.9];
/// A weight may vary by this.
const VARIES: f64 = 0.25;
/// A region with fewer examples a batch is often empty.
const OFTEN_EMPTY: f64 = 3.0;

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
            "mu = {mu} 使 GHM-R 的 {bins#} 个区域最均匀（熵 {entropy}，最大为 1），为偏移中位数 {median} 的 {ratio} 倍。",
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
    let mut finest = None;
    for bins in BINS {
        let cells_alone = Evidence {
            regions: None,
            ..*evidence
        };
        let regions = Regions::of(&cells_alone, bins)?;
        let least = regions.least().1 / batches;
        let steady = |momentum: &&f64| deviation(least, **momentum) <= VARIES;
        if let Some(&momentum) = MOMENTA.iter().find(steady) {
            let why = why(momentum, least, &regions, batches);
            return Some((bins, momentum, why));
        }
        finest = finest.or(Some((least, regions)));
    }
    let (least, regions) = finest?;
    let momentum = MOMENTA[MOMENTA.len() - 1];
    let why = why(momentum, least, &regions, batches);
    Some((regions.counts.len(), momentum, why))
}

/// Why these: what the least filled region's weight does without momentum and with it.
fn why(momentum: f64, least: f64, regions: &Regions, batches: f64) -> Said {
    let needed = 1.0 / (VARIES * VARIES);
    let batch = regions.total / batches;
    let values = [
        ("bins", regions.counts.len() as f64),
        ("filled", regions.filled() as f64),
        ("least", least),
        ("batch", batch),
        ("momentum", momentum),
        ("worth", worth(momentum)),
        ("deviation", deviation(least, momentum)),
        ("alone", deviation(least, 0.0)),
        ("needed_batch", up(batch * needed / least)),
        (
            "averaged_batch",
            up(batch * needed / (worth(momentum) * least)),
        ),
    ];
    let [en, zh] = match () {
        () if momentum == 0.0 => [
            "{bins#} regions, of which {filled#} are filled: the least filled holds {least} a batch, so its weight varies by {deviation%} without momentum, and none is needed.",
            "{bins#} 个区域，其中 {filled#} 个有样本：最空的非空区域每批有 {least} 个样本，不用动量时其权重波动 {deviation%}，因此不需要动量。",
        ],
        () if deviation(least, momentum) > VARIES => [
            "A batch of {batch#} is too small for steady weights in 20 regions or more: of {bins#} regions {filled#} are filled, and the least filled holds {least} a batch, so its weight varies by {deviation%} even with momentum {momentum}. With it, batches of {averaged_batch#} would do, and {needed_batch#} without. Fewer regions cost more AP than noise does.",
            "每批 {batch#} 个样本不足以让 20 个以上的区域权重稳定：{bins#} 个区域中有 {filled#} 个有样本，最空的每批只有 {least} 个，即使动量取 {momentum}，其权重仍波动 {deviation%}。用此动量时每批需 {averaged_batch#} 个，不用动量则需 {needed_batch#} 个。更少的区域对 AP 的损害比噪声更大。",
        ],
        () if least < OFTEN_EMPTY => [
            "{bins#} regions, of which {filled#} are filled: the least filled holds {least} a batch, so its weight varies by {alone%} without momentum, and by {deviation%} with {momentum}, which is worth {worth} batches; by more where it is empty in some batches, as so few often are. A batch of {needed_batch#} would do without momentum.",
            "{bins#} 个区域，其中 {filled#} 个有样本：最空的非空区域每批有 {least} 个样本，不用动量时其权重波动 {alone%}，动量 {momentum} 相当于 {worth} 个批次，波动降到 {deviation%}；样本这么少，有些批次会为空，实际波动更大。不用动量则每批需 {needed_batch#} 个样本。",
        ],
        () => [
            "{bins#} regions, of which {filled#} are filled: the least filled holds {least} a batch, so its weight varies by {alone%} without momentum, and by {deviation%} with {momentum}, which is worth {worth} batches. A batch of {needed_batch#} would do without momentum.",
            "{bins#} 个区域，其中 {filled#} 个有样本：最空的非空区域每批有 {least} 个样本，不用动量时其权重波动 {alone%}，动量 {momentum} 相当于 {worth} 个批次，波动降到 {deviation%}。不用动量则每批需 {needed_batch#} 个样本。",
        ],
    };
    Said::new(en, zh, &values)
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
