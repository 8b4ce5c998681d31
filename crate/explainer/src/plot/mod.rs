//! What a figure is before it is drawn: panels, axes and series, as plain data.
//!
//! A figure turns the state and what is derived from it into a [`Plot`]. Drawing, read-out, tables, CSV and
//! legends are then the same code for every figure.

mod annotation;
mod axis;
mod pinned;
mod role;
mod scale;
mod series;

pub use annotation::{Annotation, Form, Side};
pub use axis::{Axis, Span, Unit};
pub use pinned::{Difference, behind, differences, has_pinned, partner, ranges, ready, within};
pub use role::{Look, Of, Role, Stroke};
pub use scale::{Scale, sort_few, ticks};
pub use series::{Fill, Label, Mark, Series, Shape, cell, middles};

/// One pair of axes with its series.
pub struct Panel {
    /// What it shows, in a few words; empty if the figure's own title says it.
    pub title: String,
    /// Quantity, unit and scale. Without it, the label of the y axis stands there.
    pub subtitle: String,
    /// Whether title and subtitle stand inside the axes where there is room, not above them.
    pub heads_inside: bool,
    /// Height of its row, relative to other rows.
    pub height: f64,
    /// The x axis.
    pub x: Axis,
    /// The y axis. Its label names the panel in tables.
    pub y: Axis,
    /// What is drawn, back to front.
    pub series: Vec<Series>,
    /// An x that is always marked, such as the shown batch.
    pub mark: Option<f64>,
    /// Width, in x, of the window that is shaded around the cursor.
    pub window: Option<f64>,
    /// Whether what is drawn adds up over its regions, and so grows with their width: see [`behind`].
    pub summed: bool,
    /// Ranges of x that are shaded behind everything.
    pub bands: Vec<(f64, f64)>,
    /// What is said about points of it, the most important first: at most [`MOST_ANNOTATIONS`].
    pub annotations: Vec<Annotation>,
    /// One line that stands there instead of axes and series, as there is nothing to show yet.
    pub instead: Option<String>,
}

/// More would be a text, not a picture.
pub const MOST_ANNOTATIONS: usize = 4;

impl Panel {
    /// A panel without a mark or window.
    #[inline(never)]
    pub fn new(x: Axis, y: Axis, series: Vec<Series>) -> Self {
        Self {
            title: String::new(),
            subtitle: String::new(),
            heads_inside: false,
            height: 1.0,
            x,
            y,
            series,
            mark: None,
            window: None,
            summed: false,
            bands: vec![],
            annotations: vec![],
            instead: None,
        }
    }

    /// The same panel with a title and, under it, quantity, unit and scale.
    #[must_use]
    pub fn titled(self, title: impl Into<String>, subtitle: impl Into<String>) -> Self {
        self.headed(title.into(), subtitle.into())
    }

    // A panel is moved in one place only: each move of so large a thing weighs as much as a page of code.
    #[inline(never)]
    fn headed(mut self, title: String, subtitle: String) -> Self {
        (self.title, self.subtitle) = (title, subtitle);
        self
    }

    /// The same panel with quantity, unit and scale as its only heading.
    #[must_use]
    pub fn subtitled(self, subtitle: String) -> Self {
        self.headed(String::new(), subtitle)
    }

    /// The same panel with annotations, the most important first.
    #[must_use]
    #[inline(never)]
    pub fn saying(mut self, annotations: Vec<Annotation>) -> Self {
        self.annotations = annotations;
        self
    }

    /// The same panel with a line at an x.
    #[must_use]
    #[inline(never)]
    pub fn marked(mut self, x: Option<f64>) -> Self {
        self.mark = x;
        self
    }

    /// The same panel, of what adds up over its regions.
    #[must_use]
    #[inline(never)]
    pub fn summed(mut self) -> Self {
        self.summed = true;
        self
    }

    /// The same panel, or while there is nothing to show one line.
    #[must_use]
    #[inline(never)]
    pub fn or_line(mut self, line: Option<String>) -> Self {
        self.instead = line;
        self
    }

