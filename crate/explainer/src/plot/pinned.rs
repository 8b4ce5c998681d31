//! Two settings in one figure: A, which was pinned, is drawn behind B, which the reader moves.

use super::{Axis, Fill, Label, Panel, Plot, Role, Scale, Series, Shape, Unit, middles};
use std::rc::Rc;

// What names of series begin with.
const A: &str = "A · ";
const B: &str = "B · ";

/// Makes a plot ready to be drawn behind others: in ink, without fill, annotations and what was read off the paper.
pub fn ready(plot: &mut Plot) {
    for panel in &mut plot.panels {
        for series in std::mem::take(&mut panel.series) {
            ink(series, &mut panel.series);
        }
    }
}

/// Adds a series in ink, if it doesn't only tell again what B's tells. A bar that lies becomes a line at its end.
fn ink(mut series: Series, inked: &mut Vec<Series>) {
    let of_paper = series.drawn() && series.role == Role::Paper;
    let told = series.name.is_empty() || series.ghost || of_paper;
    series.name.insert_str(0, A);
    series.role = series.role.pinned();
    series.short = Some(A[..1].into());
    series.label = Some(Label::End);
    series.fill = Fill::Plain;
    series.shape = match series.shape {
        _ if told => return,
        Shape::Band { .. } | Shape::Scatter { .. } => return,
        Shape::Bars { edges, values } => Shape::Steps { edges, values },
        Shape::Lying { between, value } => {
            let (name, role) = (series.name.clone(), series.role);
            let (x, y) = (vec![0.0], vec![value]);
            inked.push(Series::of_shape(name, role, Shape::Hidden { x, y }));
            Shape::Paths(vec![vec![(value, between.0), (value, between.1)]])
        }
        shape => shape,
    };
    inked.push(series);
}

/// Draws A, which was made [`ready`], behind B on common axes. Where a panel sums over regions and theirs have different
/// widths, both are divided by these: else they would differ by arithmetic alone. `divided` then names the quantity.
pub fn behind(b: &mut Plot, a: &Plot, divided: impl Fn(&str) -> String) {
    let alike = b.panels.len() == a.panels.len();
    for (i, panel) in b.panels.iter_mut().enumerate() {
        // Detectors of other losses have other panels.
        let same = |&(j, other): &(usize, &Panel)| match alike {
            true => i == j,
            false => other.name() == panel.name(),
        };
        if let Some((_, other)) = a.panels.iter().enumerate().find(same)
            && other.instead.is_none()
            && panel.instead.is_none()
        {
            put_behind(panel, other, &divided);
        }
    }
}

fn put_behind(panel: &mut Panel, other: &Panel, divided: &dyn Fn(&str) -> String) {
    let (mut series, mut y) = (other.series.clone(), other.y.clone());
    if let (true, Some(own), Some(others)) =
        (panel.summed, width(panel.own()), width(series.iter()))
        && (own - others).abs() > 1e-12
    {
        panel.subtitle = divided(panel.quantity());
        for said in &mut panel.annotations {
            said.at.1 /= own;
        }
        divide(&mut panel.y, &mut panel.series, own);
        divide(&mut y, &mut series, others);
    }
    unite(&mut panel.x, &other.x);
    unite(&mut panel.y, &y);
    // What is filled would hide it.
    let mut place = 0;
    for (i, it) in panel.series.iter_mut().enumerate() {
        name_b(it);
        let filled = matches!(
            it.shape,
            Shape::Bars { .. } | Shape::Band { .. } | Shape::Lying { .. }
        );
        if filled {
            place = i + 1;
        }
    }
    let front = panel.series.split_off(place);
    panel.series.extend(series);
    panel.series.extend(front);
}

fn name_b(series: &mut Series) {
    if series.name.is_empty() {
        return;
    }
    let word = series.word().to_owned();
    series.name.insert_str(0, B);
    series.short = Some(word);
    // Else nothing in the panel would say whose it is.
    if series.label == Some(Label::Told) && matches!(series.shape, Shape::Bars { .. }) {
        series.label = Some(Label::End);
        series.short = Some(B[..1].into());
    }
}

/// The width of regions that series stand on.
fn width<'a>(mut series: impl Iterator<Item = &'a Series>) -> Option<f64> {
    let edges = series.find_map(Series::edges)?;
    Some(edges.get(1)? - edges[0])
}

