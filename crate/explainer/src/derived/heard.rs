//! Who is heard: each unit region's share of the summed gradient, on the way from cross-entropy to GHM-C.

use super::{Examples, Regions};
use ghm::density::partial_weights_into;
use ghm::loss::Samples;

/// An axis that has room for the shares at these many places of the way has room for all: between two of them a share
/// hardly changes.
const PLACES: usize = 20;

/// What each unit region adds to the gradient, before and after weighing.
#[derive(Default)]
pub struct Heard {
    /// Gradient norms summed over the examples of each region; the last entry is of those beyond the last region.
    sums: Vec<f64>,
    /// How many examples these are.
    counts: Vec<u64>,
    /// Harmonizing parameter of each; that of examples without a region is 0.
    betas: Vec<f64>,
    /// The greatest share of any region, wherever the way is.
    highest: f64,
    /// The same of the regions between the first and the last.
    highest_between: f64,
}

/// The shares at one place of the way.
pub struct Shares {
    /// Each region's share of the summed gradient. They sum to 1, but for regions without any gradient.
    pub of_regions: Vec<f64>,
    /// The examples behind each share.
    pub counts: Vec<u64>,
}

impl Heard {
    pub(super) fn of(samples: &[Samples], examples: &Examples, regions: &Regions) -> Self {
        let inside: u64 = regions.counts.iter().sum();
        let beyond = examples.len() as u64 - inside;
        let mut made = Self {
            sums: samples.iter().map(Samples::norm_sum).collect(),
            counts: [&regions.counts[..], &[beyond]].concat(),
            betas: [&regions.weights[..], &[0.0]].concat(),
            highest: 0.0,
            highest_between: 0.0,
        };
        for place in 0..=PLACES {
            let shares = made.shares(place as f64 / PLACES as f64).of_regions;
            let highest = |of: &[f64], so_far| of.iter().copied().fold(so_far, f64::max);
            made.highest = highest(&shares, made.highest);
            made.highest_between = highest(between(&shares), made.highest_between);
        }
        made
    }

    /// The shares when examples are weighed with beta to the power `harmonize`, from 0 to 1. What is beyond the last
    /// region, and is heard under cross-entropy alone, counts as the last region's.
    pub fn shares(&self, harmonize: f64) -> Shares {
        let mut heard = vec![];
        // The knob takes no value that is refused.
        let _ = partial_weights_into(&self.betas, harmonize, &mut heard);
        for (weight, sum) in heard.iter_mut().zip(&self.sums) {
            *weight *= sum;
        }
        let mut counts = self.counts.clone();
        let total = heard.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let (beyond, uncounted) = (heard.pop(), counts.pop());
        if let (Some(beyond), Some(last)) = (beyond, heard.last_mut())
            && beyond > 0.0
        {
            *last += beyond;
            if let (Some(count), Some(more)) = (counts.last_mut(), uncounted) {
                *count += more;
            }
        }
        Shares {
            of_regions: heard.iter().map(|part| part / total).collect(),
            counts,
        }
    }

    /// The greatest share of any region, wherever the way is.
    pub fn highest(&self) -> f64 {
        self.highest
    }

    /// The same of the regions between the first and the last.
    pub fn highest_between(&self) -> f64 {
        self.highest_between
    }
}

impl Shares {
    /// The first region's.
    pub fn first(&self) -> f64 {
        self.of_regions.first().copied().unwrap_or(0.0)
    }

    /// The last region's; also where it is the first.
    pub fn last(&self) -> f64 {
        self.of_regions.last().copied().unwrap_or(0.0)
    }

    /// That of all regions between the first and the last.
    pub fn between(&self) -> f64 {
        between(&self.of_regions).iter().sum()
    }

    /// The examples between the first and the last region.
    pub fn count_between(&self) -> u64 {
        between(&self.counts).iter().sum()
    }
}

