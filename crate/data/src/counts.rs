//! Examples counted elsewhere: how many lie in each of 1,200 cells of the gradient norm.

use crate::meaning::Set;
use crate::name::Role;
use crate::refused::Refused;
use ghm::density::CELLS;

/// Examples by cells: `[i/1200, (i+1)/1200)` of the gradient norm.
///
/// Counts of any M that divides 1,200 follow exactly: a region is so many cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    /// How many examples each cell holds.
    pub counts: Vec<u64>,
    /// Their summed cross-entropy; none if the table has no such column.
    pub losses: Option<Vec<f64>>,
    /// How many of them are positive; none if the table has no such column.
    pub positives: Option<Vec<u64>>,
}

impl Counts {
    /// No example.
    pub fn new() -> Self {
        Self {
            counts: vec![0; CELLS],
            losses: Some(vec![0.0; CELLS]),
            positives: Some(vec![0; CELLS]),
        }
    }

    /// How many examples there are.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Counts and summed losses of `bins` unit regions; none if `bins` does not divide the number of cells.
    pub fn regions(&self, bins: usize) -> Option<(Vec<u64>, Option<Vec<f64>>)> {
        let cells = CELLS
            .checked_div(bins)
            .filter(|cells| cells * bins == CELLS)?;
        let counts = self
            .counts
            .chunks(cells)
            .map(|chunk| chunk.iter().sum())
            .collect();
        let losses = self.losses.as_ref();
        let losses = losses.map(|losses| {
            losses
                .chunks(cells)
                .map(|chunk| chunk.iter().sum())
                .collect()
        });
        Some((counts, losses))
    }

    /// Adds a table's rows.
    pub(crate) fn add(&mut self, set: &Set, notes: &mut Vec<String>) -> Result<(), Refused> {
        let (Some(cells), Some(counts)) = (set.get(Role::Cell), set.get(Role::Count)) else {
            return Ok(());
        };
        let n = cells.len();
        let column = |role: Role| -> Result<Option<Vec<f64>>, Refused> {
            let Some(array) = set.get(role) else {
                return Ok(None);
            };
            if array.len() != n {
                return Err(Refused::new(format!(
                    "`{}` has {} values, and `{}` {n}",
                    array.name,
                    array.len(),
                    cells.name
                )));
            }
            let mut values = vec![];
            array.read(0..n, 1, &mut values)?;
            Ok(Some(values))
        };
        let places = column(Role::Cell)?.unwrap_or_default();
        let numbers = column(Role::Count)?.unwrap_or_default();
        let losses = column(Role::Loss)?;
        let positives = column(Role::Positives)?;
        let whole = |value: f64| {
            (0.0..=9_007_199_254_740_992.0).contains(&value) && value as u64 as f64 == value
        };
        let mut seen = vec![false; CELLS];
        let mut twice = 0;
        for (i, (&place, &number)) in places.iter().zip(&numbers).enumerate() {
            if !whole(place) || place >= CELLS as f64 {
                return Err(cells.refuse(
                    i,
                    1,
                    &format!("`{place}`: expected a cell from 0 to {}", CELLS - 1),
                ));
            }
            if !whole(number) {
                return Err(counts.refuse(
                    i,
                    1,
                    &format!("`{number}`: expected a number of examples"),
                ));
            }
            let cell = place as usize;
            twice += u64::from(std::mem::replace(&mut seen[cell], true));
            self.counts[cell] = self.counts[cell].saturating_add(number as u64);
            if let Some(losses) = &losses {
                if !(losses[i].is_finite() && losses[i] >= 0.0) {
                    let of = set.get(Role::Loss).unwrap_or(cells);
                    return Err(of.refuse(
                        i,
                        1,
                        &format!("`{}`: expected a sum of losses, not below 0", losses[i]),
                    ));
                }
                if let Some(sums) = &mut self.losses {
                    sums[cell] += losses[i];
                }
            }
            if let Some(positives) = &positives {
                if !whole(positives[i]) || positives[i] > number {
                    let of = set.get(Role::Positives).unwrap_or(cells);
                    return Err(of.refuse(
                        i,
                        1,
                        &format!(
                            "`{}`: expected a number of positives, at most the count",
                            positives[i]
                        ),
                    ));
                }
                if let Some(sums) = &mut self.positives {
                    sums[cell] += positives[i] as u64;
                }
            }
        }
        if losses.is_none() {
            self.losses = None;
        }
        if positives.is_none() {
            self.positives = None;
        }
        if twice > 0 {
            notes.push(format!(
                "{twice} rows are of cells that had come before: their counts add up"
            ));
        }
        Ok(())
    }
}

impl Default for Counts {
    fn default() -> Self {
        Self::new()
    }
}
