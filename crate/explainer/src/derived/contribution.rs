//! What each unit region adds to the gradient under a loss.

use super::{Examples, Regions, weight_at};
use ghm::loss::class::hardest_count;
use ghm::loss::{Batch, ClassLoss, Norms, Samples};
use std::rc::Rc;

/// The examples of each region, in blocks; the last are beyond the last region.
pub fn samples(examples: &Examples, regions: &Regions) -> Vec<Samples> {
    let ([all, positives], sums) = (examples.norms(), examples.norm_sums());
    let (mut all, mut positives) = (sums[0].all(all), sums[1].all(positives));
    let regions = (0..=regions.counts.len()).map(|j| {
        let inside = first(&mut all, regions.counts.get(j));
        Samples::of(inside, first(&mut positives, regions.positives.get(j)))
    });
    regions.collect()
}

/// Takes so many of the norms; without a number, all that are left.
fn first<'a>(norms: &mut Norms<'a>, count: Option<&u64>) -> Norms<'a> {
    let count = count.map_or(norms.part().len(), |&count| count as usize);
    norms.take(count)
}

/// The summed reformulated gradient norm of each region. For losses without regions, the last one also has the
/// examples beyond its end.
pub fn sums(
    samples: &[Samples],
    loss: ClassLoss,
    examples: &Examples,
    regions: &Regions,
) -> Vec<f64> {
    let of_region = |(j, samples): (usize, &Samples)| {
        let beta = regions.weights.get(j).copied().unwrap_or_default();
        let batch = Batch {
            hardest: &|share| hardest(examples, share),
            beta: &|_| beta,
        };
        samples.sum(&loss.in_batch(&batch))
    };
    let mut sums: Vec<f64> = match loss {
        ClassLoss::Ohem { kept } => kept_sums(examples, regions, kept),
        _ => samples.iter().enumerate().map(of_region).collect(),
    };
    let beyond = sums.pop().unwrap_or_default();
    if let (Some(last), false) = (sums.last_mut(), matches!(loss, ClassLoss::Ghm(_))) {
        *last += beyond;
    }
    sums
}

/// The reformulated gradient norm of an example from its norm under cross-entropy and its label.
pub fn reformulated(
    loss: ClassLoss,
    examples: Rc<Examples>,
    regions: Rc<Regions>,
) -> impl Fn(f64, bool) -> f64 {
    move |g, positive| {
        let batch = Batch {
            hardest: &|share| hardest(&examples, share),
            beta: &|g| beta(&regions, g),
        };
        loss.in_batch(&batch).norm(g, positive)
    }
}

/// The harmonizing parameter at a gradient norm; NaN in an empty region.
fn beta(regions: &Regions, g: f64) -> f64 {
    weight_at(&regions.edges, &regions.weights, g).unwrap_or(f64::NAN)
}

/// [`first`], without their sums.
fn first_norms<'a>(norms: &mut &'a [f64], count: Option<&u64>) -> &'a [f64] {
    let count = count.map_or(norms.len(), |&count| count as usize);
    let (first, rest) = norms.split_at(count);
    *norms = rest;
    first
}

/// The summed norms of each region over the hardest share: a block of samples may lie on both sides of its end. Of those
/// that tie there as many are kept as the share has room for. In a recording thousands share a key, and all of them would
/// be half as many again.
fn kept_sums(examples: &Examples, regions: &Regions, share: f64) -> Vec<f64> {
    let mut rest = examples.norms()[0];
    let mut dropped = rest.len().saturating_sub(hardest_count(share, rest.len()));
    let sums = (0..=regions.counts.len()).map(|j| {
        let inside = first_norms(&mut rest, regions.counts.get(j));
        let easy = dropped.min(inside.len());
        dropped -= easy;
        inside[easy..].iter().sum()
    });
    sums.collect()
}

