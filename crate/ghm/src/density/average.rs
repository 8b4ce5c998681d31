//! The moving average of the counts, and the harmonizing parameters made from it.

use crate::{
    density::{Convention, Empty, Options, Start},
    error::{Error, same_length},
};

/// `S_j`, the moving average of the counts `R_j`; without momentum, the counts themselves.
///
/// `S_j(t) = alpha S_j(t-1) + (1 - alpha) R_j(t)`. [`Start`] says what stands before the first
/// update, [`Empty`] which regions an update touches.
#[derive(Clone, Debug, PartialEq)]
pub struct Average {
    options: Options,
    /// The recursion's own value: what the next update starts from.
    raw: Vec<f64>,
    /// What the loss uses: differs from `raw` for [`Start::Corrected`] only.
    values: Vec<f64>,
    updates: Vec<u32>,
}

impl Average {
    /// An average of `options.bins` regions that has seen nothing yet.
    ///
    /// # Errors
    /// As [`Options::validate`].
    pub fn new(options: Options) -> Result<Self, Error> {
        options.validate()?;
        let zeros = vec![0.0; options.bins];
        Ok(Self {
            options,
            raw: zeros.clone(),
            values: zeros,
            updates: vec![0; options.bins],
        })
    }

    /// The options it was made with.
    pub fn options(&self) -> Options {
        self.options
    }

    /// Takes in the counts of one batch, one for each region.
    ///
    /// # Panics
    /// When the number of counts is not the number of regions.
    pub fn update(&mut self, counts: &[u64]) {
        assert!(
            counts.len() == self.options.bins,
            "one count for each unit region"
        );
        for (j, &count) in counts.iter().enumerate() {
            self.update_region(j, count);
        }
    }

    fn update_region(&mut self, j: usize, count: u64) {
        let alpha = self.options.momentum;
        let now = count as f64;
        if alpha == 0.0 {
            // No memory: a region that is empty now is empty, under either rule.
            (self.raw[j], self.values[j]) = (now, now);
        }
        if count == 0 && self.options.empty == Empty::Hold {
            return;
        }
        let first = self.updates[j] == 0;
        self.updates[j] = self.updates[j].saturating_add(1);
        self.raw[j] = match self.options.start {
            Start::First if first => now,
            _ => alpha * self.raw[j] + (1.0 - alpha) * now,
        };
        self.values[j] = self.value(j);
    }

    /// What the loss uses of a region that has been updated.
    fn value(&self, j: usize) -> f64 {
        match self.options.start {
            Start::Corrected => {
                let updates = f64::from(self.updates[j]);
                self.raw[j] / (1.0 - libm::pow(self.options.momentum, updates))
            }
            _ => self.raw[j],
        }
    }

    /// `S_j` as the loss uses them: for [`Start::Corrected`] divided by `1 - alpha^k_j`.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The recursion's own values, without the correction of [`Start::Corrected`]: with
    /// [`updates`](Self::updates), all that [`restore`](Self::restore) needs.
    pub fn raw(&self) -> &[f64] {
        &self.raw
    }

    /// Goes on from where an average with the same options was.
    ///
    /// # Errors
    /// [`Error::UnequalLengths`], or [`Error::OutOfRange`] where a value can't be an average: it is
    /// negative or not finite, or is above 0 without an update. The average then stays as it was.
    pub fn restore(&mut self, raw: &[f64], updates: &[u32]) -> Result<(), Error> {
        same_length("average", self.options.bins, raw.len())?;
        same_length("updates", self.options.bins, updates.len())?;
        for (&found, &updates) in raw.iter().zip(updates) {
            let expected = match updates {
                0 if found != 0.0 => "0 where there was no update",
                _ if !(0.0..f64::INFINITY).contains(&found) => "a finite number of at least 0",
                _ => continue,
            };
            return Err(Error::OutOfRange {
                what: "average",
                expected,
                found,
            });
        }
        self.raw.copy_from_slice(raw);
        self.updates.copy_from_slice(updates);
        for (j, &updates) in updates.iter().enumerate() {
            self.values[j] = match updates {
                0 => 0.0,
                _ => self.value(j),
            };
        }
        Ok(())
    }

    /// `k_j`, the number of updates that touched each region.
    pub fn updates(&self) -> &[u32] {
        &self.updates
    }

