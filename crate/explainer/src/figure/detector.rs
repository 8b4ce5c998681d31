//! `detector`: three detectors that train side by side, or their recording.

use super::value_axis;
use crate::derived::Derived;
use crate::plot::{Axis, Panel, Plot, Role, Series};
use crate::scale::{Scale, count, number};
use crate::state::State;
use crate::strings::Text;
use crate::training::ROLES;
use detector::progress::{Progress, RecordedRun, Track};
use detector::settings::default_losses;

/// Above: gradient norms of the last batches' anchors under each loss. Below: AP on scenes that
/// were never trained on, over what was recorded with several seeds; and the losses, on an axis
/// that shows the cold start.
pub fn plot<'a>(state: &'a State, derived: &'a Derived) -> Plot<'a> {
    let training = &derived.training;
    let none = Progress::untrained(default_losses());
    let shown = training.shown(state).unwrap_or(&none);
    let run = training.run(state);
    let mut panels = histograms(state, shown);
    panels.push(precision(state, shown, run));
    panels.push(losses(state, shown));
    Plot {
        panels,
        summary: summary(state, derived),
        shared_x: false,
    }
}

fn histograms<'a>(state: &State, shown: &Progress) -> Vec<Panel<'a>> {
    let lang = state.lang;
    let all = shown.tracks.iter().flat_map(|track| &track.counts);
    let most = all.fold(10.0, |most, &count| f64::from(count).max(most));
    let logarithmic = state.axis == Scale::Log;
    let tracks = shown.tracks.iter().zip(ROLES);
    let panel = |(track, (role, name)): (&Track, (Role, Text))| {
        let m = track.counts.len();
        let edges: Vec<f64> = (0..=m).map(|j| j as f64 / m.max(1) as f64).collect();
        let name = name.get(lang);
        Panel {
            x: super::norm_axis(state),
            y: Axis {
                label: Text::AnchorsOf.fill(lang, &[("loss", name.to_owned())]),
                scale: state.axis,
                min: f64::from(u8::from(logarithmic)),
                max: most * if logarithmic { 1.6 } else { 1.05 },
                ticks: true,
            },
            series: vec![
                Series::bars(name, role, edges.clone(), wide(&track.counts)),
                Series::bars(
                    Text::Positives.get(lang),
                    Role::Positive,
                    edges,
                    wide(&track.positives),
                ),
            ],
            mark: None,
            window: None,
        }
    };
    tracks.map(panel).collect()
}

fn precision<'a>(state: &State, shown: &Progress, run: Option<&RecordedRun>) -> Panel<'a> {
    let lang = state.lang;
    let budget = f64::from(shown.budget.max(1));
    let mut series = vec![];
    let mut most = 0.5;
    if let Some(run) = run {
        for (i, (role, name)) in ROLES.into_iter().enumerate() {
            let x = wide(&run.first.tracks[i].tests);
            let bound = |f: fn(f32, f32) -> f32| -> Vec<f64> {
                let of_seeds = |j| run.aps[i].iter().skip(j).step_by(x.len());
                let best = |j| of_seeds(j).copied().reduce(f).unwrap_or_default();
                (0..x.len()).map(|j| f64::from(best(j))).collect()
            };
            let (low, high) = (bound(f32::min), bound(f32::max));
            most = high.iter().copied().fold(most, f64::max);
            series.push(Series::band(name.get(lang), role, x, (low, high)));
        }
    }
    for (track, (role, name)) in shown.tracks.iter().zip(ROLES) {
        let y = wide(&track.ap);
        most = y.iter().copied().fold(most, f64::max);
        series.push(Series::line(name.get(lang), role, wide(&track.tests), y));
    }
    let top = (most * 10.0 + 0.5).ceil() / 10.0;
    Panel {
        x: Axis::linear(Text::KnobStep.get(lang), 0.0, budget),
        y: Axis::linear(Text::Precision.get(lang), 0.0, top),
        series,
        mark: Some(f64::from(shown.step)).filter(|&step| step > 0.0 && step < budget),
        window: None,
    }
}

fn losses<'a>(state: &State, shown: &Progress) -> Panel<'a> {
    let lang = state.lang;
    let line = |track: &Track, y: &[f32], name: Text, role| {
        Series::line(name.get(lang), role, wide(&track.steps), wide(y))
    };
    let ghm = shown.track("ghm");
    let cold_start = |ghm| line(ghm, &ghm.alone, Text::GhmNoMomentum, Role::ColdStart);
    let mut series: Vec<Series> = ghm.map(cold_start).into_iter().collect();
    for (track, (role, name)) in shown.tracks.iter().zip(ROLES) {
        series.push(line(track, &track.loss, name, role));
    }
    let tracks = shown.tracks.iter();
    let values = tracks.flat_map(|track| [&track.loss, &track.alone]);
    let values = values.flatten().copied().map(f64::from);
    Panel {
        x: Axis {
            scale: Scale::Log,
            ..Axis::linear(
                Text::KnobStep.get(lang),
                1.0,
                f64::from(shown.budget.max(10)),
            )
        },
        y: value_axis(Text::LossPerBatch.get(lang), state, values),
        series,
        mark: None,
        window: None,
    }
}

fn wide(values: &[f32]) -> Vec<f64> {
    values.iter().copied().map(f64::from).collect()
}

fn summary(state: &State, derived: &Derived) -> String {
    let (lang, training) = (state.lang, &derived.training);
    let Some(shown) = training.shown(state) else {
        return Text::SummaryUntrained.get(lang).into();
    };
    let live = training.live.as_ref().is_some_and(|live| live.step > 0);
    let run = training.run(state).filter(|_| !live);
    let seeds = run.map_or(1, |run| run.seeds);
    // Of what runs here the last test; of what was recorded the mean over its seeds.
    let precision = |i: usize| {
        let last = match run {
            Some(run) => {
                let tests = shown.tracks[i].tests.len().max(1);
                let last = run.aps[i].iter().skip(tests - 1).step_by(tests);
                Some(last.sum::<f32>() / seeds as f32)
            }
            None => shown.tracks[i].ap.last().copied(),
        };
        last.map_or("–".to_owned(), |ap| number(f64::from(ap), 3, lang))
    };
    let values = [
        ("t", count(u64::from(shown.step), lang)),
        ("of", count(u64::from(shown.budget), lang)),
        ("seeds", count(seeds as u64, lang)),
        ("ce", precision(0)),
        ("focal", precision(1)),
        ("ghm", precision(2)),
    ];
    let text = if live {
        Text::SummaryTraining
    } else {
        Text::SummaryTrained
    };
    text.fill(lang, &values)
}
