//! What a figure is before it is drawn: panels, axes and series, as plain data.
//!
//! A figure file turns (state, derived) into a [`Plot`]. Drawing, read-out,
//! tables, CSV and legends are then the same code for every figure.

use crate::scale::Scale;

/// One axis: what it measures, how it is scaled, and the range shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Quantity and unit, in the reader's language.
    pub label: String,
    /// Linear or logarithmic.
    pub scale: Scale,
    /// Lower end of the range.
    pub min: f64,
    /// Upper end of the range.
    pub max: f64,
    /// Whether values are marked along it.
    pub ticks: bool,
}

impl Axis {
    /// A linear axis.
    pub fn linear(label: impl Into<String>, min: f64, max: f64) -> Self {
        Self {
            label: label.into(),
            scale: Scale::Linear,
            min,
            max,
            ticks: true,
        }
    }

    /// Position of `value` along the axis: 0 at its lower end, 1 at its upper.
    /// Values outside the range, and what a logarithm can't show, go to the nearer end.
    pub fn position(&self, value: f64) -> f64 {
        let (low, high) = (self.scale.forward(self.min), self.scale.forward(self.max));
        let at = self.scale.forward(value);
        if at.is_nan() {
            return 0.0;
        }
        ((at - low) / (high - low)).clamp(0.0, 1.0)
    }

    /// The value at `position` in 0 to 1.
    pub fn value(&self, position: f64) -> f64 {
        let (low, high) = (self.scale.forward(self.min), self.scale.forward(self.max));
        self.scale.backward(low + position * (high - low))
    }
}

/// What a series stands for. Colour, stroke and dash follow from it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Cross-entropy, the plain loss.
    CrossEntropy,
    /// Focal loss.
    Focal,
    /// GHM-C as the code computes it, with unit regions.
    Ghm,
    /// Counts and densities of unit regions.
    Regions,
    /// The exact density of the epsilon window.
    Exact,
    /// Positive examples: anchors on an object.
    Positive,
    /// Easy negatives: the crowd.
    Easy,
    /// Negatives that are hard to tell from positives.
    Hard,
    /// Where something can be taken hold of.
    Handle,
    /// The moving average over batches.
    Average,
    /// A loss whose moving average has just begun.
    ColdStart,
    /// Smooth L1.
    SmoothL1,
    /// Authentic smooth L1.
    Asl1,
    /// GHM-R.
    GhmR,
    /// Points read off the paper's figures.
    Paper,
    /// Plain JavaScript, timed.
    JavaScript,
    /// The fastest JavaScript known to us, timed.
    BestJavaScript,
    /// The engine without SIMD128, timed.
    Scalar,
    /// The engine with SIMD128, timed.
    Simd,
}