    /// The harmonizing parameter `beta_j` of each region, for a batch with these counts; 0 where
    /// the region is empty in the batch, or in the average too because it was never updated.
    ///
    /// Call [`update`](Self::update) with the same counts before. `weights` is overwritten.
    ///
    /// # Panics
    /// When the number of counts is not the number of regions.
    pub fn weights_into(&self, counts: &[u64], weights: &mut Vec<f64>) {
        self.weights_among(counts.iter().sum(), counts, weights);
    }

    /// The same where `N`, the number of valid examples, is more than the regions hold: see
    /// [`Edge::Half`](crate::density::Edge::Half).
    ///
    /// # Panics
    /// As [`weights_into`](Self::weights_into).
    pub fn weights_among(&self, valid: u64, counts: &[u64], weights: &mut Vec<f64>) {
        assert!(
            counts.len() == self.options.bins,
            "one count for each unit region"
        );
        let total = valid as f64;
        let divisor = match self.options.convention {
            Convention::Code => counts.iter().filter(|&&count| count > 0).count(),
            Convention::Paper => counts.len(),
            Convention::Average => self.values.iter().filter(|&&value| value > 0.0).count(),
        } as f64;
        weights.clear();
        weights.extend(counts.iter().zip(&self.values).map(|(&count, &value)| {
            if count == 0 || value == 0.0 {
                0.0
            } else {
                total / (value * divisor)
            }
        }));
    }

