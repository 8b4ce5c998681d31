//! Losses of the list against oracles that are written down from their papers, in probabilities and
//! for a whole batch; derivatives against numerical differences of the oracles.

use ghm::{
    density::classification_norm,
    loss::{Asymmetry, Batch, ClassLoss, hardest_count},
};

/// A batch of a detector: easy negatives, hard ones, some positives, and two of the same norm.
fn examples() -> Vec<(f64, bool)> {
    let mut examples = vec![];
    for i in 0..60 {
        let x = -7.0 + 0.17 * f64::from(i);
        examples.push((x, false));
        if i % 9 == 4 {
            examples.push((1.3 - x, true));
        }
    }
    examples.extend([(0.77, false), (-0.77, true)]);
    examples
}

fn probability(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// `-ln p` of what the label says.
fn cross_entropy((x, positive): (f64, bool)) -> f64 {
    let p = probability(x);
    -(if positive { p } else { 1.0 - p }).ln()
}

/// Compares value and derivative of each example with those of an oracle, which says the losses of
/// all examples of a batch.
fn assert_is(loss: ClassLoss, oracle: impl Fn(&[(f64, bool)]) -> Vec<f64>) {
    let examples = examples();
    let key = |(x, positive): (f64, bool)| if positive { -x } else { x };
    let hardest = |share| {
        let norms = examples.iter().map(|&it| classification_norm(key(it)));
        let mut norms: Vec<f64> = norms.collect();
        norms.sort_by(|a, b| b.total_cmp(a));
        norms[hardest_count(share, norms.len()) - 1]
    };
    let batch = Batch {
        hardest: &hardest,
        beta: &|_| panic!("only GHM-C is harmonized"),
    };
    let in_batch = loss.in_batch(&batch);
    let expected = oracle(&examples);
    for (i, &(x, positive)) in examples.iter().enumerate() {
        let found = in_batch.value(key((x, positive)), positive);
        assert!((found.value - expected[i]).abs() < 1e-12, "{loss:?} {x}");
        let h = 1e-6;
        let moved = |by: f64| {
            let mut moved = examples.clone();
            moved[i].0 += by;
            oracle(&moved)[i]
        };
        let numerical = (moved(h) - moved(-h)) / (2.0 * h);
        let by_logit = if positive {
            -found.derivative
        } else {
            found.derivative
        };
        assert!((by_logit - numerical).abs() < 1e-8, "{loss:?} {x}");
        let norm = in_batch.norm(classification_norm(key((x, positive))), positive);
        assert!((norm - numerical.abs()).abs() < 1e-8, "{loss:?} {x}");
    }
}

#[test]
fn ohem_is_cross_entropy_of_the_first_of_a_sorted_batch() {
    for kept in [0.03, 0.2, 0.5, 1.0] {
        assert_is(ClassLoss::Ohem { kept }, |examples| {
            let losses: Vec<f64> = examples.iter().map(|&it| cross_entropy(it)).collect();
            let mut order: Vec<usize> = (0..losses.len()).collect();
            order.sort_by(|&a, &b| losses[b].total_cmp(&losses[a]));
            let last = losses[order[(kept * losses.len() as f64).round() as usize - 1]];
            // Two of the same loss may differ in their last digits.
            let kept = |loss: f64| loss > last - 1e-12;
            let losses = losses.into_iter();
            losses
                .map(|loss| if kept(loss) { loss } else { 0.0 })
                .collect()
        });
    }
}

#[test]
fn balanced_cross_entropy_weighs_the_classes() {
    for alpha in [0.25, 0.75, 1.0] {
        assert_is(ClassLoss::Balanced { alpha }, |examples| {
            let weight = |positive| if positive { alpha } else { 1.0 - alpha };
            let losses = examples.iter();
            losses.map(|&it| weight(it.1) * cross_entropy(it)).collect()
        });
    }
}

#[test]
fn the_asymmetric_loss_is_its_definition() {
    for (gpos, gneg, margin) in [(0.0, 4.0, 0.05), (1.0, 2.0, 0.2), (0.5, 1.0, 0.0)] {
        let asymmetry = Asymmetry { gpos, gneg, margin };
        assert_is(ClassLoss::Asymmetric(asymmetry), |examples| {
            let loss = |&(x, positive): &(f64, bool)| {
                let p = probability(x);
                let shifted = (p - margin).max(0.0);
                if positive {
                    -(1.0 - p).powf(gpos) * p.ln()
                } else {
                    -shifted.powf(gneg) * (1.0 - shifted).ln()
                }
            };
            examples.iter().map(loss).collect()
        });
    }
}
