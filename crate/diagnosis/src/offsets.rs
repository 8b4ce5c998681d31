//! Box offsets, counted by size as they come, and the mu that suits them.
//!
//! Under ASL1 the norm of an offset is `|d| / sqrt(d^2 + mu^2)`, so counts by size give the counts of any regions under
//! any mu. Sizes are counted by their upper bits, in 128 steps from one power of two to the next.

use ghm::density::{regression_key, regression_norm};

/// Upper bits of a size: 8 of the exponent, 7 of the fraction.
const STEPS: usize = 1 << 15;
/// mu is looked for from this factor below the median size to the same above, in steps of 2 %.
const SPAN: i32 = 180;
const STEP: f64 = 1.02;

/// Takes box offsets one by one, in memory that does not grow with them: a quarter of a megabyte.
#[derive(Clone, Debug, PartialEq)]
pub struct Offsets {
    sizes: Vec<u64>,
    n: u64,
}

impl Default for Offsets {
    fn default() -> Self {
        Self {
            sizes: vec![0; STEPS],
            n: 0,
        }
    }
}

impl Offsets {
    /// An offset, prediction minus target.
    pub fn offset(&mut self, offset: f32) {
        self.sizes[(offset.abs().to_bits() >> 16) as usize] += 1;
        self.n += 1;
    }

    /// The steps that hold something, with their counts.
    pub(crate) fn steps(&self) -> impl Iterator<Item = (usize, u64)> {
        let all = self.sizes.iter().copied().enumerate();
        all.filter(|(_, count)| *count > 0)
    }

    /// So many more offsets are in a step; none if there is no such step.
    pub(crate) fn add(&mut self, step: usize, count: u64) -> Option<()> {
        *self.sizes.get_mut(step)? += count;
        self.n += count;
        Some(())
    }

    /// Counts in ascending order, for questions.
    pub(crate) fn sorted(&self) -> Option<Sizes> {
        if self.n == 0 {
            return None;
        }
        let mut below = Vec::with_capacity(STEPS + 1);
        let mut sum = 0.0;
        below.push(sum);
        for &count in &self.sizes {
            sum += count as f64;
            below.push(sum);
        }
        Some(Sizes { below })
    }
}

/// How many offsets are smaller than each step.
pub(crate) struct Sizes {
    below: Vec<f64>,
}

/// A mu and how evenly it fills the regions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Evenness {
    pub mu: f64,
    /// Entropy of the regions' shares over that of equal ones: 1 is even, 0 all in one.
    pub entropy: f64,
    /// The share of offsets in the fullest region.
    pub fullest: f64,
    /// Whether that is the last one.
    pub at_the_end: bool,
}

impl Sizes {
    pub fn total(&self) -> f64 {
        self.below[STEPS]
    }

    /// The size that half of the offsets don't reach.
    pub fn median(&self) -> f64 {
        let half = 0.5 * self.total();
        let step = self.below.partition_point(|&below| below < half).max(1) - 1;
        let [low, high] = [step, step + 1].map(edge);
        let [before, after] = [self.below[step], self.below[step + 1]];
        low + (high - low) * ((half - before) / (after - before)).clamp(0.0, 1.0)
    }

    /// How many are smaller than a size: within its step, as if they were spread evenly.
    fn smaller(&self, size: f64) -> f64 {
        let step = ((size as f32).to_bits() >> 16) as usize;
        if step >= STEPS {
            return self.total();
        }
        let [low, high] = [step, step + 1].map(edge);
        let part = ((size - low) / (high - low)).clamp(0.0, 1.0);
        self.below[step] + part * (self.below[step + 1] - self.below[step])
    }

    /// How evenly this mu fills the regions of GHM-R.
    pub fn evenness(&self, bins: usize, mu: f64) -> Evenness {
        let mut before = 0.0;
        let mut found = Evenness {
            mu,
            entropy: if bins > 1 { 0.0 } else { 1.0 },
            fullest: 0.0,
            at_the_end: false,
        };
        for j in 1..=bins {
            let until = match j == bins {
                true => self.total(),
                false => self.smaller(regression_key(j as f64 / bins as f64, mu)),
            };
            let share = (until - before) / self.total();
            before = until;
            if share > found.fullest {
                (found.fullest, found.at_the_end) = (share, j == bins);
            }
            if share > 0.0 && bins > 1 {
                found.entropy -= share * libm::log(share) / libm::log(bins as f64);
            }
        }
        found
    }