/// Turns what is summed over regions of this width into a density.
fn divide(y: &mut Axis, series: &mut [Series], width: f64) {
    y.min /= width;
    y.max /= width;
    y.unit = Unit::Plain;
    for it in series {
        match &mut it.shape {
            Shape::Bars { values, .. } | Shape::Steps { values, .. } => over(values, width),
            Shape::Line { y, .. } | Shape::Points { y, .. } => over(y, width),
            Shape::Curve(f) => {
                let f = Rc::clone(f);
                it.shape = Shape::Curve(Rc::new(move |x| f(x) / width));
            }
            _ => {}
        }
    }
}

fn over(values: &mut [f64], width: f64) {
    values.iter_mut().for_each(|value| *value /= width);
}

/// Widens an axis so that it also shows another one's range, as far as its scale can.
fn unite(axis: &mut Axis, other: &Axis) {
    let possible = |end: f64| axis.scale != Scale::Log || end > 0.0;
    let ends = [other.min, other.max].map(|end| possible(end).then_some(end));
    axis.min = ends[0].map_or(axis.min, |end| axis.min.min(end));
    axis.max = ends[1].map_or(axis.max, |end| axis.max.max(end));
}

/// The ranges of a plot's axes: of each panel least and greatest x, least and greatest y.
pub fn ranges(plot: &Plot) -> Vec<f64> {
    let of = |Panel { x, y, .. }: &Panel| [x.min, x.max, y.min, y.max];
    plot.panels.iter().flat_map(of).collect()
}

/// Widens a plot's axes to `ranges`: of each panel least and greatest x, least and greatest y.
pub fn within(plot: &mut Plot, ranges: &[f64]) {
    for (panel, range) in plot.panels.iter_mut().zip(ranges.chunks_exact(4)) {
        for (axis, ends) in [&mut panel.x, &mut panel.y]
            .into_iter()
            .zip(range.chunks(2))
        {
            let other = Axis {
                min: ends[0],
                max: ends[1],
                ..axis.clone()
            };
            unite(axis, &other);
        }
    }
}

/// Where a line of B differs most from A's.
pub struct Difference<'a> {
    /// The panel that it is in.
    pub panel: &'a Panel,
    /// The line's name, without its letter.
    pub name: &'a str,
    /// Where.
    pub x: f64,
    /// A's value there.
    pub a: f64,
    /// B's value there.
    pub b: f64,
}

/// Of each panel the greatest difference that can be seen, from B's lines to A's of the same name.
pub fn differences(plot: &Plot) -> Vec<Difference<'_>> {
    plot.panels.iter().filter_map(greatest).collect()
}

fn greatest(panel: &Panel) -> Option<Difference<'_>> {
    /// Of an axis; less is not seen.
    const SEEN: f64 = 0.004;
    let (stops, y) = (panel.stops(), panel.y.span());
    let (mut most, mut found) = (SEEN, None);
    for a in panel.series.iter().filter(|it| it.role.is_pinned()) {
        // What is only read may be of another unit than what is drawn.
        let Some((name, b)) = partner(panel, a).filter(|(_, b)| a.drawn() == b.drawn()) else {
            continue;
        };
        let on_edge = |it: &Series, x: f64| {
            let edges = it.edges().unwrap_or_default();
            edges.iter().any(|edge| (edge - x).abs() < 1e-9)
        };
        let its = a.edges().unwrap_or_default();
        for x in stops.iter().copied().chain(middles(its)) {
            // On an edge it would be a matter of chance which of two regions is compared.
            if on_edge(a, x) || on_edge(b, x) {
                continue;
            }
            let (Some(a), Some(b)) = (a.at(x), b.at(x)) else {
                continue;
            };
            let far = (y.position(a) - y.position(b)).abs();
            if a.is_finite() && b.is_finite() && far > most {
                most = far;
                found = Some(Difference {
                    panel,
                    name,
                    x,
                    a,
                    b,
                });
            }
        }
    }
    found
}

/// Whether anything of A's has a value: a training of A's that wasn't here has none.
pub fn has_pinned(plot: &Plot) -> bool {
    let shows = |panel: &Panel| {
        let stops = panel.stops();
        let valued = |it: &Series| stops.iter().any(|&x| it.at(x).is_some());
        let path = |it: &Series| matches!(it.shape, Shape::Paths(_));
        let all = panel.series.iter().filter(|it| it.role.is_pinned());
        all.into_iter().any(|it| path(it) || valued(it))
    };
    plot.panels.iter().any(shows)
}