/// The least gradient norm among the hardest share of the examples.
fn hardest(examples: &Examples, share: f64) -> f64 {
    let norms = examples.norms()[0];
    norms
        .get(
            norms
                .len()
                .saturating_sub(hardest_count(share, norms.len())),
        )
        .copied()
        .unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Recorded;
    use crate::derived::Derived;
    use crate::knob::{Data, State};
    use crate::loss;
    use ghm::density::classification_norm;
    use ghm::loss::class::focal::focal_norm;
    use ghm::sample::Preset;
    use ghm::{Edge, Options};

    #[test]
    fn each_region_has_its_own_examples_and_those_beyond_go_to_the_last() {
        let negatives = [[-1.0; 10].as_slice(), &[0.5, 12.0]].concat();
        let positives = vec![-1.0, 2.0, 3.0];
        let examples =
            Examples::from_keys([&negatives[..], &positives].concat(), positives.clone());
        let options = Options {
            bins: 2,
            edge: Edge::Half,
            ..Options::classification()
        };
        let regions = Regions::of(&examples, options);
        assert_eq!(regions.counts, [11, 3]);
        let samples = samples(&examples, &regions);
        let (alpha, gamma) = (0.75, 2.0);
        let focal = sums(
            &samples,
            ClassLoss::Focal { alpha, gamma },
            &examples,
            &regions,
        );
        let norm = |&key: &f32| focal_norm(classification_norm(f64::from(key)), gamma);
        let of = |keys: &[f32], hard: bool| -> f64 {
            let inside = keys.iter().filter(|&&key| (key > 0.0) == hard);
            inside.map(norm).sum()
        };
        for (hard, sum) in [false, true].into_iter().zip(&focal) {
            let expected = (1.0 - alpha) * of(&negatives, hard) + alpha * of(&positives, hard);
            assert!((sum / expected - 1.0).abs() < 1e-9, "{sum} {expected}");
        }
    }

    /// The sum of each region, example by example.
    fn exactly(state: &State, derived: &Derived, place: usize) -> Vec<f64> {
        let (examples, regions) = (derived.examples(state), derived.regions(state));
        let threshold = |share| hardest(&examples, share);
        let beta = |g| beta(&regions, g);
        let batch = Batch {
            hardest: &threshold,
            beta: &beta,
        };
        let loss = state.class_loss(place);
        let of = loss.in_batch(&batch);
        let mut sums = vec![0.0; regions.counts.len()];
        let mut add = |norms: &[f64], counts: &[u64], sign: f64, positive: bool| {
            let mut rest = norms;
            for (sum, count) in sums.iter_mut().zip(counts) {
                let inside = first_norms(&mut rest, Some(count));
                let each = inside.iter().map(|&g| of.norm(g, positive));
                *sum += sign * each.sum::<f64>();
            }
        };
        let all = examples.all.as_ref().unwrap().norms();
        let positives = examples.positives.as_ref().unwrap().norms();
        add(all, &regions.counts, 1.0, false);
        add(positives, &regions.positives, -1.0, false);
        add(positives, &regions.positives, 1.0, true);
        // Of those that tie with the easiest that is kept, only as many as there is room for.
        if let ClassLoss::Ohem { kept } = loss {
            let easiest = hardest(&examples, kept);
            let tied =
                all.iter().filter(|&&g| g >= easiest).count() - hardest_count(kept, all.len());
            let place = crate::plot::cell(&regions.edges, easiest).unwrap();
            sums[place] -= tied as f64 * easiest;
        }
        let n = examples.len() as f64;
        sums.iter().map(|sum| sum / n).collect()
    }

    #[test]
    fn of_no_examples_nothing_is_kept() {
        let examples = Examples::default();
        let regions = Regions::of(&examples, Options::classification());
        let samples = samples(&examples, &regions);
        let found = sums(
            &samples,
            ClassLoss::Ohem { kept: 0.03 },
            &examples,
            &regions,
        );
        assert!(found.iter().all(|&sum| sum == 0.0), "{found:?}");
        assert_eq!(hardest(&examples, 0.03), 0.0);
    }

    /// Sampling every hundredth example of the first region gave 2 to 10 % too little of focal loss.
    #[test]
    fn the_summed_gradient_of_a_region_is_within_a_thousandth_at_every_m() {
        let mut derived = Derived::default();
        let bytes = include_bytes!("../../../../www/data/recorded_noisy.bin");
        let noisy = Recorded::decode(bytes).unwrap();
        derived.load(|loaded| loaded.noisy = vec![noisy.into()]);
        let mut states = vec![];
        for (data, step) in [
            (Data::Noisy, 0),
            (Data::Noisy, 200),
            (Data::Noisy, 2_400),
            (Data::Preset(Preset::OutlierHeavy), 0),
            (Data::Preset(Preset::AllEasy), 0),
        ] {
            let n = 20_000;
            states.push(State {
                data,
                step,
                n,
                ..State::default()
            });
        }
        for mut state in states {
            for gamma in [0.5, 2.0, 5.0] {
                state.gamma = gamma;
                state.gneg = 1.6 * gamma;
                for place in 0..loss::CLASS.len() {
                    for bins in [1, 2, 5, 10, 30, 100, 200] {
                        state.bins = bins;
                        let sums = derived.contribution(&state, place);
                        let exact = exactly(&state, &derived, place);
                        let whole: f64 = exact.iter().sum();
                        for (j, (sum, exact)) in sums.iter().zip(&exact).enumerate() {
                            let (error, edge) = ((sum - exact).abs(), place == 5);
                            let tolerance = if edge { 4e-3 } else { 1e-3 };
                            assert!(
                                error <= tolerance * exact + 1e-9 * whole,
                                "{}, loss {place}, region {j}: {sum}, not {exact}",
                                state.query()
                            );
                        }
                    }
                }
            }
        }
    }
}
