//! Whether positives rank above negatives.

use ghm::density::CELLS;

/// The area under the ROC curve, and how far it strays from one half by chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rank {
    /// The share of pairs of a positive and a negative in which the positive has the higher logit; ties count half.
    pub auc: f64,
    /// Its standard deviation where logits say nothing about targets (Mann and Whitney 1947), without ties, which make
    /// it smaller.
    pub chance: f64,
}

impl Rank {
    /// Of counts by ascending logits; none without both classes.
    pub fn of(ascending: impl Iterator<Item = (u64, u64)>) -> Option<Self> {
        let (mut negatives, mut positives, mut above) = (0.0, 0.0, 0.0);
        for (negative, positive) in ascending {
            let (negative, positive) = (negative as f64, positive as f64);
            above += positive * (negatives + 0.5 * negative);
            negatives += negative;
            positives += positive;
        }
        let pairs = negatives * positives;
        (pairs > 0.0).then(|| Self {
            auc: above / pairs,
            chance: ((negatives + positives + 1.0) / (12.0 * pairs)).sqrt(),
        })
    }

    /// Of a table of cells with its positives: a negative's probability is g, a positive's 1 - g. All that share a
    /// cell are ties, and so are easy negatives and missed positives below 1/1200.
    pub fn of_cells(counts: &[u64], positives: &[u64]) -> Option<Self> {
        let cells = (0..CELLS).map(|cell| {
            let mirrored = positives[CELLS - 1 - cell];
            (counts[cell].saturating_sub(positives[cell]), mirrored)
        });
        Self::of(cells)
    }

    /// Whether logits speak against the targets, and not by chance. Below one half by three deviations is less than one
    /// set in 700. A few examples stray far, so a value below a quarter is enough by two.
    pub fn is_reversed(&self) -> bool {
        let below = 0.5 - self.auc;
        below > 3.0 * self.chance || self.auc < 0.25 && below > 2.0 * self.chance
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_and_ties_are_halves() {
        let of = |counts: &[(u64, u64)]| Rank::of(counts.iter().copied());
        assert_eq!(of(&[(1, 0), (0, 1)]).unwrap().auc, 1.0);
        assert_eq!(of(&[(0, 1), (1, 0)]).unwrap().auc, 0.0);
        assert_eq!(of(&[(2, 2)]).unwrap().auc, 0.5);
        // Of 2 * 3 pairs, 3 + 1/2 are in order.
        assert_eq!(
            of(&[(1, 1), (0, 0), (1, 2)]).unwrap().auc,
            (0.5 + 2.0 + 1.0) / 6.0
        );
        assert_eq!(of(&[(3, 0), (1, 0)]), None);
    }

    #[test]
    fn cells_with_positives_say_it_too() {
        let (mut counts, mut positives) = (vec![0; CELLS], vec![0; CELLS]);
        // Negatives with p = .1, positives with p = .7.
        (counts[120], counts[360], positives[360]) = (50, 8, 8);
        assert_eq!(Rank::of_cells(&counts, &positives).unwrap().auc, 1.0);
        // The same with targets reversed: each norm g becomes 1 - g.
        counts.reverse();
        positives = counts.clone();
        positives[CELLS - 1 - 360] = 0;
        let reversed = Rank::of_cells(&counts, &positives).unwrap();
        assert!(reversed.auc == 0.0 && reversed.is_reversed());
    }

    #[test]
    fn chance_is_not_taken_for_a_reversal() {
        let rank = |auc, n: f64, positives: f64| Rank {
            auc,
            chance: ((n + 1.0) / (12.0 * positives * (n - positives))).sqrt(),
        };
        assert!(!rank(0.45, 1000.0, 50.0).is_reversed());
        assert!(rank(0.45, 100_000.0, 5000.0).is_reversed());
        assert!(!rank(0.1, 4.0, 1.0).is_reversed());
        assert!(rank(0.05, 40.0, 15.0).is_reversed());
    }
}
