//! Sorted examples: counts for any number of regions, and the exact density.

use ghm::Sorted;

use super::plain;
use crate::check::{
    batch::{Batch, Kind},
    oracle,
    tolerance::{LOST, SOFT_NORM, STEP, SUM, assert_all_close, assert_close},
};

/// Sorted examples give the counts and losses that a step gives.
pub fn sorted_counts_as_the_loss(kind: Kind, bins: usize, batch: &Batch) {
    let sorted = batch.sorted(kind).expect("valid examples");
    let regions = kind.regions(bins);
    let (mut counts, mut losses) = (Vec::new(), Vec::new());
    sorted.sums_into(&regions, &mut counts, &mut losses);

    let mut loss = plain(kind, bins);
    let step = loss.step(batch).expect("valid examples");
    assert_eq!(
        counts, step.counts,
        "counts of sorted examples in {bins} regions"
    );

    let total = sorted.total_loss();
    assert_close(
        losses.iter().sum(),
        total,
        SUM,
        0.0,
        "sum of the regions' losses",
    );
    // L = 1/n sum_j (mean loss of region j): the batch's size cancels.
    let filled = counts.iter().filter(|&&count| count > 0).count();
    let means = losses.iter().zip(&counts).filter(|(_, count)| **count > 0);
    let sum: f64 = means.map(|(loss, &count)| loss / count as f64).sum();
    // A difference of prefix sums has the absolute error of the whole sum.
    let expected = sum / filled.max(1) as f64;
    assert_close(
        step.loss,
        expected,
        STEP,
        SUM * total + LOST,
        "loss from sorted examples",
    );
}

/// The exact density equals the oracle's, which looks at all pairs.
pub fn exact_density_equals_the_oracle(kind: Kind, epsilon: f64, batch: &Batch) {
    let sorted = batch.sorted(kind).expect("valid examples");
    assert!(sorted.norms().is_sorted(), "norms ascend");
    norms_and_losses_equal_the_oracle(kind, batch, &sorted);

    let mut densities = Vec::new();
    sorted.densities_into(epsilon, &mut densities);
    assert_eq!(densities.len(), sorted.len(), "a density for each example");
    let mut loss = 0.0;
    for ((&g, example_loss), &density) in sorted.norms().iter().zip(sorted.losses()).zip(&densities)
    {
        let count = oracle::count_window(sorted.norms(), g, epsilon);
        assert_eq!(
            sorted.count_window(g, epsilon),
            count,
            "examples around {g}"
        );
        let length = (g + epsilon / 2.0).min(1.0) - (g - epsilon / 2.0).max(0.0);
        assert_eq!(density, count as f64 / length, "density at {g}");
        assert_eq!(sorted.density(g, epsilon), density, "density at {g} alone");
        loss += example_loss * length / count as f64;
    }
    assert_close(sorted.exact_loss(epsilon), loss, SUM, 0.0, "exact loss");
}

fn norms_and_losses_equal_the_oracle(kind: Kind, batch: &Batch, sorted: &Sorted) {
    let mut examples: Vec<(f64, f64)> = batch
        .valid()
        .iter()
        .map(|&i| oracle::norm_and_loss(kind, batch, i))
        .collect();
    examples.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (norms, losses): (Vec<f64>, Vec<f64>) = examples.into_iter().unzip();
    assert_all_close(sorted.norms(), &norms, SOFT_NORM, "norm");
    assert_close(
        sorted.total_loss(),
        losses.iter().sum(),
        SUM,
        SUM,
        "total loss",
    );
}
