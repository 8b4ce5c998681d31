//! Box offsets and gradient norms.

use super::emit::{expected, said};
use super::set::Set;
use crate::array::Array;
use crate::name::Role;
use crate::refused::{Refused, short};
use crate::words::say;

/// Where values of GHM-R or of norms come from.
pub(crate) struct Values<'a> {
    first: &'a Array,
    /// What is subtracted.
    second: Option<&'a Array>,
    mask: Option<&'a Array>,
    /// Values of `first` for one of the mask.
    per_mask: usize,
    norms: bool,
}

/// What a block of them gives.
#[derive(Default)]
pub(crate) struct Blocks {
    a: Vec<f64>,
    b: Vec<f64>,
    m: Vec<f64>,
}

impl<'a> Values<'a> {
    /// Offsets of a set, if it has any.
    pub fn offsets(set: &'a Set) -> Result<Option<Self>, Refused> {
        let pair = set.get(Role::BoxPredictions).zip(set.get(Role::BoxTargets));
        let (first, second) = match (set.get(Role::Offsets), pair) {
            (Some(offsets), _) => (offsets, None),
            (None, Some((predictions, targets))) => (predictions, Some(targets)),
            (None, None) => return Ok(None),
        };
        if let Some(second) =
            second.filter(|second| second.squeezed_shape() != first.squeezed_shape())
        {
            return Err(Refused::new(say!(
                "`{}` has the shape {}, and `{}` {}: expected equal shapes",
                "`{}` 的形状是 {}，而 `{}` 是 {}，应相同",
                short(&first.name),
                first.dimensions(),
                short(&second.name),
                second.dimensions()
            )));
        }
        let mask = set.get(Role::BoxMask);
        let mut per_mask = 1;
        if let Some(mask) = mask {
            let rows = first.shape.split_last().map_or(&[][..], |(_, rows)| rows);
            if mask.squeezed_shape() == first.squeezed_shape() {
            } else if mask.shape == rows || mask.shape.strip_suffix(&[1]) == Some(rows) {
                per_mask = first.shape.last().copied().unwrap_or(1);
            } else {
                return Err(Refused::new(say!(
                    "the mask `{}` has the shape {}: expected that of `{}`, {}, with or without the last dimension",
                    "掩码 `{}` 的形状是 {}，应与 `{}` 的形状 {} 相同，最后一维可省",
                    short(&mask.name),
                    mask.dimensions(),
                    short(&first.name),
                    first.dimensions()
                )));
            }
        }
        Ok(Some(Self {
            first,
            second,
            mask,
            per_mask,
            norms: false,
        }))
    }

    /// Gradient norms of a set that has nothing else.
    pub fn norms(set: &'a Set) -> Option<Self> {
        let first = set.get(Role::Norms)?;
        Some(Self {
            first,
            second: None,
            mask: None,
            per_mask: 1,
            norms: true,
        })
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.first.len() / self.per_mask
    }

    /// How many belong together.
    pub fn per_row(&self) -> usize {
        self.per_mask
    }

    /// Reads values that count; returns how many do not.
    pub fn read(
        &self,
        rows: std::ops::Range<usize>,
        blocks: &mut Blocks,
        mut take: impl FnMut(f32),
    ) -> Result<u64, Refused> {
        let Blocks { a, b, m } = blocks;
        self.first.read(rows.clone(), self.per_mask, a)?;
        if let Some(second) = self.second {
            second.read(rows.clone(), self.per_mask, b)?;
        }
        if let Some(mask) = self.mask {
            mask.read(rows.clone(), 1, m)?;
        }
        let mut ignored = 0;
        for (i, &value) in a.iter().enumerate() {
            // What is no number in the mask does not count.
            if self.mask.is_some()
                && m[i / self.per_mask].partial_cmp(&0.0) != Some(std::cmp::Ordering::Greater)
            {
                ignored += 1;
                continue;
            }
            let value = if self.second.is_some() {
                value - b[i]
            } else {
                value
            };
            let good = if self.norms {
                (0.0..=1.0).contains(&value)
            } else {
                (value as f32).is_finite()
            };
            if !good {
                let at = rows.start * self.per_mask + i;
                let wanted = if self.norms {
                    say!(
                        "expected a gradient norm from 0 to 1",
                        "应为 0 到 1 之间的梯度模长"
                    )
                } else {
                    say!("expected a finite number", "应为有限的数")
                };
                let per_row = self.first.shape.iter().skip(1).product();
                return Err(self
                    .first
                    .refuse(at, per_row, expected(&said(value), &wanted)));
            }
            take(value as f32);
        }
        Ok(ignored)
    }
}