    /// What it is called in tables and when it is read out.
    pub fn name(&self) -> &str {
        if self.title.is_empty() {
            &self.y.label
        } else {
            &self.title
        }
    }

    /// What stands under its title: quantity, unit, scale.
    pub fn quantity(&self) -> &str {
        if self.subtitle.is_empty() {
            &self.y.label
        } else {
            &self.subtitle
        }
    }

    /// Whether it shows a plane: both axes have the same scale, and nothing is read along x.
    pub fn is_plane(&self) -> bool {
        self.series
            .iter()
            .any(|s| matches!(s.shape, Shape::Scatter { .. }))
    }

    /// Whether its bars lie: x is what they measure.
    pub fn lies(&self) -> bool {
        self.series
            .iter()
            .any(|s| matches!(s.shape, Shape::Lying { .. }))
    }

    /// Whether values are read along x: not in a plane, nor where bars lie or nothing is shown yet.
    pub fn is_read(&self) -> bool {
        !(self.is_plane() || self.lies() || self.instead.is_some())
    }

    /// The x values that the arrow keys visit and the table lists; empty for a plane.
    pub fn stops(&self) -> Vec<f64> {
        if self.is_plane() {
            return vec![];
        }
        if self.lies() {
            return vec![0.0];
        }
        for series in self.own() {
            if let Some(edges) = series.edges() {
                return middles(edges).collect();
            }
            if let Shape::Line { x, .. } | Shape::Hidden { x, .. } = &series.shape {
                return x.clone();
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

    /// Its series, without those of A.
    fn own(&self) -> impl Iterator<Item = &Series> {
        self.series.iter().filter(|series| !series.role.is_pinned())
    }

    /// Whether the table lists a series: not a band, and dots only where they are the reader's guess or no other series has values in the panel.
    pub fn readable(&self, series: &Series) -> bool {
        let unread =
            matches!(series.shape, Shape::Band { .. } | Shape::Paths(_)) || series.name.is_empty();
        let dots = matches!(series.shape, Shape::Points { .. });
        let alone = || {
            let kind = |s: &Series| matches!(s.shape, Shape::Points { .. } | Shape::Hidden { .. });
            self.series.iter().all(kind)
        };
        !unread && (!dots || series.role == Role::Guess || alone())
    }

    /// The edges of the cells that bars or steps stand on, if there are any.
    pub fn edges(&self) -> Option<&[f64]> {
        self.own().filter(|s| s.drawn()).find_map(Series::edges)
    }
}

/// A panel without samples is read in this many equal steps along its x axis.
const CURVE_STOPS: usize = 60;

/// A whole figure.
pub struct Plot {
    /// The figure's title.
    pub title: &'static str,
    /// Its panels, row by row.
    pub panels: Vec<Panel>,
    /// The number of panels in each row, where there is room for them side by side.
    pub rows: &'static [usize],
    /// One sentence with the present values, for those who don't see the figure.
    pub summary: String,
    /// The panels share their x axis: the cursor stands in all of them.
    pub shared_x: bool,
}

impl Plot {
    /// A figure of one panel.
    pub fn one(panel: Panel, summary: String) -> Self {
        Self::shared(vec![panel], summary)
    }

    /// Panels that share their x axis.
    pub fn shared(panels: Vec<Panel>, summary: String) -> Self {
        Self {
            shared_x: true,
            ..Self::apart(panels, summary)
        }
    }

    /// Whether a panel of it is still empty, as it waits for data, a training or a measurement.
    pub fn lacks(&self) -> bool {
        let empty =
            |panel: &Panel| panel.instead.is_some() || !panel.series.iter().any(Series::has_values);
        self.panels.is_empty() || self.panels.iter().any(empty)
    }

    /// Panels with an x axis each.
    pub fn apart(panels: Vec<Panel>, summary: String) -> Self {
        Self {
            title: "",
            panels,
            rows: &[],
            summary,
            shared_x: false,
        }
    }
}

/// Where the reader points: a panel and a value on its x axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cursor {
    /// Index of the panel.
    pub panel: usize,
    /// Value on that panel's x axis.
    pub x: f64,
}
