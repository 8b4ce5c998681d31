//! The losses of a classification, each from its paper, in probabilities: a thousand random batches.

use crate::{
    RUNS, WEIGHT, assert_within,
    draw::Draw,
    reference::{Batch, Kind, Reference, Settings, Start, minus_ln_sigmoid, sigmoid},
};
use ghm::{
    GhmC,
    density::classification_norm,
    loss::{Batch as Whole, CLASS_LOSSES, Parameters, hardest_count},
};
use std::collections::HashMap;

/// Formulas of a dozen operations in `f64`, with powers up to 8 of numbers that are right to 1.1e-16.
const CLOSE: f64 = 1e-13;
/// What `1 - p` and `p - margin` lose where they cancel.
const CANCELLED: f64 = 1e-15;

/// Loss of an example and its derivative by the logit.
#[derive(Clone, Copy, Debug, Default)]
struct Naive {
    loss: f64,
    slope: f64,
    /// How much more than usual the slope feels what is cancelled.
    strain: f64,
}

impl Naive {
    fn times(self, weight: f64) -> Self {
        Self {
            loss: weight * self.loss,
            slope: weight * self.slope,
            strain: weight * self.strain,
        }
    }
}

/// Cross-entropy.
fn ce(x: f64, positive: bool) -> Naive {
    focal(x, positive, 0.0)
}

/// Focal loss without alpha, with the derivative of its paper's appendix B:
/// `y (1 - pt)^gamma (gamma pt ln pt + pt - 1)`.
fn focal(x: f64, positive: bool, gamma: f64) -> Naive {
    let y = if positive { 1.0 } else { -1.0 };
    let (pt, miss, minus_ln) = (sigmoid(y * x), sigmoid(-y * x), minus_ln_sigmoid(y * x));
    let focus = miss.powf(gamma);
    Naive {
        loss: focus * minus_ln,
        slope: -y * focus * (gamma * pt * minus_ln + miss),
        strain: 1.0,
    }
}

/// The asymmetric loss; of a negative `q^gneg (-ln(1 - q))` with `q = max(p - margin, 0)`, by the chain
/// rule from `q` to the logit.
fn asymmetric(x: f64, positive: bool, [gpos, gneg, margin]: [f64; 3]) -> Naive {
    if positive {
        return focal(x, true, gpos);
    }
    let (p, rest) = (sigmoid(x), sigmoid(-x));
    let q = (p - margin).max(0.0);
    if q == 0.0 {
        return Naive::default();
    }
    // 1 - q without cancelling.
    let left = rest + margin;
    let minus_ln = if q < 0.5 { -(-q).ln_1p() } else { -left.ln() };
    let by_q = gneg * q.powf(gneg - 1.0) * minus_ln + q.powf(gneg) / left;
    Naive {
        loss: q.powf(gneg) * minus_ln,
        slope: by_q * p * rest,
        strain: 1.0 + gneg * (1.0 + gneg) * q.powf(gneg - 1.0),
    }
}

/// Loss by loss: all examples of a batch.
fn naive(key: &str, all: &Parameters, examples: &[(f64, bool)], betas: &[f64]) -> Vec<Naive> {
    let asymmetry = [all.asymmetry.gpos, all.asymmetry.gneg, all.asymmetry.margin];
    let class_weight = |alpha: f64, positive| if positive { alpha } else { 1.0 - alpha };
    let hard = least_kept(examples, all.kept);
    let of = |(&(x, positive), &beta): (&(f64, bool), &f64)| match key {
        "ce" => ce(x, positive),
        "focal" => focal(x, positive, all.gamma).times(class_weight(all.focal_alpha, positive)),
        "ghm" => ce(x, positive).times(beta),
        "ohem" if ce(x, positive).loss >= hard => ce(x, positive),
        "ohem" => Naive::default(),
        "balanced" => ce(x, positive).times(class_weight(all.alpha, positive)),
        "asymmetric" => asymmetric(x, positive, asymmetry),
        other => panic!("{other} is new: it needs a naive implementation here"),
    };
    examples.iter().zip(betas).map(of).collect()
}

/// The least cross-entropy among the hardest share of a batch.
fn least_kept(examples: &[(f64, bool)], share: f64) -> f64 {
    let losses = examples.iter().map(|&(x, positive)| ce(x, positive).loss);
    let mut losses: Vec<f64> = losses.collect();
    losses.sort_by(|a, b| b.total_cmp(a));
    let kept = (share * losses.len() as f64).round() as usize;
    losses[kept.clamp(1, losses.len()) - 1]
}

