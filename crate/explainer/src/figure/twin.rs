//! `twin`: points of a plane with outliers among them, the boundary that each loss draws, and its
//! average precision by the number of outliers.

use crate::derived::Derived;
use crate::draw::{Area, layout, plane_at};
use crate::plot::{Axis, Mark, Panel, Plot, Role, Series};
use crate::scale::{Scale, count, number, sort};
use crate::state::{State, Wrong};
use crate::strings::Text;
use crate::twin::Twin;
use detector::twin::{COUNTS, HARD_ONES, PARAMETERS, SPREAD};

const LOSSES: [(Text, Role); 3] = [
    (Text::CrossEntropy, Role::CrossEntropy),
    (Text::FocalLoss, Role::Focal),
    (Text::GhmC, Role::Ghm),
];
/// Of the easy negatives, one of so many is drawn.
const EASY_EVERY: usize = 100;
/// The ring around the outliers, in standard deviations.
const RING: f64 = 3.0;
/// Beyond this nothing is drawn: farther than any screen shows.
const FAR: f64 = 30.0;
/// Samples of a curved boundary.
const SAMPLES: usize = 240;

fn plane(state: &State) -> (Axis, Axis) {
    (
        Axis::linear(Text::PlaneX.get(state.lang), -3.0, 6.6),
        Axis::linear(Text::PlaneY.get(state.lang), -3.2, 3.2),
    )
}

/// Where a pointer in CSS pixels is in the plane of a figure of that size.
pub fn at(state: &State, (width, height): (f64, f64), (px, py): (f64, f64)) -> [f64; 2] {
    let area = Area::new(width, height, 1.0);
    let (x, y) = plane(state);
    plane_at(&x, &y, layout(2, area)[0], px, py)
}

/// Left: the plane. Right: average precision against the number of outliers: what the reader has
/// been at, and mean and deviation over seeds once that was asked for.
pub fn plot<'a>(state: &'a State, derived: &'a Derived) -> Plot<'a> {
    let lang = state.lang;
    let twin = &derived.twin;
    let (x, y) = plane(state);
    let points = Panel {
        x,
        y,
        series: crowd(state, twin),
        mark: None,
        window: None,
    };
    let precision = Panel {
        x: Axis {
            scale: Scale::Counts,
            ..Axis::linear(
                Text::Outlying.get(lang),
                0.0,
                COUNTS[COUNTS.len() - 1] as f64,
            )
        },
        y: Axis::linear(Text::MeanAp.get(lang), 0.0, 1.0),
        series: curves(state, twin),
        mark: Some(state.outliers as f64),
        window: None,
    };
    let k = ("k", count(state.outliers as u64, lang));
    let summary = match twin.trained() {
        None => Text::SummaryTwinWaiting.fill(lang, &[k]),
        Some(trained) => {
            let ap = |loss: usize| number(trained.ap[loss], 3, lang);
            let share = |loss: usize| number(100.0 * trained.share[loss], 2, lang);
            let values = [
                k,
                ("ce", ap(0)),
                ("focal", ap(1)),
                ("ghm", ap(2)),
                ("share-ce", share(0)),
                ("share-ghm", share(2)),
            ];
            Text::SummaryTwin.fill(lang, &values)
        }
    };
    Plot {
        panels: vec![points, precision],
        summary,
        shared_x: false,
    }
}