/// The name that one of A's series has without its letter, and B's series of that name.
pub fn partner<'a>(panel: &'a Panel, a: &'a Series) -> Option<(&'a str, &'a Series)> {
    let name = a.name.strip_prefix(A).filter(|_| a.role.is_pinned())?;
    let is_b = |it: &&Series| it.name.strip_prefix(B) == Some(name);
    Some((name, panel.series.iter().find(is_b)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::Annotation;
    use crate::plot::Side;

    /// Shares that fall evenly into this many regions, in percent, and their exact density.
    fn shares(bins: usize) -> Plot {
        let edges = (0..=bins).map(|j| j as f64 / bins as f64).collect();
        let share = 1.0 / bins as f64;
        let series = vec![
            Series::bars("regions", Role::Regions, edges, vec![share; bins]).labelled(Label::Told),
            Series::curve("exact", Role::Exact, move |_| share),
        ];
        let axis = |max: f64| Axis::linear("share", 0.0, max);
        let panel = Panel::new(axis(1.0), axis(2.0 * share).percent(), series).summed();
        let said = Annotation::new((0.9, share), Side::Above, "", "here");
        Plot::one(panel.saying(vec![said]), String::new())
    }

    fn both(mut b: Plot, a: Plot) -> Panel {
        let mut a = a;
        ready(&mut a);
        behind(&mut b, &a, |what| format!("{what} / width"));
        b.panels.remove(0)
    }

    fn named<'a>(panel: &'a Panel, name: &str) -> &'a Series {
        panel.series.iter().find(|it| it.name == name).unwrap()
    }

    #[test]
    fn a_stands_in_ink_behind_b_and_each_has_its_letter() {
        let panel = both(shares(4), shares(4));
        let names: Vec<_> = panel.series.iter().map(|it| it.name.as_str()).collect();
        // Behind B's lines, and before what is filled, which would hide it.
        assert_eq!(
            names,
            ["B · regions", "A · regions", "A · exact", "B · exact"]
        );
        let a = named(&panel, "A · regions");
        assert!(matches!(a.shape, Shape::Steps { .. }), "a line, not filled");
        assert!(a.role.is_pinned());
        assert_eq!((a.word(), panel.series[0].word()), ("A", "B"));
        assert_eq!(panel.quantity(), "share");
        assert_eq!(panel.y.max, 0.5);
    }

    #[test]
    fn regions_of_other_widths_are_compared_per_unit_of_x() {
        let panel = both(shares(4), shares(10));
        for name in ["A · regions", "B · regions", "A · exact", "B · exact"] {
            assert!(
                (named(&panel, name).at(0.5).unwrap() - 1.0).abs() < 1e-12,
                "{name}"
            );
        }
        assert_eq!(panel.quantity(), "share / width");
        assert_eq!((panel.y.max, panel.y.unit), (2.0, Unit::Plain));
        assert_eq!(panel.annotations[0].at.1, 1.0);
        // Their regions are B's, as the cursor moves over these.
        assert_eq!(panel.stops().len(), 4);
        assert_eq!(panel.edges().unwrap().len(), 5);
        let plot = Plot::one(panel, String::new());
        assert!(differences(&plot).is_empty());
    }

    #[test]
    fn the_greatest_difference_is_found_where_it_is() {
        let bars = |values: Vec<f64>| {
            let series = vec![Series::bars(
                "regions",
                Role::Regions,
                vec![0.0, 0.5, 1.0],
                values,
            )];
            let axis = |max| Axis::linear("", 0.0, max);
            Plot::one(Panel::new(axis(1.0), axis(10.0), series), String::new())
        };
        let mut b = bars(vec![3.0, 8.0]);
        let mut a = bars(vec![2.0, 4.0]);
        ready(&mut a);
        behind(&mut b, &a, str::to_owned);
        let found = differences(&b);
        let [it] = &found[..] else {
            panic!("one for each panel")
        };
        assert_eq!((it.name, it.x, it.a, it.b), ("regions", 0.75, 4.0, 8.0));
    }

    #[test]
    fn axes_show_both_ranges_and_a_logarithm_no_zero() {
        let mut plot = shares(4);
        within(&mut plot, &[-1.0, 0.5, -2.0, 3.0, 7.0, 7.0]);
        let Panel { x, y, .. } = &plot.panels[0];
        assert_eq!((x.min, x.max, y.min, y.max), (-1.0, 1.0, -2.0, 3.0));
        let mut axis = Axis {
            scale: Scale::Log,
            ..Axis::linear("", 1e-3, 1.0)
        };
        unite(&mut axis, &Axis::linear("", 0.0, 5.0));
        assert_eq!((axis.min, axis.max), (1e-3, 5.0));
    }
}
