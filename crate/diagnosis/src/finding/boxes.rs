//! `narrow-mu` and `wide-mu`: whether mu suits the box offsets.

use super::{Finding, Severity};
use crate::offsets::Sizes;
use crate::{Evidence, Knob, Said, Settings, Shown};

/// mu is wrong if it is off by more than this factor and the entropy lower by more than this.
const FACTOR: f64 = 2.0;
const LOWER: f64 = 0.1;
/// Fewer offsets than this for each region say too little.
const ENOUGH: f64 = 5.0;

/// Compares mu with the one at which the norms fill the regions most evenly.
pub(super) fn mu(evidence: &Evidence, settings: &Settings) -> Option<Finding> {
    let (bins, mu) = (settings.box_bins, settings.mu);
    let sizes = evidence.offsets?.sorted()?;
    let best = sizes.best(bins)?;
    let own = sizes.evenness(bins, mu);
    let wrong = (mu / best.mu).max(best.mu / mu) > FACTOR && best.entropy - own.entropy > LOWER;
    if !wrong || sizes.total() < ENOUGH * bins as f64 {
        return None;
    }
    let values = [
        ("mu", mu),
        ("suggested_mu", best.mu),
        ("entropy", own.entropy),
        ("best_entropy", best.entropy),
        ("fullest", own.fullest),
        ("median", sizes.median()),
        ("median_norm", sizes.median_norm(mu)),
        ("reach", Sizes::reach(bins, mu, bins - 1)),
        ("first_reach", Sizes::reach(bins, mu, 1)),
        ("bins", bins as f64),
    ];
    let knobs = [
        ("rbins", Knob::Number(bins as f64)),
        ("mu", Knob::Number(mu)),
    ];
    let shown = Shown::new("offsets", &knobs);
    Some(match mu < best.mu {
        true => Finding {
            name: "narrow-mu",
            severity: Severity::Warning,
            said: Said::new(
                "mu is too small: at {mu} all regions but the last end at |d| = {reach}, and the fullest holds {fullest%} of the offsets; half of them are beyond |d| = {median}. At {suggested_mu} they fill the {bins#} regions evenly (entropy {best_entropy} of 1, {entropy} now).",
                "mu 太小：取 {mu} 时，除最后一个外的所有区域只到 |d| = {reach}，最满的区域占 {fullest%} 的偏移，而一半的偏移大于 {median}。取 {suggested_mu} 时 {bins#} 个区域最均匀（熵 {best_entropy}，最大为 1；现在 {entropy}）。",
                &values,
            ),
            shown,
        },
        false => Finding {
            name: "wide-mu",
            severity: Severity::Warning,
            said: Said::new(
                "mu is too large: at {mu} the first region reaches to |d| = {first_reach}, and the fullest holds {fullest%} of the offsets; half of them are within |d| = {median}. At {suggested_mu} they fill the {bins#} regions evenly (entropy {best_entropy} of 1, {entropy} now).",
                "mu 太大：取 {mu} 时，第一个区域就到 |d| = {first_reach}，最满的区域占 {fullest%} 的偏移，而一半的偏移不到 {median}。取 {suggested_mu} 时 {bins#} 个区域最均匀（熵 {best_entropy}，最大为 1；现在 {entropy}）。",
                &values,
            ),
            shown,
        },
    })
}
