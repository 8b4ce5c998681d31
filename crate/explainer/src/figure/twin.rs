//! `twin`: points in a plane with outliers, the boundaries that losses draw, and average precision by the number of
//! outliers.

use super::{Dependence, Figure, Touch, alternative, named_values, percent};
use crate::derived::Derived;
use crate::knob::{State, Wrong};
use crate::live::TwinStudy;
use crate::loss;
use crate::plot::{Axis, Label, Mark, Panel, Plot, Role, Scale, Series};
use crate::text::Text;
use crate::text::number::{count, number};
use boundary::boundary;
use detector::twin::{COUNTS, HARD_ONES, SPREAD};

mod boundary;

/// The figure.
pub static FIGURE: Figure = Figure {
    name: "twin",
    title: Text::FigureTwin,
    alternative: alternative!(
        "Left, a plane: a crowd of easy negatives, positives to its right, and crosses for outliers inside the crowd, with the boundaries that three losses draw. Right, average precision against the number of outliers: GHM-C is slightly below the others up to about 30, and far above them from 100 on.",
        "左图为平面：一大群易分负样本，右侧是正样本，负样本群中的叉号为离群样本，另有三种损失各自的决策边界。右图为平均精度随离群样本数的变化：约 30 个以内 GHM-C 略低于其他损失，从 100 个起则远高于它们。"
    ),
    rows: |_| &[2],
    controls: &["outliers", "wrong", "curve", "losses"],
    depends: &[
        Dependence::Knobs("outliers wrong wrongx wrongy curve losses"),
        Dependence::Twin,
    ],
    touch: Touch::Outliers(0),
    actions: &[],
    plot,
};

/// Only one in this many easy negatives is drawn.
const EASY_EVERY: usize = 100;
/// Radius of the ring around the outliers, in standard deviations of their cluster.
const RING: f64 = 3.0;

/// Left: the plane. Right: average precision against the number of outliers: at the numbers that the reader has set,
/// and, if the curve is on, mean and deviation over seeds.
fn plot(state: &State, derived: &Derived) -> Plot {
    let lang = state.lang;
    let twin = &derived.twin;
    let points = Panel::new(
        Axis::linear(Text::PlaneX.get(lang), -3.0, 6.6),
        Axis::linear(Text::PlaneY.get(lang), -3.2, 3.2),
        crowd(state, twin),
    )
    .titled(Text::PlaneTitle.get(lang), Text::PlaneUnit.get(lang));
    let most = COUNTS[COUNTS.len() - 1] as f64;
    let mut x = Axis::linear(Text::Outlying.get(lang), 0.0, most);
    x.scale = Scale::Counts;
    let y = Axis::linear(Text::MeanAp.get(lang), 0.0, 1.0);
    let curves = curves(state, twin);
    let empty = !curves.iter().any(Series::has_values);
    let precision = Panel::new(x, y, curves)
        .titled(Text::TwinApTitle.get(lang), Text::TwinApUnit.get(lang))
        .marked(Some(state.outliers as f64))
        .or_line(empty.then(|| Text::TwinApWaits.get(lang).to_owned()));
    Plot::apart(vec![points, precision], summary(state, twin))
}

fn summary(state: &State, twin: &TwinStudy) -> String {
    let lang = state.lang;
    let k = ("k", count(state.outliers as u64, lang));
    if twin.fits().is_empty() {
        return Text::SummaryTwinWaiting.fill(lang, &[k]);
    }
    let fits = || {
        twin.fits()
            .iter()
            .map(|fit| (loss::class_series(fit.place).0, fit.outcome))
    };
    let aps = fits().map(|(name, it)| (name, number(f64::from(it.ap), 3, lang)));
    let shares = fits().map(|(name, it)| (name, percent(f64::from(it.share), lang)));
    let values = [
        k,
        ("values", named_values(lang, aps)),
        ("shares", named_values(lang, shares)),
    ];
    Text::SummaryTwin.fill(lang, &values)
}

/// The points by their labels, the boundaries, and the ring to drag.
fn crowd(state: &State, twin: &TwinStudy) -> Vec<Series> {
    let lang = state.lang;
    let points = twin.points(state);
    let wrong = points.wrong();
    let kinds = [
        (Text::EasyNegatives, Role::Easy, Mark::Speck),
        (Text::HardNegatives, Role::Hard, Mark::Dot),
        (Text::PositivesHere, Role::Positive, Mark::Dot),
        // In the colour of their wrong label.
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
    for fit in twin.fits() {
        let (name, role) = loss::class_series(fit.place);
        let paths = boundary(fit.outcome.parameters);
        series.push(Series::paths(name.get(lang), role, paths).labelled(Label::At(2.5)));
    }
    if state.wrong != Wrong::Turned {
        let center = (state.wrongx, state.wrongy);
        let ring = ring(center, RING * f64::from(SPREAD));
        series.push(Series::paths("", Role::Handle, vec![ring]));
    }
    series
}

/// A circle of short lines. Each is turned from the one before by the angle `a` with
/// `tan(a / 2) = 1/15`, so 48 of them close it.
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

/// For each loss, dots; or a line and a band if the curve is on.
fn curves(state: &State, twin: &TwinStudy) -> Vec<Series> {
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
    if !twin.fits().is_empty() {
        dots.retain(|dot| dot.0 != state.outliers);
        let at = dots.partition_point(|dot| dot.0 < state.outliers);
        dots.insert(at, (state.outliers, twin.precisions()));
    }
    let (mut bands, mut lines) = (vec![], vec![]);
    for (i, place) in twin.losses().into_iter().enumerate() {
        let (name, role) = loss::class_series(place);
        let name = name.get(lang);
        let x: Vec<f64> = dots.iter().map(|dot| dot.0 as f64).collect();
        let y: Vec<f64> = dots.iter().map(|dot| dot.1[i]).collect();
        if !drawn {
            lines.push(Series::points(name, role, x, y).labelled(Label::Beside));
            continue;
        }
        let of_curve = |value: &dyn Fn(f64, f64) -> f64| -> Vec<f64> {
            curve
                .iter()
                .map(|it| value(it.mean[i], it.deviation[i]))
                .collect()
        };
        let counts: Vec<f64> = curve.iter().map(|it| it.count as f64).collect();
        let low = of_curve(&|mean, deviation| (mean - deviation).max(0.0));
        let high = of_curve(&|mean, deviation| (mean + deviation).min(1.0));
        bands.push(Series::band(name, role, counts.clone(), (low, high)));
        let mean = Series::line(name, role, counts.clone(), of_curve(&|mean, _| mean));
        lines.push(mean.labelled(Label::End));
        let of = Text::DeviationOf.fill(lang, &[("name", name.into())]);
        lines.push(Series::read(
            of,
            counts,
            of_curve(&|_, deviation| deviation),
        ));
        // The legend has the curve's name for both; who reads values gets one for each.
        let of = Text::TrainedHereOf.fill(lang, &[("name", name.into())]);
        lines.push(Series::points("", role, x.clone(), y.clone()));
        lines.push(Series::read(of, x, y));
    }
    bands.append(&mut lines);
    bands
}