/// How a series' values lie along x.
pub enum Shape<'a> {
    /// One filled bar from `edges[j]` to `edges[j + 1]` for each value.
    Bars {
        /// One more than there are values, ascending.
        edges: Vec<f64>,
        /// Height of each bar; none is drawn where it can't be shown.
        values: Vec<f64>,
    },
    /// The same as a stepped line.
    Steps {
        /// One more than there are values, ascending.
        edges: Vec<f64>,
        /// Height of each step.
        values: Vec<f64>,
    },
    /// A function, evaluated where it is drawn or read.
    Curve(Box<dyn Fn(f64) -> f64 + 'a>),
    /// Samples joined by a line.
    Line {
        /// Ascending.
        x: Vec<f64>,
        /// As many as `x`.
        y: Vec<f64>,
    },
    /// Samples as dots.
    Points {
        /// Ascending.
        x: Vec<f64>,
        /// As many as `x`.
        y: Vec<f64>,
    },
    /// A value for each cell that is read but not drawn.
    HiddenSteps {
        /// One more than there are values, ascending.
        edges: Vec<f64>,
        /// One for each cell.
        values: Vec<f64>,
    },
    /// What lies between two lines.
    Band {
        /// Ascending.
        x: Vec<f64>,
        /// Lower line: as many as `x`.
        low: Vec<f64>,
        /// Upper line: as many as `x`.
        high: Vec<f64>,
    },
    /// Points of a plane: they have no order, and are not read along x.
    Scatter {
        /// Each of them.
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

/// One series of a panel.
pub struct Series<'a> {
    /// Its name in the legend.
    pub name: String,
    /// What it stands for.
    pub role: Role,
    /// Its values.
    pub shape: Shape<'a>,
}

impl<'a> Series<'a> {
    /// Bars over `edges`.
    pub fn bars(name: impl Into<String>, role: Role, edges: Vec<f64>, values: Vec<f64>) -> Self {
        Self {
            name: name.into(),
            role,
            shape: Shape::Bars { edges, values },
        }
    }

    /// A stepped line over `edges`.
    pub fn steps(name: impl Into<String>, role: Role, edges: Vec<f64>, values: Vec<f64>) -> Self {
        Self {
            name: name.into(),
            role,
            shape: Shape::Steps { edges, values },
        }
    }

    /// A function of x.
    pub fn curve(name: impl Into<String>, role: Role, f: impl Fn(f64) -> f64 + 'a) -> Self {
        Self {
            name: name.into(),
            role,
            shape: Shape::Curve(Box::new(f)),
        }
    }

    /// Joined samples.
    pub fn line(name: impl Into<String>, role: Role, x: Vec<f64>, y: Vec<f64>) -> Self {
        Self {
            name: name.into(),
            role,
            shape: Shape::Line { x, y },
        }
    }

    /// Dots.
    pub fn points(name: impl Into<String>, role: Role, x: Vec<f64>, y: Vec<f64>) -> Self {
        Self {
            name: name.into(),
            role,
            shape: Shape::Points { x, y },
        }
    }

    /// The space between two lines.
    pub fn band(
        name: impl Into<String>,
        role: Role,
        x: Vec<f64>,
        (low, high): (Vec<f64>, Vec<f64>),
    ) -> Self {
        Self {
            name: name.into(),
            role,
            shape: Shape::Band { x, low, high },
        }
    }

    /// Points of a plane.
    pub fn scatter(
        name: impl Into<String>,
        role: Role,
        mark: Mark,
        points: Vec<(f64, f64)>,
    ) -> Self {
        Self {
            name: name.into(),
            role,
            shape: Shape::Scatter { points, mark },
        }
    }

    /// Lines through a plane.
    pub fn paths(name: impl Into<String>, role: Role, paths: Vec<Vec<(f64, f64)>>) -> Self {
        Self {
            name: name.into(),
            role,
            shape: Shape::Paths(paths),
        }
    }

    /// Numbers for the read-out and the table alone.
    pub fn read(name: impl Into<String>, x: Vec<f64>, y: Vec<f64>) -> Self {
        Self {
            name: name.into(),
            role: Role::Paper,
            shape: Shape::Hidden { x, y },
        }
    }

    /// One number a cell for the read-out and the table alone.
    pub fn read_steps(name: impl Into<String>, edges: Vec<f64>, values: Vec<f64>) -> Self {
        Self {
            name: name.into(),
            role: Role::Paper,
            shape: Shape::HiddenSteps { edges, values },
        }
    }

    /// Whether it is drawn.
    pub fn drawn(&self) -> bool {
        !matches!(self.shape, Shape::Hidden { .. } | Shape::HiddenSteps { .. })
    }

    /// The value at `x`, or none where the series says nothing about `x`.
    /// Of samples, the one nearest to `x`.
    pub fn at(&self, x: f64) -> Option<f64> {
        match &self.shape {
            Shape::Bars { edges, values }
            | Shape::Steps { edges, values }
            | Shape::HiddenSteps { edges, values } => cell(edges, x).map(|j| values[j]),
            Shape::Curve(f) => Some(f(x)),
            Shape::Line { x: xs, y } => nearest(xs, x).map(|i| y[i]),
            // Dots speak for themselves only: between them nothing is known.
            Shape::Points { x: xs, y } | Shape::Hidden { x: xs, y } => nearest(xs, x)
                .filter(|&i| (xs[i] - x).abs() < 1e-9)
                .map(|i| y[i]),
            Shape::Band { .. } | Shape::Scatter { .. } | Shape::Paths(_) => None,
        }
    }
}

/// The cell of ascending `edges` that holds `x`; the last edge belongs to the last cell.
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

/// One pair of axes with its series.
pub struct Panel<'a> {
    /// The x axis.
    pub x: Axis,
    /// The y axis. Its label heads the panel.
    pub y: Axis,
    /// What is drawn, back to front.
    pub series: Vec<Series<'a>>,
    /// An x that is always marked: the batch that is shown, say.
    pub mark: Option<f64>,
    /// Width of a window around the cursor that is shaded.
    pub window: Option<f64>,
}

