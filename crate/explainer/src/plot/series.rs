//! A series: a name, what it stands for, and its values.

use super::{Axis, Role, Unit};
use std::rc::Rc;

/// How a series' values lie along x.
#[derive(Clone)]
pub enum Shape {
    /// One filled bar from `edges[j]` to `edges[j + 1]` for each value.
    Bars {
        /// One more than there are values, ascending.
        edges: Vec<f64>,
        /// Height of each bar. A height that the axis can't show has no bar.
        values: Vec<f64>,
    },
    /// A stepped line: the same, but only its top.
    Steps {
        /// One more than there are values, ascending.
        edges: Vec<f64>,
        /// Height of each step.
        values: Vec<f64>,
    },
    /// A function of x, evaluated where it is drawn or read.
    Curve(Rc<dyn Fn(f64) -> f64>),
    /// Samples joined by a line.
    Line {
        /// Ascending.
        x: Vec<f64>,
        /// As many as `x`.
        y: Vec<f64>,
    },
    /// A bar that lies: from 0 along x, between two heights of y.
    Lying {
        /// Lower and upper edge.
        between: (f64, f64),
        /// Where it ends. NaN has no bar.
        value: f64,
    },
    /// Samples as dots.
    Points {
        /// Ascending.
        x: Vec<f64>,
        /// As many as `x`.
        y: Vec<f64>,
    },
    /// A value for each cell, which is read but not drawn.
    HiddenSteps {
        /// One more than there are values, ascending.
        edges: Vec<f64>,
        /// One for each cell.
        values: Vec<f64>,
    },
    /// The space between two lines.
    Band {
        /// Ascending.
        x: Vec<f64>,
        /// Lower line: as many as `x`.
        low: Vec<f64>,
        /// Upper line: as many as `x`.
        high: Vec<f64>,
    },
    /// Points of a plane, which have no order and are not read along x.
    Scatter {
        /// The points.
        points: Vec<(f64, f64)>,
        /// How they are drawn.
        mark: Mark,
    },
    /// Lines through a plane.
    Paths(Vec<Vec<(f64, f64)>>),
    /// Samples that are read but not drawn.
    Hidden {
        /// Ascending.
        x: Vec<f64>,
        /// As many as `x`.
        y: Vec<f64>,
    },
}

/// How a point of a plane is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// One of a crowd.
    Speck,
    /// One of a few.
    Dot,
    /// One that is wrong.
    Cross,
}

/// How the space under bars or steps is filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fill {
    /// Bars in their colour, steps not at all.
    #[default]
    Plain,
    /// With slanted lines, so that what is behind shows.
    Hatched,
}

/// Where a series' name stands in the panel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Label {
    /// At the line's right end: in the margin where there is room, else along the line.
    End,
    /// Along the line, as near to this x as there is room.
    At(f64),
    /// Inside its area, as near to this x as there is room.
    Within(f64),
    /// In the margin on the right, at the height of its last value, wherever that is.
    Beside,
    /// Nowhere: the panel's title says what it is.
    Told,
}

/// One series of a panel.
#[derive(Clone)]
pub struct Series {
    /// Its name: in the panel, in the legend, in tables.
    pub name: String,
    /// What it stands for.
    pub role: Role,
    /// Its values.
    pub shape: Shape,
    /// Where its name stands in the panel; without a place, and where there is no room, it is in the legend.
    pub label: Option<Label>,
    /// What stands in the panel instead of its name, where that is longer than needed.
    pub short: Option<String>,
    /// How the space under it is filled.
    pub fill: Fill,
    /// Whether it is drawn thin, as what was or will be.
    pub ghost: bool,
    /// How its values are written, where not as the axis says: what is only read is written plainly.
    pub unit: Option<Unit>,
}

impl Series {
    fn new(name: impl Into<String>, role: Role, shape: Shape) -> Self {
        Self::of_shape(name.into(), role, shape)
    }

    #[inline(never)]
    pub(super) fn of_shape(name: String, role: Role, shape: Shape) -> Self {
        Self {
            name,
            role,
            shape,
            label: None,
            short: None,
            fill: Fill::Plain,
            ghost: false,
            unit: None,
        }
    }

