//! A table of counts, taken from its columns.

use crate::counts::Counts;
use crate::meaning::Set;
use crate::name::Role;
use crate::refused::Refused;
use crate::words::{Words, say};
use ghm::density::CELLS;

/// Adds a table's rows.
pub(crate) fn add(into: &mut Counts, set: &Set, notes: &mut Vec<Words>) -> Result<(), Refused> {
    let (Some(cells), Some(counts)) = (set.get(Role::Cell), set.get(Role::Count)) else {
        return Ok(());
    };
    let n = cells.len();
    let column = |role: Role| -> Result<Option<Vec<f64>>, Refused> {
        let Some(array) = set.get(role) else {
            return Ok(None);
        };
        if array.len() != n {
            return Err(Refused::new(say!(
                "`{}` has {} values, and `{}` {n}",
                "`{0}` 有 {1} 个值，而 `{2}` 有 {n} 个",
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
                say!(
                    "`{place}`: expected a cell from 0 to {}",
                    "`{place}`：应为 0 到 {} 之间的格号",
                    CELLS - 1
                ),
            ));
        }
        if !whole(number) {
            return Err(counts.refuse(
                i,
                1,
                say!(
                    "`{number}`: expected a number of examples",
                    "`{number}`：应为样本数"
                ),
            ));
        }
        let cell = place as usize;
        twice += u64::from(std::mem::replace(&mut seen[cell], true));
        into.counts[cell] = into.counts[cell].saturating_add(number as u64);
        if let Some(losses) = &losses {
            if !(losses[i].is_finite() && losses[i] >= 0.0) {
                let of = set.get(Role::Loss).unwrap_or(cells);
                return Err(of.refuse(
                    i,
                    1,
                    say!(
                        "`{}`: expected a sum of losses, not below 0",
                        "`{}`：应为损失之和，不小于 0",
                        losses[i]
                    ),
                ));
            }
            if let Some(sums) = &mut into.losses {
                sums[cell] += losses[i];
            }
        }
        if let Some(positives) = &positives {
            if !whole(positives[i]) || positives[i] > number {
                let of = set.get(Role::Positives).unwrap_or(cells);
                return Err(of.refuse(
                    i,
                    1,
                    say!(
                        "`{}`: expected a number of positives, at most the count",
                        "`{}`：应为正样本数，不超过计数",
                        positives[i]
                    ),
                ));
            }
            if let Some(sums) = &mut into.positives {
                sums[cell] += positives[i] as u64;
            }
        }
    }
    if losses.is_none() {
        into.losses = None;
    }
    if positives.is_none() {
        into.positives = None;
    }
    if twice > 0 {
        notes.push(say!(
            "{twice} rows are of cells that had come before: their counts add up",
            "{twice} 行的格号重复出现，其计数相加"
        ));
    }
    Ok(())
}
