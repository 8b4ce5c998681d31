//! Unit regions, and what each adds to the gradient.

use crate::{Counted, Evidence};
use ghm::density::CELLS;

/// Examples by unit regions. Counts are `f64`, which no sum of them overflows.
pub(crate) struct Regions {
    /// `R_j`.
    pub counts: Vec<f64>,
    /// Summed cross-entropy, where it is known.
    pub losses: Option<Vec<f64>>,
    /// Sums of the gradient norm, `sum of g`, none without cells.
    pub gradient: Option<Vec<Sum>>,
    /// `N`.
    pub total: f64,
}

/// A sum of gradient norms: what it is, and between which bounds it must be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sum {
    pub least: f64,
    pub likely: f64,
    pub most: f64,
}

impl Regions {
    /// The regions; none where nothing says what they hold, or they hold nothing.
    pub fn of(evidence: &Evidence, bins: usize) -> Option<Self> {
        let known = evidence.regions.filter(|it| it.counts.len() == bins);
        let (counts, losses) = match (known, evidence.cells) {
            (Some(known), _) => (
                known.counts.iter().map(|&count| count as f64).collect(),
                known.losses.map(<[f64]>::to_vec),
            ),
            (None, Some(cells)) => merged(cells, bins)?,
            (None, None) => return None,
        };
        let total: f64 = counts.iter().sum();
        (total > 0.0).then(|| Self {
            gradient: evidence.cells.map(|cells| gradient(cells, bins)),
            total,
            counts,
            losses,
        })
    }

    /// `n`, how many regions hold something.
    pub fn filled(&self) -> usize {
        self.counts.iter().filter(|&&count| count > 0.0).count()
    }

    /// Place and count of the region that holds least, of those that hold something.
    pub fn least(&self) -> (usize, f64) {
        let filled = self.counts.iter().copied().enumerate();
        let filled = filled.filter(|(_, count)| *count > 0.0);
        filled
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap_or_default()
    }

    /// Lower and upper edge of a region.
    pub fn edges(&self, region: usize) -> [f64; 2] {
        let bins = self.counts.len() as f64;
        [region as f64 / bins, (region as f64 + 1.0) / bins]
    }

    /// GHM-C once the average has settled, as the code divides: `(1/n) sum_j (mean loss in region j)`, from which `N`
    /// has cancelled.
    pub fn ghm_c(&self) -> Option<f64> {
        let losses = self.losses.as_ref()?.iter().zip(&self.counts);
        let means = losses.filter(|(_, count)| **count > 0.0);
        Some(means.map(|(loss, count)| loss / count).sum::<f64>() / self.filled() as f64)
    }

    /// Mean cross-entropy.
    pub fn cross_entropy(&self) -> Option<f64> {
        Some(self.losses.as_ref()?.iter().sum::<f64>() / self.total)
    }
}

type CountsAndLosses = (Vec<f64>, Option<Vec<f64>>);

/// Regions of so many cells each; none if the regions' edges are not edges of cells.
fn merged(cells: Counted, bins: usize) -> Option<CountsAndLosses> {
    let each = CELLS
        .checked_div(bins)
        .filter(|each| each * bins == CELLS)?;
    let chunks = cells.counts.chunks(each);
    let counts = chunks.map(|chunk| chunk.iter().map(|&count| count as f64).sum());
    let losses = cells.losses.map(|losses| {
        losses
            .chunks(each)
            .map(|chunk| chunk.iter().sum())
            .collect()
    });
    Some((counts.collect(), losses))
}

/// Sums of gradient norms by regions. A cell lies in the region that holds its middle.
fn gradient(cells: Counted, bins: usize) -> Vec<Sum> {
    let mut sums = vec![Sum::default(); bins];
    for (cell, &count) in cells.counts.iter().enumerate() {
        let count = count as f64;
        if count == 0.0 {
            continue;
        }
        let [low, high] = [cell as f64, cell as f64 + 1.0].map(|edge| edge / CELLS as f64);
        let middle = 0.5 * (low + high);
        let sum = &mut sums[((middle * bins as f64) as usize).min(bins - 1)];
        let loss = cells.losses.map(|losses| losses[cell]);
        let [least, likely, most] = match loss {
            // For targets 0 and 1 the loss is -ln(1 - g), so the mean loss says the mean norm: in so narrow a cell the
            // curve is a line, to 1e-6. A soft target's loss is greater, and its norm no further than the cell's edge.
            Some(loss) => [(-libm::expm1(-loss / count)).clamp(low, high); 3],
            None => [low, middle, high],
        };
        sum.least += count * least;
        sum.likely += count * likely;
        sum.most += count * most;
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use ghm::{Sorted, UnitRegions};

    #[test]
    fn sums_of_norms_are_those_of_the_examples() {
        let examples = ghm::sample::Preset::Converged.classification(50_000, 3);
        let sorted = Sorted::classification(&examples.logits, &examples.targets, None).unwrap();
        let (mut counts, mut losses) = (vec![], vec![]);
        sorted.sums_into(&UnitRegions::cells(), &mut counts, &mut losses);
        let mut cells = Counted::of(&counts);
        let evidence = |cells| Evidence {
            cells: Some(cells),
            ..Evidence::default()
        };
        for bins in [1, 10, 30] {
            let mut exact = vec![0.0; bins];
            for norm in sorted.norms() {
                exact[((norm * bins as f64) as usize).min(bins - 1)] += norm;
            }
            cells.losses = Some(&losses);
            let known = Regions::of(&evidence(cells), bins).unwrap();
            for (sum, exact) in known.gradient.unwrap().iter().zip(&exact) {
                assert!(
                    (sum.likely - exact).abs() <= 1e-4 * exact,
                    "{sum:?} {exact}"
                );
            }
            cells.losses = None;
            let counted = Regions::of(&evidence(cells), bins).unwrap();
            assert_eq!(counted.ghm_c(), None);
            for (sum, exact) in counted.gradient.unwrap().iter().zip(&exact) {
                assert!(sum.least <= *exact && *exact <= sum.most, "{sum:?} {exact}");
            }
        }
    }

    #[test]
    fn regions_that_are_no_cells_are_given_or_unknown() {
        let cells = vec![1; CELLS];
        let mut evidence = Evidence {
            cells: Some(Counted::of(&cells)),
            ..Evidence::default()
        };
        assert!(Regions::of(&evidence, 7).is_none());
        assert_eq!(Regions::of(&evidence, 8).unwrap().counts, [150.0; 8]);
        let counts = [3, 0, 1, 0, 0, 2, 5];
        evidence.regions = Some(Counted::of(&counts));
        let regions = Regions::of(&evidence, 7).unwrap();
        assert_eq!(
            (regions.filled(), regions.least(), regions.total),
            (4, (2, 1.0), 11.0)
        );
        assert!(Regions::of(&Evidence::default(), 7).is_none());
    }
}