impl Panel<'_> {
    /// Whether it shows a plane: both axes have the same scale, and nothing is read along x.
    pub fn is_plane(&self) -> bool {
        self.series
            .iter()
            .any(|s| matches!(s.shape, Shape::Scatter { .. }))
    }

    /// The x values that the arrow keys visit and the table lists.
    pub fn stops(&self) -> Vec<f64> {
        if self.is_plane() {
            return vec![];
        }
        for series in &self.series {
            match &series.shape {
                Shape::Bars { edges, .. }
                | Shape::Steps { edges, .. }
                | Shape::HiddenSteps { edges, .. } => {
                    return edges.windows(2).map(|e| 0.5 * (e[0] + e[1])).collect();
                }
                Shape::Line { x, .. } | Shape::Hidden { x, .. } => return x.clone(),
                _ => {}
            }
        }
        if let [
            Series {
                shape: Shape::Points { x, .. },
                ..
            },
            ..,
        ] = self.series.as_slice()
        {
            return x.clone();
        }
        (0..=CURVE_STOPS)
            .map(|i| self.x.value(i as f64 / CURVE_STOPS as f64))
            .collect()
    }

    /// Whether the table lists a series: dots have a row each only where nothing else sets the rows.
    pub fn readable(&self, series: &Series) -> bool {
        let unread = matches!(series.shape, Shape::Band { .. });
        let dots = matches!(series.shape, Shape::Points { .. });
        let alone = || {
            let kind = |s: &Series| matches!(s.shape, Shape::Points { .. } | Shape::Hidden { .. });
            self.series.iter().all(kind)
        };
        !unread && (!dots || alone())
    }

    /// The cells that bars or steps stand on, if there are any.
    pub fn edges(&self) -> Option<&[f64]> {
        self.series.iter().find_map(|s| match &s.shape {
            Shape::Bars { edges, .. } | Shape::Steps { edges, .. } => Some(edges.as_slice()),
            _ => None,
        })
    }
}

/// A panel of functions alone is read at this many equal steps.
const CURVE_STOPS: usize = 60;

/// A whole figure.
pub struct Plot<'a> {
    /// One or two.
    pub panels: Vec<Panel<'a>>,
    /// One sentence with the present values, for those who don't see the figure.
    pub summary: String,
    /// The panels share their x axis: the cursor stands in all of them.
    pub shared_x: bool,
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

    #[test]
    fn a_position_leads_back_to_its_value() {
        for scale in [Scale::Linear, Scale::Log] {
            let axis = Axis {
                label: String::new(),
                scale,
                min: 1e-5,
                max: 10.0,
                ticks: true,
            };
            for value in [1e-5, 0.02, 1.0, 9.9] {
                let back = axis.value(axis.position(value));
                assert!(
                    (back - value).abs() < 1e-9 * value.max(1e-3),
                    "{back} for {value}"
                );
            }
            assert_eq!(axis.position(-1.0), 0.0);
            assert_eq!(axis.position(1e9), 1.0);
        }
    }
}