/// The points by what they are labelled as, the boundaries, and the ring to drag.
fn crowd<'a>(state: &State, twin: &Twin) -> Vec<Series<'a>> {
    let lang = state.lang;
    let points = twin.points();
    let wrong = points.wrong();
    let kinds = [
        (Text::EasyNegatives, Role::Easy, Mark::Speck),
        (Text::HardNegatives, Role::Hard, Mark::Dot),
        (Text::PositivesHere, Role::Positive, Mark::Dot),
        // In the colour of the label that they wrongly have.
        (Text::Outliers, Role::Hard, Mark::Cross),
        (Text::Outliers, Role::Positive, Mark::Cross),
    ];
    let mut places: [Vec<(f64, f64)>; 5] = Default::default();
    let mut put = |i: usize, kind: usize| {
        places[kind].push((f64::from(points.x[i]), f64::from(points.y[i])));
    };
    let mut i = 0;
    while i < points.x.len() {
        if !wrong.contains(&i) {
            put(
                i,
                usize::from(i < HARD_ONES.end) + usize::from(i < HARD_ONES.start),
            );
        }
        i += if i < HARD_ONES.end { 1 } else { EASY_EVERY };
    }
    for &i in wrong {
        put(i, if points.targets[i] > 0.0 { 4 } else { 3 });
    }
    let mut series = vec![];
    for (i, &(text, role, mark)) in kinds.iter().enumerate() {
        let points = std::mem::take(&mut places[i]);
        if !points.is_empty() {
            let name = text.fill(lang, &[("n", EASY_EVERY.to_string())]);
            series.push(Series::scatter(name, role, mark, points));
        }
    }
    if let Some(trained) = twin.trained() {
        for (i, &(text, role)) in LOSSES.iter().enumerate() {
            let paths = boundary(trained.parameters[i]);
            series.push(Series::paths(text.get(lang), role, paths));
        }
    }
    if state.wrong != Wrong::Turned {
        let center = (state.wrongx, state.wrongy);
        let ring = ring(center, RING * f64::from(SPREAD));
        series.push(Series::paths("", Role::Handle, vec![ring]));
    }
    series
}

/// A circle, of short lines. Each turns the one before by an angle `a` with `tan(a / 2) = 1/15`:
/// 47.1 of them go round.
fn ring((x, y): (f64, f64), radius: f64) -> Vec<(f64, f64)> {
    let (sin, cos) = (15.0 / 113.0, 112.0 / 113.0);
    let mut at = (radius, 0.0);
    let mut points = vec![];
    for _ in 0..48 {
        points.push((x + at.0, y + at.1));
        at = (cos * at.0 - sin * at.1, sin * at.0 + cos * at.1);
    }
    points.push((x + radius, y));
    points
}

fn curves<'a>(state: &State, twin: &Twin) -> Vec<Series<'a>> {
    let lang = state.lang;
    let curve = match state.curve {
        true => twin.curve(),
        false => vec![],
    };
    let drawn = curve.len() > 1;
    let mut dots = match drawn {
        true => vec![],
        false => twin.visited().to_vec(),
    };
    if let Some(trained) = twin.trained() {
        dots.retain(|dot| dot.0 != state.outliers);
        let more = |dot: &(usize, [f64; 3])| dot.0 > state.outliers;
        let at = dots.iter().position(more).unwrap_or(dots.len());
        dots.insert(at, (state.outliers, trained.ap));
    }
    let (mut bands, mut lines) = (vec![], vec![]);
    for (i, &(text, role)) in LOSSES.iter().enumerate() {
        let name = text.get(lang);
        let (mut x, mut y) = (vec![], vec![]);
        for dot in &dots {
            x.push(dot.0 as f64);
            y.push(dot.1[i]);
        }
        if !drawn {
            lines.push(Series::points(name, role, x, y));
            continue;
        }
        let (mut counts, mut means, mut deviations) = (vec![], vec![], vec![]);
        let (mut low, mut high) = (vec![], vec![]);
        for of in &curve {
            let (mean, deviation) = (of.mean[i], of.deviation[i]);
            counts.push(of.count as f64);
            means.push(mean);
            deviations.push(deviation);
            low.push((mean - deviation).max(0.0));
            high.push((mean + deviation).min(1.0));
        }
        bands.push(Series::band(name, role, counts.clone(), (low, high)));
        lines.push(Series::line(name, role, counts.clone(), means));
        let of = Text::DeviationOf.fill(lang, &[("name", name.into())]);
        lines.push(Series::read(of, counts, deviations));
        lines.push(Series::points(name, role, x, y));
    }
    bands.append(&mut lines);
    bands
}

