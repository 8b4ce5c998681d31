//! The definitions again, naively: slow, short, and without code from `ghm`.

use ghm::{Convention, Edge, Empty, Options, Start};

use super::batch::{Batch, Kind};

/// Gradient norm and loss of example `i`, in `f64`.
pub fn norm_and_loss(kind: Kind, batch: &Batch, i: usize) -> (f64, f64) {
    let target = f64::from(batch.targets[i]);
    match kind {
        Kind::Classification => {
            let x = f64::from(batch.inputs[i]);
            let p = 1.0 / (1.0 + (-x).exp());
            // ln p and ln (1 - p) from x itself where p has no digits left.
            let ln_p = if x < -30.0 { x } else { -(-x).exp().ln_1p() };
            let ln_q = if x > 30.0 { -x } else { -x.exp().ln_1p() };
            let entropy = |weight: f64, ln: f64| if weight == 0.0 { 0.0 } else { -weight * ln };
            // 1 - p of a positive, without cancellation.
            let g = if target == 1.0 {
                1.0 / (1.0 + x.exp())
            } else {
                (p - target).abs()
            };
            (g, entropy(target, ln_p) + entropy(1.0 - target, ln_q))
        }
        Kind::Regression { mu } => {
            let d = f64::from(batch.inputs[i] - batch.targets[i]).abs();
            let root = (d * d + mu * mu).sqrt();
            (d / root, root - mu)
        }
    }
}

/// The last region whose lower edge is not above the norm.
pub fn region(g: f64, bins: usize) -> usize {
    (0..bins)
        .rev()
        .find(|&j| g >= j as f64 / bins as f64)
        .expect("norms are not negative")
}

/// Whether GHM-C in half precision loses an example with this norm, because it is rounded to 1, the
/// last edge. Between one half and 1 the spacing of half precision is 1/2048.
pub fn is_lost(kind: Kind, options: Options, g: f64) -> bool {
    let half = matches!(kind, Kind::Classification) && options.edge == Edge::Half;
    half && (g * 2048.0).round_ties_even() == 2048.0
}

/// Counts of one batch.
pub fn counts(kind: Kind, batch: &Batch, options: Options) -> Vec<u64> {
    let mut counts = vec![0; options.bins];
    for i in batch.valid() {
        let g = norm_and_loss(kind, batch, i).0;
        if !is_lost(kind, options, g) {
            counts[region(g, options.bins)] += 1;
        }
    }
    counts
}

/// `S_j` of a region from all its counts so far, as a sum instead of a recursion.
pub fn average(options: Options, history: &[u64]) -> f64 {
    let alpha = options.momentum;
    let touched = |&&count: &&u64| options.empty == Empty::Decay || count > 0;
    let updates: Vec<f64> = history
        .iter()
        .filter(touched)
        .map(|&count| count as f64)
        .collect();
    let Some((first, later)) = updates.split_first() else {
        return 0.0;
    };
    // The factor that is left of an update after this many later ones.
    let left = |age: usize| alpha.powi(age as i32);
    let later: f64 = later
        .iter()
        .rev()
        .enumerate()
        .map(|(age, count)| left(age) * count)
        .sum();
    let start = left(updates.len() - 1) * first;
    match options.start {
        Start::Zero => (1.0 - alpha) * (start + later),
        Start::First => start + (1.0 - alpha) * later,
        Start::Corrected => (1.0 - alpha) * (start + later) / (1.0 - left(updates.len())),
    }
}

/// The expected step over the last of several batches.
pub struct Expected {
    /// Loss.
    pub loss: f64,
    /// Weight of each example.
    pub weights: Vec<f64>,
    /// Counts.
    pub counts: Vec<u64>,
    /// Moving average.
    pub average: Vec<f64>,
}

/// The step over the last batch, after a step over each batch before it.
pub fn last_step(kind: Kind, options: Options, batches: &[Batch]) -> Expected {
    let batch = batches.last().expect("a batch");
    // A batch without valid examples does not count.
    let seen = batches.iter().filter(|batch| !batch.valid().is_empty());
    let history: Vec<Vec<u64>> = seen.map(|batch| counts(kind, batch, options)).collect();
    let of_region = |j: usize| history.iter().map(|counts| counts[j]).collect::<Vec<u64>>();
    let average: Vec<f64> = (0..options.bins)
        .map(|j| average(options, &of_region(j)))
        .collect();

    let counts = counts(kind, batch, options);
    let valid = batch.valid();
    let divisor = match options.convention {
        Convention::Code => counts.iter().filter(|&&count| count > 0).count(),
        Convention::Paper => options.bins,
        // Without momentum the average is the counts.
        Convention::Average if options.momentum == 0.0 => {
            counts.iter().filter(|&&count| count > 0).count()
        }
        Convention::Average => average.iter().filter(|&&value| value > 0.0).count(),
    };
    let (mut loss, mut weights) = (0.0, vec![0.0; batch.len()]);
    for &i in &valid {
        let (g, example_loss) = norm_and_loss(kind, batch, i);
        if is_lost(kind, options, g) {
            continue;
        }
        let density = average[region(g, options.bins)] * divisor as f64;
        weights[i] = valid.len() as f64 / density;
        loss += options.loss_weight * weights[i] * example_loss / valid.len() as f64;
    }
    Expected {
        loss,
        weights,
        counts,
        average,
    }
}

/// The number of examples within `epsilon / 2` of `g`, by looking at all of them.
pub fn count_window(norms: &[f64], g: f64, epsilon: f64) -> u64 {
    let inside = |&&x: &&f64| g - epsilon / 2.0 <= x && x < g + epsilon / 2.0;
    norms.iter().filter(inside).count() as u64
}