/// All but the first and the last.
pub fn between<T>(all: &[T]) -> &[T] {
    let last = all.len().saturating_sub(1).max(1);
    all.get(1..last).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::derived::Derived;
    use crate::knob::{Data, State};
    use ghm::sample::Preset;
    use ghm::{Edge, Sorted};

    fn state(preset: Preset) -> State {
        State {
            data: Data::Preset(preset),
            n: 3_000,
            ..State::default()
        }
    }

    /// What each region adds to the sum of `beta^h g`, example by example.
    fn one_by_one(state: &State, derived: &Derived, h: f64) -> Vec<f64> {
        let (examples, regions) = (derived.examples(state), derived.regions(state));
        let norms = examples.all.as_deref().map_or(&[][..], Sorted::norms);
        let mut from = 0;
        let sum = |(&count, &beta): (&u64, &f64)| {
            let inside = &norms[from..from + count as usize];
            from += count as usize;
            inside.iter().map(|g| beta.powf(h) * g).sum::<f64>()
        };
        regions
            .counts
            .iter()
            .zip(&regions.weights)
            .map(sum)
            .collect()
    }

    #[test]
    fn a_share_is_the_regions_part_of_the_weighed_gradient() {
        for preset in Preset::ALL {
            let (state, derived) = (state(preset), Derived::default());
            for h in [0.0, 0.31, 1.0] {
                let sums = one_by_one(&state, &derived, h);
                let total: f64 = sums.iter().sum();
                let shares = derived.heard(&state).shares(h);
                for (share, sum) in shares.of_regions.iter().zip(&sums) {
                    let expected = sum / total;
                    // A full region is sampled.
                    assert!((share - expected).abs() < 1e-4, "{share}, {expected}");
                }
                let whole = shares.first() + shares.between() + shares.last();
                assert!((whole - 1.0).abs() < 1e-12, "{whole}");
            }
        }
    }

    /// The ends are the losses of the list.
    #[test]
    fn the_ends_are_cross_entropy_and_ghm() {
        let (state, derived) = (state(Preset::OutlierHeavy), Derived::default());
        for (h, place) in [(0.0, crate::loss::CE), (1.0, crate::loss::GHM)] {
            let sums = derived.contribution(&state, place);
            let total: f64 = sums.iter().sum();
            let shares = derived.heard(&state).shares(h).of_regions;
            for (share, sum) in shares.iter().zip(&*sums) {
                assert!((share - sum / total).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn no_share_is_higher_than_the_highest() {
        let (state, derived) = (state(Preset::Converged), Derived::default());
        let heard = derived.heard(&state);
        for place in 0..=300 {
            let shares = heard.shares(f64::from(place) / 300.0).of_regions;
            let highest = shares.into_iter().fold(0.0, f64::max);
            assert!(highest <= 1.02 * heard.highest(), "{place}: {highest}");
        }
    }

    #[test]
    fn what_is_beyond_the_last_region_is_heard_under_cross_entropy_alone() {
        let mut state = state(Preset::OutlierHeavy);
        state.edge = Edge::Half;
        let derived = Derived::default();
        let heard = derived.heard(&state);
        let all = derived.examples(&state).len() as u64;
        let count = |h| heard.shares(h).counts.iter().sum::<u64>();
        let inside: u64 = derived.regions(&state).counts.iter().sum();
        assert!(inside < all, "the preset has norms that round to 1");
        assert_eq!((count(0.0), count(0.5), count(1.0)), (all, inside, inside));
    }

    #[test]
    fn without_examples_nobody_is_heard() {
        let state = State::default();
        let derived = Derived::default();
        let shares = derived.heard(&state).shares(0.5);
        assert_eq!(shares.of_regions, [0.0; 30]);
        assert_eq!(
            (shares.first(), shares.between(), shares.last()),
            (0.0, 0.0, 0.0)
        );
        for bins in [1, 2] {
            let few = State {
                bins,
                ..state.clone()
            };
            assert_eq!(derived.heard(&few).shares(0.5).between(), 0.0);
        }
    }
}