    /// The same with its values written so.
    #[must_use]
    pub fn measured(mut self, unit: Unit) -> Self {
        self.unit = Some(unit);
        self
    }

    /// The same with its name in the panel.
    #[must_use]
    #[inline(never)]
    pub fn labelled(mut self, label: Label) -> Self {
        self.label = Some(label);
        self
    }

    /// The same with these words in the panel, not its name.
    #[must_use]
    pub fn called(mut self, short: impl Into<String>) -> Self {
        self.short = Some(short.into());
        self
    }

    /// The same with slanted lines under it.
    #[must_use]
    #[inline(never)]
    pub fn hatched(mut self) -> Self {
        self.fill = Fill::Hatched;
        self
    }

    /// The same, thin.
    #[must_use]
    #[inline(never)]
    pub fn ghost(mut self) -> Self {
        self.ghost = true;
        self
    }

    /// What stands in the panel for it.
    pub fn word(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.name)
    }

    /// Bars over `edges`.
    pub fn bars(name: impl Into<String>, role: Role, edges: Vec<f64>, values: Vec<f64>) -> Self {
        Self::new(name, role, Shape::Bars { edges, values })
    }

    /// A stepped line over `edges`.
    pub fn steps(name: impl Into<String>, role: Role, edges: Vec<f64>, values: Vec<f64>) -> Self {
        Self::new(name, role, Shape::Steps { edges, values })
    }

    /// A function of x.
    pub fn curve(name: impl Into<String>, role: Role, f: impl Fn(f64) -> f64 + 'static) -> Self {
        Self::new(name, role, Shape::Curve(Rc::new(f)))
    }

    /// Joined samples.
    pub fn line(name: impl Into<String>, role: Role, x: Vec<f64>, y: Vec<f64>) -> Self {
        Self::new(name, role, Shape::Line { x, y })
    }

    /// Dots.
    pub fn points(name: impl Into<String>, role: Role, x: Vec<f64>, y: Vec<f64>) -> Self {
        Self::new(name, role, Shape::Points { x, y })
    }

    /// A bar that lies between two heights.
    pub fn lying(name: impl Into<String>, role: Role, between: (f64, f64), value: f64) -> Self {
        Self::new(name, role, Shape::Lying { between, value })
    }

    /// The space between two lines.
    pub fn band(
        name: impl Into<String>,
        role: Role,
        x: Vec<f64>,
        (low, high): (Vec<f64>, Vec<f64>),
    ) -> Self {
        Self::new(name, role, Shape::Band { x, low, high })
    }

    /// Points of a plane.
    pub fn scatter(
        name: impl Into<String>,
        role: Role,
        mark: Mark,
        points: Vec<(f64, f64)>,
    ) -> Self {
        Self::new(name, role, Shape::Scatter { points, mark })
    }

    /// Lines through a plane.
    pub fn paths(name: impl Into<String>, role: Role, paths: Vec<Vec<(f64, f64)>>) -> Self {
        Self::new(name, role, Shape::Paths(paths))
    }

    /// Samples that only the read-out and the table show.
    pub fn read(name: impl Into<String>, x: Vec<f64>, y: Vec<f64>) -> Self {
        Self::new(name, Role::Paper, Shape::Hidden { x, y })
    }

    /// A number for each cell that only the read-out and the table show.
    pub fn read_steps(name: impl Into<String>, edges: Vec<f64>, values: Vec<f64>) -> Self {
        Self::new(name, Role::Paper, Shape::HiddenSteps { edges, values })
    }

    /// The unit of its values: its own, or else the axis's, but for what is only read.
    pub fn unit(&self, axis: &Axis) -> Unit {
        let usual = if self.drawn() { axis.unit } else { Unit::Plain };
        self.unit.unwrap_or(usual)
    }

    /// Whether it is drawn.
    pub fn drawn(&self) -> bool {
        !matches!(self.shape, Shape::Hidden { .. } | Shape::HiddenSteps { .. })
    }

    /// Whether anything of it is drawn.
    pub fn has_values(&self) -> bool {
        let some = |values: &[f64]| values.iter().any(|value| value.is_finite());
        match &self.shape {
            Shape::Bars { values, .. } | Shape::Steps { values, .. } => some(values),
            Shape::Line { y, .. } | Shape::Points { y, .. } => some(y),
            Shape::Band { high, .. } => some(high),
            Shape::Lying { value, .. } => value.is_finite(),
            Shape::Scatter { points, .. } => !points.is_empty(),
            Shape::Paths(paths) => !paths.is_empty(),
            Shape::Curve(_) => true,
            Shape::Hidden { .. } | Shape::HiddenSteps { .. } => false,
        }
    }

    /// The edges of the cells that its values stand on, if they do.
    pub fn edges(&self) -> Option<&[f64]> {
        match &self.shape {
            Shape::Bars { edges, .. }
            | Shape::Steps { edges, .. }
            | Shape::HiddenSteps { edges, .. } => Some(edges),
            _ => None,
        }
    }

    /// The value at `x`: of samples, the one nearest to `x`. None where the series has no value.
    pub fn at(&self, x: f64) -> Option<f64> {
        match &self.shape {
            Shape::Bars { edges, values }
            | Shape::Steps { edges, values }
            | Shape::HiddenSteps { edges, values } => {
                // Where nothing was counted yet, there is a cell without a value.
                cell(edges, x).and_then(|j| values.get(j).copied())
            }
            Shape::Curve(f) => Some(f(x)),
            Shape::Line { x: xs, y } => nearest(xs, x).map(|i| y[i]),
            // Dots have a value only where they are.
            Shape::Points { x: xs, y } | Shape::Hidden { x: xs, y } => nearest(xs, x)
                .filter(|&i| (xs[i] - x).abs() < 1e-9)
                .map(|i| y[i]),
            Shape::Lying { value, .. } => Some(*value).filter(|value| value.is_finite()),
            Shape::Band { .. } | Shape::Scatter { .. } | Shape::Paths(_) => None,
        }
    }
}

