//! Random bit patterns, and keys on edges and next to them: every level gives the same bits, refuses the
//! same batches, and puts each example in its exact region.

mod kernel;

use ghm::{
    UnitRegions,
    baseline::{asl1, cross_entropy},
    kernel::{
        ExampleBatch, Level, Pass,
        check::{is_finite, is_hard},
    },
};
use kernel::levels;
use oorandom::Rand32;

/// Random batches for each test.
const BATCHES: u32 = 400;

/// Any `f32` at all: half of them by their bits alone, the rest where something could break.
fn any(random: &mut Rand32) -> f32 {
    let bits = random.rand_u32();
    let sign = bits & 1 << 31;
    f32::from_bits(match random.rand_range(0..8) {
        // Subnormal or 0.
        0 => sign | bits & 0x007f_ffff,
        // The largest: from 2^120 on.
        1 => sign | (247 + bits % 8) << 23 | bits >> 9 & 0x007f_ffff,
        // Where logits and offsets are: 2^-8 to 2^8.
        2 | 3 => sign | (119 + bits % 16) << 23 | bits >> 8 & 0x007f_ffff,
        _ => bits,
    })
}

fn any_finite(random: &mut Rand32) -> f32 {
    loop {
        let x = any(random);
        if x.is_finite() {
            return x;
        }
    }
}

/// Bits of all that a pass gives.
#[derive(Debug, PartialEq)]
struct Bits {
    counts: Vec<u64>,
    losses: Vec<u64>,
    weights: Vec<u32>,
    gradient: Vec<u32>,
}

/// The weight of a region is its number, so that weights tell the regions.
fn bits(mut pass: Pass, bins: usize, batch: ExampleBatch) -> Bits {
    let n = batch.inputs.len();
    let (mut weights, mut gradient) = (vec![f32::NAN; n], vec![f32::NAN; n]);
    pass.count_and_mark(batch, &mut weights, &mut gradient);
    let numbers: Vec<f64> = (0..bins).map(|j| j as f64).collect();
    pass.weigh(&numbers, 0.7, &mut weights, &mut gradient);
    Bits {
        counts: pass.counts().to_vec(),
        losses: pass.losses().iter().map(|loss| loss.to_bits()).collect(),
        weights: weights.iter().map(|weight| weight.to_bits()).collect(),
        gradient: gradient.iter().map(|slope| slope.to_bits()).collect(),
    }
}

/// A batch with random bits: its length crosses lanes and blocks; masked examples may be anything.
struct Examples {
    inputs: Vec<f32>,
    targets: Vec<f32>,
    mask: Option<Vec<f32>>,
}

impl Examples {
    fn batch(&self) -> ExampleBatch<'_> {
        ExampleBatch {
            inputs: &self.inputs,
            targets: &self.targets,
            mask: self.mask.as_deref(),
        }
    }

    fn is_valid(&self, i: usize) -> bool {
        self.mask.as_ref().is_none_or(|mask| mask[i] > 0.0)
    }
}

fn examples(random: &mut Rand32, example: &dyn Fn(&mut Rand32) -> (f32, f32)) -> Examples {
    let n = random.rand_range(0..1100) as usize;
    let mut examples = Examples {
        inputs: vec![],
        targets: vec![],
        mask: (random.rand_range(0..2) == 0).then(|| (0..n).map(|_| any_finite(random)).collect()),
    };
    for i in 0..n {
        let (input, target) = if examples.is_valid(i) {
            example(random)
        } else {
            (any(random), any(random))
        };
        examples.inputs.push(input);
        examples.targets.push(target);
    }
    examples
}

fn hard(random: &mut Rand32) -> (f32, f32) {
    (any_finite(random), random.rand_range(0..2) as f32)
}

/// A pair whose difference is finite.
fn near(random: &mut Rand32) -> (f32, f32) {
    loop {
        let pair = (any_finite(random), any_finite(random));
        if (pair.0 - pair.1).is_finite() {
            return pair;
        }
    }
}

fn bins(random: &mut Rand32) -> usize {
    match random.rand_range(0..8) {
        0 => 65_536,
        1 => 1,
        _ => 1 + random.rand_range(0..200) as usize,
    }
}

/// Relative error of a region's loss, even of one example: 3 units in the last place.
const LOSS: f64 = 3.0 * f32::EPSILON as f64;

/// Counts are those of the exact regions, losses those of `f64`.
fn assert_exact(
    found: &Bits,
    regions: &UnitRegions,
    examples: &Examples,
    of: &dyn Fn(f32, f32) -> (f32, f64),
) {
    let (mut counts, mut losses) = (vec![0; regions.len()], vec![0.0; regions.len()]);
    for i in (0..examples.inputs.len()).filter(|&i| examples.is_valid(i)) {
        let (key, loss) = of(examples.inputs[i], examples.targets[i]);
        let region = regions.index(key);
        counts[region] += 1;
        losses[region] += loss;
        let weight = f32::from_bits(found.weights[i]);
        assert_eq!(weight, region as f32, "region of {key:e}");
    }
    assert_eq!(found.counts, counts);
    for (j, (&found, expected)) in found.losses.iter().zip(losses).enumerate() {
        // Each example's loss may fade to 0 below the smallest normal number.
        let allowed = LOSS * expected + counts[j] as f64 * f64::from(f32::MIN_POSITIVE);
        let found = f64::from_bits(found);
        assert!(
            (found - expected).abs() <= allowed,
            "{found:e} {expected:e}"
        );
    }
}

