//! What single examples say, gathered as they come.

use crate::rank::Rank;
use crate::repeats::{Repeated, Repeats};

/// A logit beyond this is saturated. At 30, `1 - p` is 1e-13: `p` itself is exactly 1 in `f32`, and no figure of a density can
/// tell such logits apart.
pub(crate) const SATURATED: f32 = 30.0;
/// Logits are ranked by their upper 16 bits, that is in steps of less than 1 %.
const STEPS: usize = 1 << 16;

/// Takes examples one by one, in memory that does not grow with them: a megabyte.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// By ascending logits: negatives and positives.
    ranks: Vec<[u64; 2]>,
    n: u64,
    saturated: u64,
    /// The smallest and the largest logit.
    range: [f32; 2],
    repeats: Repeats,
}

/// What [`Rows`] have to say once all have come: little, whatever they were.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    pub(crate) n: u64,
    pub(crate) positives: u64,
    pub(crate) saturated: u64,
    /// The smallest and the largest logit.
    pub(crate) range: [f32; 2],
    pub(crate) rank: Option<Rank>,
    pub(crate) repeated: Option<Repeated>,
}

impl Default for Rows {
    fn default() -> Self {
        Self {
            ranks: vec![[0; 2]; STEPS],
            n: 0,
            saturated: 0,
            range: [f32::INFINITY, f32::NEG_INFINITY],
            repeats: Repeats::default(),
        }
    }
}

impl Rows {
    /// An example that counts.
    pub fn example(&mut self, logit: f32, target: f32) {
        self.n += 1;
        self.saturated += u64::from(logit.abs() > SATURATED);
        self.range = [self.range[0].min(logit), self.range[1].max(logit)];
        self.ranks[(ordinal(logit) >> 16) as usize][usize::from(target > 0.5)] += 1;
        self.repeats.add(logit, target);
    }

    /// What they say so far.
    pub fn seen(&self) -> Seen {
        let ranks = self.ranks.iter();
        Seen {
            n: self.n,
            positives: ranks.clone().map(|of| of[1]).sum(),
            saturated: self.saturated,
            range: self.range,
            rank: Rank::of(ranks.map(|&[negative, positive]| (negative, positive))),
            repeated: self.repeats.found(),
        }
    }
}

/// Whole numbers in the order of the floats.
pub(crate) fn ordinal(value: f32) -> u32 {
    let bits = value.to_bits();
    if bits >> 31 == 1 {
        !bits
    } else {
        bits | 1 << 31
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_are_in_the_order_of_the_floats() {
        let ascending = [
            f32::NEG_INFINITY,
            -3.0,
            -1e-40,
            0.0,
            1e-40,
            2.5,
            f32::INFINITY,
        ];
        for pair in ascending.windows(2) {
            assert!(ordinal(pair[0]) < ordinal(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn ranks_are_those_of_the_logits() {
        let examples = ghm::sample::Preset::Converged.classification(2000, 1);
        let mut rows = Rows::default();
        for (&logit, &target) in examples.logits.iter().zip(&examples.targets) {
            rows.example(logit, target);
        }
        let of = |wanted: f32| {
            let pairs = examples.logits.iter().zip(&examples.targets);
            let own: Vec<f32> = pairs.filter(|it| *it.1 == wanted).map(|it| *it.0).collect();
            own
        };
        let (negatives, positives) = (of(0.0), of(1.0));
        let above = positives
            .iter()
            .flat_map(|p| negatives.iter().map(move |n| p > n));
        let auc = above.filter(|&above| above).count() as f64
            / (negatives.len() * positives.len()) as f64;
        let seen = rows.seen();
        assert!((seen.rank.unwrap().auc - auc).abs() < 1e-3);
        assert_eq!(seen.positives, positives.len() as u64);
    }
}