/// The middle of each cell between ascending `edges`.
pub fn middles(edges: &[f64]) -> impl Iterator<Item = f64> {
    edges.windows(2).map(|e| 0.5 * (e[0] + e[1]))
}

/// The index of the cell between ascending `edges` that holds `x`; the last edge belongs to the last cell.
pub fn cell(edges: &[f64], x: f64) -> Option<usize> {
    let cells = edges.len().checked_sub(1).filter(|&n| n > 0)?;
    if !(edges[0]..=edges[cells]).contains(&x) {
        return None;
    }
    Some((edges.partition_point(|&e| e <= x) - 1).min(cells - 1))
}

fn nearest(xs: &[f64], x: f64) -> Option<usize> {
    let after = xs.partition_point(|&v| v < x);
    let before = after.saturating_sub(1);
    match (xs.get(before), xs.get(after)) {
        (Some(a), Some(b)) => Some(if x - a <= b - x { before } else { after }),
        (Some(_), None) => Some(before),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_half_open_but_for_the_last() {
        let edges = [0.0, 0.5, 1.0];
        assert_eq!(cell(&edges, 0.0), Some(0));
        assert_eq!(cell(&edges, 0.5), Some(1));
        assert_eq!(cell(&edges, 1.0), Some(1));
        assert_eq!(cell(&edges, 1.1), None);
        assert_eq!(cell(&edges, f64::NAN), None);
        assert_eq!(cell(&[], 0.5), None);
    }

    #[test]
    fn a_line_is_read_at_its_nearest_sample() {
        let line = Series::line("", Role::Exact, vec![0.0, 1.0, 3.0], vec![5.0, 6.0, 7.0]);
        assert_eq!(line.at(-9.0), Some(5.0));
        assert_eq!(line.at(0.6), Some(6.0));
        assert_eq!(line.at(1.9), Some(6.0));
        assert_eq!(line.at(9.0), Some(7.0));
        assert_eq!(Series::line("", Role::Exact, vec![], vec![]).at(0.0), None);
    }
}