#[test]
fn logits_of_any_bits_give_the_same_bits_on_every_level() {
    let mut random = Rand32::new(1);
    for number in 0..BATCHES {
        let regions = UnitRegions::classification(bins(&mut random)).unwrap();
        let examples = examples(&mut random, &hard);
        let pass = |level| Pass::classification(level, &regions);
        let scalar = bits(pass(Level::fallback()), regions.len(), examples.batch());
        assert_exact(&scalar, &regions, &examples, &|logit, target| {
            let key = if target == 1.0 { -logit } else { logit };
            let loss = cross_entropy(f64::from(logit), f64::from(target)).value;
            (key, loss)
        });
        for level in levels() {
            assert!(
                is_hard(level, examples.batch()),
                "{level:?}, batch {number}"
            );
            let found = bits(pass(level), regions.len(), examples.batch());
            assert!(found == scalar, "{level:?}, batch {number}");
        }
    }
}

#[test]
fn offsets_of_any_bits_give_the_same_bits_on_every_level() {
    let mut random = Rand32::new(2);
    for number in 0..BATCHES {
        let mu = 10_f64.powf(f64::from(random.rand_float()) * 12.0 - 6.0);
        let regions = UnitRegions::regression(bins(&mut random), mu).unwrap();
        let examples = examples(&mut random, &near);
        let pass = |level| Pass::regression(level, &regions, mu).unwrap();
        let scalar = bits(pass(Level::fallback()), regions.len(), examples.batch());
        assert_exact(&scalar, &regions, &examples, &|prediction, target| {
            let offset = prediction - target;
            (offset.abs(), asl1(f64::from(offset), mu).value)
        });
        for level in levels() {
            assert!(
                is_finite(level, examples.batch()),
                "{level:?}, batch {number}"
            );
            let found = bits(pass(level), regions.len(), examples.batch());
            assert!(found == scalar, "{level:?}, batch {number}, mu {mu}");
        }
    }
}

/// Of random bits one in 256 is infinite or no number, and hardly any target is 0 or 1: each level says
/// of each batch what the definition says.
#[test]
fn every_level_refuses_the_same_batches() {
    let mut random = Rand32::new(3);
    let (mut refused, mut taken) = ([0; 2], [0; 2]);
    for number in 0..4 * BATCHES {
        let anything = number % 4;
        let mut examples = examples(&mut random, &|random| match anything {
            0 => (any(random), any(random)),
            1 => near(random),
            _ => hard(random),
        });
        // Now and then one that is bad, wherever it stands.
        let n = examples.inputs.len();
        if anything == 3 && n > 0 {
            let at = random.rand_range(0..n as u32) as usize;
            let bad = [f32::INFINITY, f32::NEG_INFINITY, f32::NAN][at % 3];
            match (random.rand_range(0..3), &mut examples.mask) {
                (0, _) => examples.inputs[at] = bad,
                (1, _) => examples.targets[at] = bad,
                (_, Some(mask)) => mask[at] = bad,
                _ => {}
            }
        }
        let all = |test: &dyn Fn(f32, f32) -> bool| {
            let finite = |mask: &Vec<f32>| mask.iter().all(|mask| mask.is_finite());
            examples.mask.as_ref().is_none_or(finite)
                && (0..n)
                    .all(|i| !examples.is_valid(i) || test(examples.inputs[i], examples.targets[i]))
        };
        let expected = [
            all(&|logit, target| logit.is_finite() && (target == 0.0 || target == 1.0)),
            all(&|a, b| a.is_finite() && b.is_finite() && (a - b).is_finite()),
        ];
        for level in levels() {
            let found = [
                is_hard(level, examples.batch()),
                is_finite(level, examples.batch()),
            ];
            assert_eq!(found, expected, "{level:?}, batch {number}");
        }
        for (i, expected) in expected.into_iter().enumerate() {
            *if expected {
                &mut taken[i]
            } else {
                &mut refused[i]
            } += 1;
        }
    }
    for times in refused.into_iter().chain(taken) {
        assert!(times >= 100, "{refused:?} {taken:?}");
    }
}

/// Every edge of every number of regions up to 200, and its two neighbours, on every level.
#[test]
fn edges_and_their_neighbours_are_in_their_regions_on_every_level() {
    for bins in 1..=200 {
        for mu in [None, Some(1e-6), Some(0.02), Some(1e6)] {
            let regions = match mu {
                None => UnitRegions::classification(bins),
                Some(mu) => UnitRegions::regression(bins, mu),
            }
            .unwrap();
            let edges = regions.thresholds().iter();
            let keys: Vec<f32> = edges
                .flat_map(|edge| [edge.next_down(), *edge, edge.next_up()])
                .collect();
            let targets = vec![0.0; keys.len()];
            let batch = ExampleBatch {
                inputs: &keys,
                targets: &targets,
                mask: None,
            };
            for level in levels() {
                let pass = match mu {
                    None => Some(Pass::classification(level, &regions)),
                    Some(mu) => Pass::regression(level, &regions, mu),
                };
                let found = bits(pass.unwrap(), bins, batch).weights;
                for (place, &region) in found.iter().enumerate() {
                    // Below edge j an example is in region j - 1, from it on in j.
                    let expected = place / 3 + usize::from(place % 3 > 0);
                    let region = f32::from_bits(region) as usize;
                    let key = keys[place];
                    assert_eq!(region, expected, "{key:e} of {bins}, mu {mu:?}, {level:?}");
                }
            }
        }
    }
}