    /// Forgets every batch.
    pub fn reset(&mut self) {
        self.raw.fill(0.0);
        self.values.fill(0.0);
        self.updates.fill(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As DHPO/GHM_Loss.pytorch computes: the first batch starts the average, an empty region decays, and
    /// regions count as filled while their average is.
    #[test]
    fn copies_divide_by_the_regions_that_are_filled_in_the_average() {
        let options = Options {
            bins: 3,
            momentum: 0.5,
            convention: Convention::Average,
            start: Start::First,
            empty: Empty::Decay,
            ..Options::classification()
        };
        let mut average = Average::new(options).unwrap();
        let mut weights = vec![];
        average.update(&[4, 2, 0]);
        average.weights_into(&[4, 2, 0], &mut weights);
        assert_eq!(weights, [6.0 / (4.0 * 2.0), 6.0 / (2.0 * 2.0), 0.0]);
        average.update(&[6, 0, 0]);
        assert_eq!(average.values(), [5.0, 1.0, 0.0]);
        average.weights_into(&[6, 0, 0], &mut weights);
        // Two regions, though one of them is empty now: half of what the authors' code gives.
        assert_eq!(weights, [6.0 / (5.0 * 2.0), 0.0, 0.0]);
    }

    /// Averages of one region over these counts, at momentum 3/4: all numbers are exact.
    fn averages(start: Start, empty: Empty, counts: &[u64]) -> Vec<f64> {
        let options = Options {
            bins: 1,
            start,
            empty,
            ..Options::classification()
        };
        let mut average = Average::new(options).unwrap();
        let after = |&count: &u64| {
            average.update(&[count]);
            average.values()[0]
        };
        counts.iter().map(after).collect()
    }

    #[test]
    fn starts_from_zero_from_the_first_or_corrected() {
        let counts = [16, 16, 16];
        assert_eq!(
            averages(Start::Zero, Empty::Hold, &counts),
            [4.0, 7.0, 9.25]
        );
        assert_eq!(averages(Start::First, Empty::Hold, &counts), [16.0; 3]);
        assert_eq!(averages(Start::Corrected, Empty::Hold, &counts), [16.0; 3]);
    }

    #[test]
    fn an_empty_region_holds_or_decays() {
        let counts = [0, 16, 0, 16];
        let of = |start, empty| averages(start, empty, &counts);
        assert_eq!(of(Start::Zero, Empty::Hold), [0.0, 4.0, 4.0, 7.0]);
        assert_eq!(of(Start::Zero, Empty::Decay), [0.0, 4.0, 3.0, 6.25]);
        assert_eq!(of(Start::First, Empty::Hold), [0.0, 16.0, 16.0, 16.0]);
        // The first update is the empty batch's: it sets 0.
        assert_eq!(of(Start::First, Empty::Decay), [0.0, 4.0, 3.0, 6.25]);
        assert_eq!(of(Start::Corrected, Empty::Hold), [0.0, 16.0, 16.0, 16.0]);
        let decayed = of(Start::Corrected, Empty::Decay);
        assert_eq!(decayed[1], 4.0 / (1.0 - 0.75 * 0.75));
        assert_eq!(decayed[2], 3.0 / (1.0 - 0.75 * 0.75 * 0.75));
    }

    #[test]
    fn counts_updates_and_forgets_them() {
        for (empty, expected) in [(Empty::Hold, [2, 1]), (Empty::Decay, [2, 2])] {
            let options = Options {
                bins: 2,
                empty,
                ..Options::classification()
            };
            let new = Average::new(options).unwrap();
            let mut average = new.clone();
            average.update(&[1, 0]);
            average.update(&[1, 1]);
            assert_eq!(average.updates(), expected);
            average.reset();
            assert_eq!(average, new);
        }
    }

    #[test]
    fn a_restored_average_goes_on_as_if_nothing_had_happened() {
        for start in [Start::Zero, Start::First, Start::Corrected] {
            for empty in [Empty::Hold, Empty::Decay] {
                for momentum in [0.0, 0.7] {
                    let options = Options {
                        bins: 3,
                        momentum,
                        start,
                        empty,
                        ..Options::classification()
                    };
                    let mut average = Average::new(options).unwrap();
                    for counts in [[3, 0, 1], [0, 0, 7], [2, 0, 0]] {
                        let mut restored = Average::new(options).unwrap();
                        restored.restore(average.raw(), average.updates()).unwrap();
                        assert_eq!(restored, average);
                        average.update(&counts);
                        restored.update(&counts);
                        assert_eq!(restored, average);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_no_average_is_refused_and_changes_nothing() {
        let mut average = Average::new(Options {
            bins: 2,
            ..Options::classification()
        })
        .unwrap();
        average.update(&[5, 0]);
        let before = average.clone();
        let mut message = |raw: &[f64], updates: &[u32]| {
            let refused = average.restore(raw, updates).unwrap_err();
            assert_eq!(average, before);
            refused.to_string()
        };
        assert_eq!(
            message(&[1.0], &[1, 1]),
            "average has length 1: expected 2, one for each region"
        );
        assert_eq!(
            message(&[1.0, 1.0], &[1]),
            "updates has length 1: expected 2, one for each region"
        );
        for found in [-1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(
                message(&[1.0, found], &[1, 1]),
                format!("average is {found}: expected a finite number of at least 0")
            );
        }
        assert_eq!(
            message(&[1.0, 2.0], &[1, 0]),
            "average is 2: expected 0 where there was no update"
        );
    }

    #[test]
    fn without_momentum_it_is_the_counts() {
        for start in [Start::Zero, Start::First, Start::Corrected] {
            for empty in [Empty::Hold, Empty::Decay] {
                let options = Options {
                    bins: 3,
                    momentum: 0.0,
                    start,
                    empty,
                    ..Options::classification()
                };
                let mut average = Average::new(options).unwrap();
                average.update(&[3, 1, 0]);
                average.update(&[0, 5, 2]);
                assert_eq!(average.values(), [0.0, 5.0, 2.0]);
            }
        }
    }

    #[test]
    fn weights_divide_by_filled_or_by_all_regions() {
        let of = |convention, counts: &[u64]| {
            let options = Options {
                bins: 4,
                momentum: 0.0,
                convention,
                ..Options::classification()
            };
            let mut average = Average::new(options).unwrap();
            average.update(counts);
            let mut weights = vec![7.0; 9];
            average.weights_into(counts, &mut weights);
            weights
        };
        assert_eq!(
            of(Convention::Code, &[6, 0, 2, 0]),
            [8.0 / 12.0, 0.0, 2.0, 0.0]
        );
        assert_eq!(
            of(Convention::Paper, &[6, 0, 2, 0]),
            [8.0 / 24.0, 0.0, 1.0, 0.0]
        );
        assert_eq!(of(Convention::Code, &[0; 4]), [0.0; 4]);
    }

    #[test]
    fn a_region_that_was_never_updated_weighs_nothing() {
        let average = Average::new(Options {
            bins: 1,
            ..Options::classification()
        })
        .unwrap();
        let mut weights = Vec::new();
        average.weights_into(&[5], &mut weights);
        assert_eq!(weights, [0.0]);
    }
}