    /// The mu that fills the regions most evenly, of two digits; none where all offsets are 0.
    pub fn best(&self, bins: usize) -> Option<Evenness> {
        let median = self.median();
        if !(median > 1e-30 && median < 1e30) {
            return None;
        }
        let all = (-SPAN..=SPAN).map(|k| median * libm::pow(STEP, f64::from(k)));
        let best = all.map(|mu| self.evenness(bins, mu));
        let even = |a: &Evenness, b: &Evenness| a.entropy.total_cmp(&b.entropy);
        let best = best.max_by(even)?;
        let rounded = [0.95, 1.0, 1.05].map(|part| self.evenness(bins, two_digits(part * best.mu)));
        rounded.into_iter().max_by(even)
    }

    /// The size up to which this many of the regions reach.
    pub fn reach(bins: usize, mu: f64, regions: usize) -> f64 {
        regression_key(regions as f64 / bins as f64, mu)
    }

    /// The norm that half of the offsets don't reach.
    pub fn median_norm(&self, mu: f64) -> f64 {
        regression_norm(self.median(), mu)
    }
}

/// The smallest size of a step.
fn edge(step: usize) -> f64 {
    f64::from(f32::from_bits((step as u32) << 16).min(f32::MAX))
}

/// Rounded to two significant digits.
pub(crate) fn two_digits(value: f64) -> f64 {
    let places = 1.0 - libm::floor(libm::log10(value));
    // Powers of ten up to 22 are exact, so the quotient is the number that the digits say.
    let power = libm::pow(10.0, places.abs());
    if places >= 0.0 {
        libm::round(value * power) / power
    } else {
        libm::round(value / power) * power
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ghm::{Sorted, UnitRegions};

    fn counted(offsets: &[f32]) -> Sizes {
        let mut all = Offsets::default();
        offsets.iter().for_each(|&offset| all.offset(offset));
        all.sorted().unwrap()
    }

    #[test]
    fn evenness_is_that_of_the_sorted_offsets() {
        let made = ghm::sample::Preset::Converged.regression(20_000, 1);
        let pairs = made.predictions.iter().zip(&made.targets);
        let offsets: Vec<f32> = pairs.map(|(p, t)| p - t).collect();
        let sizes = counted(&offsets);
        for mu in [0.005, 0.02, 0.1, 1.0] {
            let mut counts = vec![];
            let sorted = Sorted::from_offsets(offsets.clone(), mu).unwrap();
            sorted.counts_into(&UnitRegions::regression(10, mu).unwrap(), &mut counts);
            let shares = counts.iter().map(|&count| count as f64 / 20_000.0);
            let exact: f64 = shares
                .map(|s| if s > 0.0 { -s * s.log10() } else { 0.0 })
                .sum();
            let found = sizes.evenness(10, mu);
            assert!(
                (found.entropy - exact).abs() < 1e-3,
                "{mu}: {} {exact}",
                found.entropy
            );
        }
        let mut sorted: Vec<f32> = offsets.iter().map(|d| d.abs()).collect();
        sorted.sort_by(f32::total_cmp);
        assert!((sizes.median() / f64::from(sorted[10_000]) - 1.0).abs() < 0.01);
    }

    #[test]
    fn a_flat_density_has_its_mu_at_root_three_times_the_median() {
        // The preset's norms are uniform at mu = .02.
        let made = ghm::sample::Preset::Uniform.regression(50_000, 2);
        let pairs = made.predictions.iter().zip(&made.targets);
        let sizes = counted(&pairs.map(|(p, t)| p - t).collect::<Vec<_>>());
        let best = sizes.best(10).unwrap();
        assert!(
            (0.018..0.022).contains(&best.mu) && best.entropy > 0.999,
            "{best:?}"
        );
        assert!((3_f64.sqrt() * sizes.median() / 0.02 - 1.0).abs() < 0.05);
        assert!((sizes.median_norm(0.02) - 0.5).abs() < 0.02);
    }

    #[test]
    fn strange_offsets_have_no_mu_and_break_nothing() {
        assert!(Offsets::default().sorted().is_none());
        assert_eq!(counted(&[0.0, -0.0]).best(10), None);
        for offsets in [
            &[0.0, 1.0][..],
            &[f32::MAX; 3],
            &[f32::MIN_POSITIVE],
            &[1e-40, f32::INFINITY],
        ] {
            let sizes = counted(offsets);
            if let Some(best) = sizes.best(10) {
                assert!(
                    best.mu > 0.0 && (0.0..=1.0 + 1e-9).contains(&best.entropy),
                    "{best:?}"
                );
            }
            assert!(sizes.evenness(1, 0.02).entropy == 1.0);
        }
    }

    #[test]
    fn two_digits_are_kept() {
        for (value, rounded) in [
            (0.0567, 0.057),
            (1.249, 1.2),
            (0.000_999, 0.001),
            (1234.0, 1200.0),
        ] {
            assert_eq!(two_digits(value), rounded);
        }
    }
}