fn parameters(draw: &mut Draw, settings: Settings) -> Parameters {
    let mut all = Parameters {
        class: crate::options(settings),
        ..Parameters::default()
    };
    let exponent = |draw: &mut Draw, most: f64| match draw.below(2) {
        0 => draw.one_of(&[0.0, 1.0, 2.0, 4.0]),
        _ => draw.between(0.0, most),
    };
    all.focal_alpha = draw.between(0.0, 1.0);
    all.alpha = draw.between(0.0, 1.0);
    all.gamma = exponent(draw, 5.0);
    all.kept = draw.one_of(&[0.03, 0.001, 0.25, 1.0]);
    all.asymmetry.gpos = exponent(draw, 5.0);
    all.asymmetry.gneg = exponent(draw, 8.0);
    all.asymmetry.margin = match draw.below(3) {
        0 => 0.0,
        _ => draw.between(0.001, 0.5),
    };
    all
}

/// Logits up to 30: beyond 37 the norm is 1 in `f64` too, and OHEM can't rank by it.
fn examples(draw: &mut Draw) -> Vec<(f64, bool)> {
    let n = 1 + draw.below(200);
    let one = |draw: &mut Draw| {
        let x = match draw.below(8) {
            0 => draw.one_of(&[0.0, 1.5, -1.5, 29.0, -30.0]),
            1..4 => draw.between(-30.0, 30.0),
            _ => draw.between(-8.0, 4.0),
        };
        (f64::from(x as f32), draw.once_in(4))
    };
    (0..n).map(|_| one(draw)).collect()
}

#[test]
fn every_class_loss_is_its_naive_implementation_in_a_thousand_random_batches() {
    for seed in 0..RUNS {
        let mut draw = Draw::new(2_000_000 + seed);
        let settings = Settings {
            half: false,
            start: Start::Zero,
            ..draw.settings()
        };
        let all = parameters(&mut draw, settings);
        let examples = examples(&mut draw);
        let key = |(x, positive): (f64, bool)| if positive { -x } else { x };
        let norms: Vec<f64> = examples
            .iter()
            .map(|&it| classification_norm(key(it)))
            .collect();

        // GHM-C's weights: by ghm for ghm, and naively for the other.
        let batch = Batch {
            inputs: examples.iter().map(|it| it.0 as f32).collect(),
            targets: examples
                .iter()
                .map(|it| f32::from(u8::from(it.1)))
                .collect(),
            mask: None,
        };
        let mut ghm = GhmC::new(all.class).unwrap();
        let step = ghm.step(&batch.inputs, &batch.targets, None).unwrap();
        let weights = step.weights.iter().map(|&weight| f64::from(weight));
        let weights: HashMap<u64, f64> = norms.iter().map(|g| g.to_bits()).zip(weights).collect();
        let expected = Reference::new(Kind::Classification, settings).step(&batch, None);

        let hardest = |share| {
            let mut norms = norms.clone();
            norms.sort_by(|a, b| b.total_cmp(a));
            norms[hardest_count(share, norms.len()) - 1]
        };
        let whole = Whole {
            hardest: &hardest,
            beta: &|g| weights[&g.to_bits()],
        };
        for row in CLASS_LOSSES {
            let loss = (row.make)(&all);
            assert_eq!(loss.validate(), Ok(()), "seed {seed}, {}", row.key);
            let loss = loss.in_batch(&whole);
            let naive = naive(row.key, &all, &examples, &expected.weights);
            // GHM-C's weights have been rounded to f32.
            let close = if row.key == "ghm" {
                2.0 * WEIGHT
            } else {
                CLOSE
            };
            for (i, (&(x, positive), naive)) in examples.iter().zip(naive).enumerate() {
                let what =
                    |field: &str| format!("seed {seed}, {} {field}, {x} {positive}", row.key);
                let found = loss.value(key((x, positive)), positive);
                let by_logit = if positive { -1.0 } else { 1.0 } * found.derivative;
                let allowed = |wanted: f64| close * wanted.abs() + CANCELLED * naive.strain;
                assert_within(found.value, naive.loss, allowed(naive.loss), &|| {
                    what("loss")
                });
                assert_within(by_logit, naive.slope, allowed(naive.slope), &|| {
                    what("derivative")
                });
                let norm = loss.norm(norms[i], positive);
                // A norm near 1 keeps 1 - g to 1.1e-16 only.
                let allowed = allowed(naive.slope) + 40.0 * CANCELLED * naive.strain;
                assert_within(norm, naive.slope.abs(), allowed, &|| what("norm"));
            }
        }
    }
}
