//! What values look like on the whole, before it is decided what they mean.

use super::layout::{Block, Layout};
use crate::refused::Refused;
use crate::words::say;

/// What the values are like that the mask lets through.
#[derive(Clone, Debug)]
pub(crate) struct Survey {
    /// How many there are.
    pub n: u64,
    /// Whether each lies from 0 to 1.
    pub unit: bool,
    /// Whether each is 0 or 1.
    pub hard: bool,
    /// Whether each, and each target, is a number that 32 bits can have.
    pub finite: bool,
    /// Whether the values of each row add up to 1, of at least two.
    pub sums_to_one: bool,
    /// The targets.
    pub labels: Labels,
}

/// What targets are like.
#[derive(Clone, Debug)]
pub(crate) struct Labels {
    /// The smallest.
    pub least: f64,
    /// The largest, but for 255.
    pub most: f64,
    /// How many are 0.
    pub zeros: u64,
    /// How many are 1.
    pub ones: u64,
    /// How many are -1.
    pub minus: u64,
    /// How many are 255.
    pub ff: u64,
    /// How many are no whole number.
    pub fractions: u64,
    /// How many there are.
    pub n: u64,
    /// How many rows of targets are not one 1 among 0s.
    pub not_one_hot: u64,
    /// Which class names occur, by their numbers.
    pub named: Vec<bool>,
}

impl Default for Survey {
    fn default() -> Self {
        Self {
            n: 0,
            unit: true,
            hard: true,
            finite: true,
            sums_to_one: true,
            labels: Labels {
                least: f64::INFINITY,
                most: f64::NEG_INFINITY,
                zeros: 0,
                ones: 0,
                minus: 0,
                ff: 0,
                fractions: 0,
                n: 0,
                not_one_hot: 0,
                named: vec![],
            },
        }
    }
}

impl Survey {
    /// Takes in some rows.
    ///
    /// # Errors
    /// If a mask has no number somewhere.
    pub fn add(
        &mut self,
        layout: &Layout,
        block: &Block,
        ignore: Option<f64>,
    ) -> Result<(), Refused> {
        if let Some((mask, _)) = &layout.mask
            && let Some(at) = block.mask.iter().position(|value| value.is_nan())
        {
            let per_row = layout.mask_of_row();
            return Err(mask.refuse(
                block.start * per_row + at,
                per_row,
                say!(
                    "expected a number, above 0 where an example counts",
                    "应为数，计入的样本处大于 0"
                ),
            ));
        }
        let k = layout.classes;
        let per_row = layout.targets_of_row();
        let named = !layout.targets.names.is_empty();
        self.labels.named.resize(layout.targets.names.len(), false);
        if layout.mask.is_none() && k == 1 && !named {
            self.all(&block.values);
            self.finite &= within(&block.targets, f64::from(f32::MAX));
            self.labels.all(&block.targets, ignore);
            return Ok(());
        }
        for row in 0..block.rows {
            let values = &block.values[row * k..(row + 1) * k];
            let counted = (0..k).filter(|&class| block.counts(layout, row, class));
            let mut any = false;
            self.values(counted.map(|class| {
                any = true;
                values[class]
            }));
            if !any {
                continue;
            }
            if k > 1 && (values.iter().sum::<f64>() - 1.0).abs() > 2e-3 {
                self.sums_to_one = false;
            }
            let targets = &block.targets[row * per_row..(row + 1) * per_row];
            if named {
                for &id in targets.iter().filter(|id| !id.is_nan()) {
                    self.labels.named[id as usize] = true;
                    self.labels.n += 1;
                }
                continue;
            }
            let counted =
                (0..per_row).filter(|&class| per_row == 1 || block.counts(layout, row, class));
            self.labels.add(counted.map(|class| targets[class]), ignore);
            let ones = targets.iter().filter(|&&target| target == 1.0).count();
            let zeros = targets.iter().filter(|&&target| target == 0.0).count();
            if ones != 1 || ones + zeros != per_row {
                self.labels.not_one_hot += 1;
            }
        }
        Ok(())
    }

    /// All values of a block: counted without a branch, so that the compiler does it in lanes.
    fn all(&mut self, values: &[f64]) {
        let (mut within_unit, mut hard, mut numbers) = (0_u64, 0_u64, 0_u64);
        for &value in values {
            within_unit += u64::from((0.0..=1.0).contains(&value));
            hard += u64::from((value == 0.0) | (value == 1.0));
            numbers += u64::from(value.abs() <= f64::from(f32::MAX));
        }
        let n = values.len() as u64;
        self.n += n;
        self.hard &= hard == n;
        self.finite &= numbers == n;
        // What is no number is found where it counts.
        self.unit &= within_unit == n
            || within_unit + values.iter().filter(|value| value.is_nan()).count() as u64 == n;
    }

    fn values(&mut self, values: impl Iterator<Item = f64>) {
        let (mut n, mut unit, mut hard) = (0, true, true);
        for value in values {
            n += 1;
            // What is no number is found where it counts.
            unit &= (0.0..=1.0).contains(&value) || value.is_nan();
            hard &= value == 0.0 || value == 1.0;
        }
        self.n += n;
        self.unit &= unit;
        self.hard &= hard;
    }
}

fn within(values: &[f64], most: f64) -> bool {
    values
        .iter()
        .map(|value| u64::from(value.abs() <= most))
        .sum::<u64>()
        == values.len() as u64
}

impl Labels {
    /// All targets of a block; mostly they are 0 and 1.
    fn all(&mut self, targets: &[f64], ignore: Option<f64>) {
        let (mut zeros, mut ones) = (0_u64, 0_u64);
        for &target in targets {
            zeros += u64::from(target == 0.0);
            ones += u64::from(target == 1.0);
        }
        let n = targets.len() as u64;
        if ignore.is_some() || zeros + ones != n {
            return self.add(targets.iter().copied(), ignore);
        }
        self.n += n;
        self.zeros += zeros;
        self.ones += ones;
        if zeros > 0 {
            (self.least, self.most) = (self.least.min(0.0), self.most.max(0.0));
        }
        if ones > 0 {
            (self.least, self.most) = (self.least.min(1.0), self.most.max(1.0));
        }
    }

    fn add(&mut self, targets: impl Iterator<Item = f64>, ignore: Option<f64>) {
        for target in targets {
            if Some(target) == ignore {
                continue;
            }
            self.n += 1;
            self.zeros += u64::from(target == 0.0);
            self.ones += u64::from(target == 1.0);
            self.minus += u64::from(target == -1.0);
            self.ff += u64::from(target == 255.0);
            self.fractions += u64::from(target.is_finite() && target as i64 as f64 != target);
            self.least = self.least.min(target);
            if target != 255.0 {
                self.most = self.most.max(target);
            }
        }
    }

    /// How many are neither 0, 1, -1 nor 255.
    pub fn others(&self) -> u64 {
        self.n - self.zeros - self.ones - self.minus - self.ff
    }
}
