//! How arrays of a set fit together: what a row is, and how many values it has.

use super::set::Set;
use crate::array::Array;
use crate::choices::{Choices, Classes};
use crate::name::Role;
use crate::refused::{Refused, short};
use crate::words::say;

/// How many values of an array belong to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Per {
    /// One.
    Row,
    /// One for each class.
    Class,
}

/// Logits with their targets, and how they fit.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// Logits or probabilities, the classes last.
    pub values: Array,
    /// Targets: numbers, or ids of classes.
    pub targets: Array,
    /// One target a row, or one a class.
    pub targets_per: Per,
    /// The mask, and for what it is.
    pub mask: Option<(Array, Per)>,
    /// How many rows.
    pub rows: usize,
    /// How many values a row has.
    pub classes: usize,
}

impl Layout {
    /// Fits logits, targets and mask of a set together; none if it has none.
    ///
    /// # Errors
    /// If their shapes do not fit.
    pub fn of(set: &Set, choices: &Choices) -> Result<Option<Self>, Refused> {
        let (Some(values), Some(targets)) = (set.values(), set.get(Role::Targets)) else {
            return Ok(None);
        };
        let (values, targets) = (values.clone(), targets.clone());
        let (v, t) = (&values.shape, &targets.shape);
        let without = |axis: usize| {
            let mut shape = v.clone();
            shape.remove(axis);
            shape
        };
        let squeezed =
            |shape: &[usize]| -> Vec<usize> { shape.iter().copied().filter(|&n| n != 1).collect() };
        let same = v == t || squeezed(v) == squeezed(t) && values.len() == targets.len();
        // The axis of the classes is the one that targets lack.
        let axis = if v.len() == t.len() + 1 {
            (0..v.len()).rev().find(|&axis| without(axis) == *t)
        } else if v.len() > 1 && t.len() <= v.len() {
            (0..v.len())
                .rev()
                .find(|&axis| v[axis] > 1 && squeezed(&without(axis)) == squeezed(t))
        } else {
            None
        };
        let several = values.shape.len() > 1;
        let matrix = several && values.shape.last().is_some_and(|&k| k > 1);
        let (values, targets_per, classes) = match axis {
            _ if same => {
                // One target a class, as in one-hot targets, or any shape where each value has its own.
                let classes = if matrix && values.shape == targets.shape {
                    values.shape[values.shape.len() - 1]
                } else {
                    1
                };
                (values, Per::Class, classes)
            }
            Some(axis) => {
                let classes = values.shape[axis];
                let per = if classes == 1 { Per::Class } else { Per::Row };
                (values.moved_last(axis)?, per, classes)
            }
            None => {
                return Err(Refused::new(say!(
                    "`{}` has the shape {}, and `{}` has the shape {}: expected equal shapes, or one more dimension of the logits, for the classes",
                    "`{}` 的形状是 {}，而 `{}` 的形状是 {}：应相同，或 logit 多一维作为类别",
                    short(&values.name),
                    values.dimensions(),
                    short(&targets.name),
                    targets.dimensions()
                )));
            }
        };
        let rows = values.len() / classes.max(1);
        let mut of_rows = values.shape.clone();
        if classes > 1 {
            of_rows.pop();
        }
        of_rows.retain(|&n| n != 1);
        let mask = match set.get(Role::Mask) {
            None => None,
            Some(mask) => {
                let shape = mask.squeezed_shape();
                let per = if mask.len() == values.len() && shape == values.squeezed_shape() {
                    Per::Class
                } else if mask.len() == rows && shape == of_rows {
                    Per::Row
                } else {
                    return Err(Refused::new(say!(
                        "the mask `{}` has the shape {}: expected that of the targets, {}, or of the logits, {}",
                        "掩码 `{}` 的形状是 {}，应与标签的 {} 或 logit 的 {} 相同",
                        short(&mask.name),
                        mask.dimensions(),
                        targets.dimensions(),
                        values.dimensions()
                    )));
                };
                Some((mask.clone(), per))
            }
        };
        if (choices.class.is_some() || choices.classes == Some(Classes::Softmax)) && classes < 2 {
            return Err(Refused::new(say!(
                "`{}` has one logit for each target: expected the logits of several classes, as a class or a softmax was chosen",
                "`{}` 每个标签只有一个 logit：既然选了类别或 softmax，应有多个类别的 logit",
                short(&values.name)
            )));
        }
        Ok(Some(Self {
            values,
            targets,
            targets_per,
            mask,
            rows,
            classes,
        }))
    }

    /// How many targets a row has.
    pub fn targets_of_row(&self) -> usize {
        if self.targets_per == Per::Class {
            self.classes
        } else {
            1
        }
    }

    /// How many values of the mask a row has.
    pub fn mask_of_row(&self) -> usize {
        match &self.mask {
            Some((_, Per::Class)) => self.classes,
            _ => 1,
        }
    }

    /// Reads rows.
    pub fn read(&self, rows: std::ops::Range<usize>, block: &mut Block) -> Result<(), Refused> {
        self.values
            .read(rows.clone(), self.classes, &mut block.values)?;
        self.targets
            .read(rows.clone(), self.targets_of_row(), &mut block.targets)?;
        block.mask.clear();
        if let Some((mask, _)) = &self.mask {
            mask.read(rows.clone(), self.mask_of_row(), &mut block.mask)?;
        }
        block.start = rows.start;
        block.rows = rows.len();
        Ok(())
    }
}

/// Some rows of a layout.
#[derive(Debug, Default)]
pub(crate) struct Block {
    pub start: usize,
    pub rows: usize,
    pub values: Vec<f64>,
    pub targets: Vec<f64>,
    pub mask: Vec<f64>,
}

impl Block {
    /// Whether the mask lets a value through.
    pub fn counts(&self, layout: &Layout, row: usize, class: usize) -> bool {
        match &layout.mask {
            None => true,
            Some((_, Per::Row)) => self.mask[row] > 0.0,
            Some((_, Per::Class)) => self.mask[row * layout.classes + class] > 0.0,
        }
    }
}