/// The lines on which a logit is 0: straight, or a conic section.
fn boundary(parameters: [f32; PARAMETERS]) -> Vec<Vec<(f64, f64)>> {
    let [wx, wy, bias, xx, xy, yy] = parameters.map(f64::from);
    if [xx, xy, yy] == [0.0; 3] {
        let length = libm::hypot(wx, wy).max(f64::MIN_POSITIVE);
        let (nx, ny) = (wx / length, wy / length);
        // The point next to the origin, and far along from it both ways.
        let (x, y) = (-bias / length * nx, -bias / length * ny);
        let end = |sign: f64| (x - sign * FAR * ny, y + sign * FAR * nx);
        return vec![vec![end(-1.0), end(1.0)]];
    }
    // For each x a quadratic equation in y: a y^2 + b(x) y + c(x) = 0.
    let a = if yy == 0.0 { 1e-12 } else { yy };
    let b = |x: f64| xy * x + wy;
    let c = |x: f64| xx * x * x + wx * x + bias;
    let discriminant = |x: f64| b(x) * b(x) - 4.0 * a * c(x);
    // The discriminant is quadratic in x, and has a real root where the curve turns back.
    let (p, q, r) = (
        xy * xy - 4.0 * a * xx,
        2.0 * (xy * wy - 2.0 * a * wx),
        wy * wy - 4.0 * a * bias,
    );
    let mut ends = vec![-FAR, FAR];
    ends.extend(roots(p, q, r).into_iter().filter(|x| x.abs() < FAR));
    sort(&mut ends);
    let mut paths = vec![];
    for pair in ends.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        if discriminant(0.5 * (from + to)) <= 0.0 {
            continue;
        }
        for sign in [-1.0, 1.0] {
            // Closer together at the ends, where the curve may be upright.
            let sample = |i: usize| {
                let at = i as f64 / SAMPLES as f64;
                let x = from + at * at * (3.0 - 2.0 * at) * (to - from);
                let root = sign * libm::sqrt(discriminant(x).max(0.0));
                // Of two ways to write it the one without a difference of nearly equal numbers.
                let y = match b(x) * sign > 0.0 {
                    true => 2.0 * c(x) / (-b(x) - root),
                    false => (root - b(x)) / (2.0 * a),
                };
                (x, y)
            };
            paths.push((0..=SAMPLES).map(sample).collect());
        }
    }
    paths
}

/// Real roots of `a x^2 + b x + c`.
fn roots(a: f64, b: f64, c: f64) -> Vec<f64> {
    let discriminant = b * b - 4.0 * a * c;
    if discriminant < 0.0 {
        return vec![];
    }
    // Without a difference of nearly equal numbers; a root at infinity is not finite.
    let q = -0.5 * (b + libm::sqrt(discriminant).copysign(b));
    [q / a, c / q]
        .into_iter()
        .filter(|x| x.is_finite())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boundary_is_where_the_logit_is_zero() {
        for parameters in [
            [2.0, -1.0, -3.0, 0.0, 0.0, 0.0],
            [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
            [1.0, 0.0, -4.0, 0.0, 0.0, 0.0],
            [0.0, 0.0, -4.0, 1.0, 0.0, 1.0],
            [0.5, -1.0, -4.0, 1.0, 0.5, -0.5],
            [1.0, -1.0, -2.0, 0.3, 0.2, 0.0],
            [0.0, 1.0, -2.0, 0.5, 0.0, 0.0],
        ] {
            let [wx, wy, bias, xx, xy, yy] = parameters.map(f64::from);
            let paths = boundary(parameters);
            let points = paths.iter().flatten();
            let near = points.filter(|p| p.0.abs() < 8.0 && p.1.abs() < 8.0 || paths.len() == 1);
            let mut seen = 0;
            for &(x, y) in near {
                let logit = wx * x + wy * y + bias + xx * x * x + xy * x * y + yy * y * y;
                assert!(logit.abs() < 1e-5, "{parameters:?} at {x}, {y}: {logit}");
                seen += 1;
            }
            assert!(seen > 1, "{parameters:?}");
        }
        // Nowhere: an empty ellipse.
        assert!(boundary([0.0, 0.0, 4.0, 1.0, 0.0, 1.0]).is_empty());
    }

    #[test]
    fn an_ellipse_is_closed() {
        let paths = boundary([0.0, 0.0, -4.0, 1.0, 0.0, 1.0]);
        let [lower, upper] = paths.as_slice() else {
            panic!("{} paths", paths.len());
        };
        for (a, b) in [(lower.first(), upper.first()), (lower.last(), upper.last())] {
            let ((ax, ay), (bx, by)) = (a.unwrap(), b.unwrap());
            assert!((ax - bx).abs() < 1e-9 && (ay - by).abs() < 1e-6);
        }
    }
}
