//! Whether sigmoid outputs are probabilities: their reliability, and the one temperature that suits
//! them best (Guo et al., "On Calibration of Modern Neural Networks", 2017).
//!
//! An example is its logit and whether it is positive.

use crate::density::classification_norm;

/// Predicted probabilities beside the share that really was positive, in bins of equal width.
#[derive(Clone, Debug, PartialEq)]
pub struct Reliability {
    /// Examples in each bin.
    pub counts: Vec<u64>,
    /// Their mean probability; NaN in an empty bin.
    pub predicted: Vec<f64>,
    /// The share of positives among them; NaN in an empty bin.
    pub positive: Vec<f64>,
}

impl Reliability {
    /// Of examples whose logits are divided by a temperature, in at least one bin.
    pub fn of(
        examples: impl IntoIterator<Item = (f32, bool)>,
        bins: usize,
        temperature: f64,
    ) -> Self {
        let bins = bins.max(1);
        let mut counts = vec![0; bins];
        let mut sums = vec![(0.0, 0.0); bins];
        for (logit, positive) in examples {
            let p = classification_norm(f64::from(logit) / temperature);
            // p = 1 belongs to the last bin.
            let bin = ((p * bins as f64) as usize).min(bins - 1);
            counts[bin] += 1;
            sums[bin].0 += p;
            sums[bin].1 += f64::from(u8::from(positive));
        }
        let mean = |part: fn(&(f64, f64)) -> f64| {
            let each = sums.iter().zip(&counts);
            each.map(|(sum, &count)| part(sum) / count as f64).collect()
        };
        Self {
            predicted: mean(|sum| sum.0),
            positive: mean(|sum| sum.1),
            counts,
        }
    }

    /// The expected calibration error: the mean, over examples, of the distance between a bin's
    /// probability and its share of positives. NaN without examples.
    pub fn error(&self) -> f64 {
        let n: u64 = self.counts.iter().sum();
        let bins = self.predicted.iter().zip(&self.positive).zip(&self.counts);
        let filled = bins.filter(|(_, count)| **count > 0);
        let sum: f64 = filled
            .map(|((predicted, positive), &count)| (predicted - positive).abs() * count as f64)
            .sum();
        sum / n as f64
    }
}

/// Temperatures are looked for between `1 / WIDEST` and this.
const WIDEST: f64 = 64.0;

/// The temperature under which the examples' cross-entropy is least. Where it falls for ever, as
/// when no logit is on the wrong side, it is one end of the range from 1/64 to 64.
pub fn temperature<I: IntoIterator<Item = (f32, bool)>>(examples: impl Fn() -> I) -> f64 {
    // Cross-entropy is convex in the factor 1/T: where its slope is 0, it is least. Newton's step,
    // or half the bracket where that leads out of it.
    let (mut low, mut high) = (1.0 / WIDEST, WIDEST);
    let mut factor = 1.0;
    for _ in 0..60 {
        let (mut slope, mut bend) = (0.0, 0.0);
        for (logit, positive) in examples() {
            let x = f64::from(logit);
            let p = classification_norm(factor * x);
            slope += x * (p - f64::from(u8::from(positive)));
            bend += x * x * p * (1.0 - p);
        }
        if slope > 0.0 {
            high = factor;
        } else {
            low = factor;
        }
        let newton = factor - slope / bend;
        let next = match newton > low && newton < high {
            true => newton,
            false => (low * high).sqrt(),
        };
        if (next / factor - 1.0).abs() < 1e-6 {
            return 1.0 / next;
        }
        factor = next;
    }
    1.0 / factor
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Logits on an even grid, each as often positive as `sigmoid(x / wrong_by)` says.
    fn examples(wrong_by: f64) -> Vec<(f32, bool)> {
        let mut all = vec![];
        for i in -40..=40 {
            let x = i as f32 / 10.0;
            let positives =
                (1000.0 * classification_norm(f64::from(x) / wrong_by)).round() as usize;
            all.extend((0..1000).map(|j| (x, j < positives)));
        }
        all
    }

    #[test]
    fn right_probabilities_have_no_error_and_temperature_one() {
        let all = examples(1.0);
        assert!(Reliability::of(all.iter().copied(), 15, 1.0).error() < 1e-3);
        let found = temperature(|| all.iter().copied());
        assert!((found - 1.0).abs() < 1e-2, "{found}");
    }

    #[test]
    fn logits_that_are_too_large_by_a_factor_are_divided_by_it() {
        for factor in [0.4, 3.0] {
            let all = examples(factor);
            let found = temperature(|| all.iter().copied());
            assert!((found / factor - 1.0).abs() < 1e-2, "{found}");
            let error = |t| Reliability::of(all.iter().copied(), 15, t).error();
            assert!(error(1.0) > 0.05 && error(found) < 2e-3);
        }
    }

    #[test]
    fn the_error_by_hand() {
        // Probabilities of a half, in the second of two bins: of four examples one is positive.
        let all = [(0.0, true), (0.0, false), (0.0, false), (0.0, false)];
        let found = Reliability::of(all, 2, 1.0);
        assert_eq!(found.counts, [0, 4]);
        assert_eq!(found.positive[1], 0.25);
        assert!(found.predicted[0].is_nan());
        assert_eq!(found.error(), 0.25);
    }

    #[test]
    fn without_a_wrong_logit_the_temperature_ends_at_its_bound() {
        let found = temperature(|| [(2.0, true), (-1.0, false)]);
        assert!((found - 1.0 / WIDEST).abs() < 1e-3, "{found}");
        let found = temperature(|| [(2.0, false), (-1.0, true)]);
        assert!((found - WIDEST).abs() < 1.0, "{found}");
    }
}
