//! `detector`: detectors that train side by side, or their recording.

use super::axes::{norm_axis, on_scale, value_axis};
use super::{Action, Dependence, Figure, Touch, alternative, blank, named_values};
use crate::derived::{Derived, edges};
use crate::knob::State;
use crate::loss;
use crate::plot::{Axis, Label, Panel, Plot, Role, Scale, Series};
use crate::text::Text;
use crate::text::number::{count, number};
use detector::progress::{Progress, RecordedRun, Track};
use ghm::loss::Divisor;

/// The figure.
pub static FIGURE: Figure = Figure {
    name: "detector",
    title: Text::FigureDetector,
    alternative: alternative!(
        "Three detectors in training: gradient norms under each loss, average precision over the steps, and the losses.",
        "三个检测器的训练过程：各损失下的梯度模长、平均精度随训练步的变化，以及损失曲线。"
    ),
    rows: |state| match state.losses.len() {
        0 | 1 => &[1, 2],
        2 => &[2, 2],
        3 => &[3, 2],
        4 => &[2, 2, 2],
        _ => &[3, 2, 2],
    },
    controls: &[
        "objects", "missing", "false", "prior", "boxes", "seed", "bins", "momentum", "mu",
        "budget", "losses", "divisor",
    ],
    depends: &[
        Dependence::Knobs(
            "axis objects missing false prior seed bins momentum mu budget rbins rmomentum convention start empty divisor",
        ),
        Dependence::ClassLosses,
        Dependence::TrainedBoxes,
        Dependence::Trainings,
    ],
    touch: Touch::Reads,
    actions: &[Action::Train],
    plot,
};

/// Above: gradient norms of the last batches' anchors under each loss. Below: average precision on scenes never
/// trained on, drawn over the recordings with several seeds; and the losses, on an axis that shows the cold start.
fn plot(state: &State, derived: &Derived) -> Plot {
    let none = untrained(state);
    let shown = derived.trainings.shown(state).unwrap_or(&none);
    let run = derived.trainings.run(state);
    let mut panels = histograms(state, shown);
    panels.push(precision(state, shown, run));
    panels.push(losses(state, shown));
    Plot::apart(panels, summary(state, derived))
}

fn untrained(state: &State) -> Progress {
    Progress::untrained(state.losses.places().map(loss::class_row))
}

/// The tracks of the chosen losses, each with the place of its loss in the list.
fn tracks<'a>(state: &'a State, shown: &'a Progress) -> impl Iterator<Item = (usize, &'a Track)> {
    let places = state.losses.places();
    places.filter_map(|place| Some((place, shown.track(loss::class_row(place).key)?)))
}

fn histograms(state: &State, shown: &Progress) -> Vec<Panel> {
    let lang = state.lang;
    let all = tracks(state, shown).flat_map(|(_, track)| &track.counts);
    let most = all.fold(10.0, |most, &count| f64::from(count).max(most));
    let logarithmic = state.axis == Scale::Log;
    let panel = |(place, track): (usize, &Track)| {
        let (name, role) = loss::class_series(place);
        let name = name.get(lang);
        let edges = edges(track.counts.len().max(1));
        let y = Axis {
            scale: state.axis,
            ..Axis::linear(
                Text::AnchorsOf.fill(lang, &[("loss", name.to_owned())]),
                f64::from(u8::from(logarithmic)),
                most * if logarithmic { 1.6 } else { 1.05 },
            )
        };
        let positives = blank(wide(&track.positives));
        let series = vec![
            Series::bars(name, role, edges.clone(), wide(&track.counts)).labelled(Label::Told),
            Series::steps(Text::Positives.get(lang), Role::Positive, edges, positives)
                .hatched()
                .labelled(Label::Within(0.6)),
        ];
        let unit = on_scale(Text::AnchorsUnit, state.axis, lang);
        let panel = Panel::new(norm_axis(state), y, series);
        panel.titled(name, unit).summed()
    };
    tracks(state, shown).map(panel).collect()
}

fn precision(state: &State, shown: &Progress, run: Option<&RecordedRun>) -> Panel {
    let lang = state.lang;
    let budget = f64::from(shown.budget.max(1));
    let mut series = vec![];
    let mut most = 0.5;
    if let Some(run) = run {
        for (place, track) in tracks(state, &run.first) {
            let (name, role) = loss::class_series(place);
            let x = wide(&track.tests);
            let aps = run.precisions(track.key);
            let bound = |f: fn(f32, f32) -> f32| -> Vec<f64> {
                let of_seeds = |j| aps.iter().skip(j).step_by(x.len());
                let best = |j| of_seeds(j).copied().reduce(f).unwrap_or_default();
                (0..x.len()).map(|j| f64::from(best(j))).collect()
            };
            let (low, high) = (bound(f32::min), bound(f32::max));
            most = high.iter().copied().fold(most, f64::max);
            series.push(Series::band(name.get(lang), role, x, (low, high)));
        }
    }
    for (place, track) in tracks(state, shown) {
        let (name, role) = loss::class_series(place);
        let y = wide(&track.ap);
        most = y.iter().copied().fold(most, f64::max);
        let line = Series::line(name.get(lang), role, wide(&track.tests), y);
        series.push(line.labelled(Label::End));
    }
    let unit = if run.is_some() {
        Text::ApBand
    } else {
        Text::ApUnit
    };
    let top = (most * 10.0 + 0.5).ceil() / 10.0;
    let x = Axis::linear(Text::KnobStep.get(lang), 0.0, budget);
    let y = Axis::linear(Text::Precision.get(lang), 0.0, top);
    let step = Some(f64::from(shown.step)).filter(|&step| step > 0.0 && step < budget);
    let panel = Panel::new(x, y, series).marked(step);
    panel.titled(Text::ApTitle.get(lang), unit.get(lang))
}

fn losses(state: &State, shown: &Progress) -> Panel {
    let lang = state.lang;
    let line = |track: &Track, y: &[f32], name: Text, role| {
        Series::line(name.get(lang), role, wide(&track.steps), wide(y)).labelled(Label::End)
    };
    let remembers = |(place, track)| (place == loss::GHM).then_some(track);
    let ghm = tracks(state, shown).find_map(remembers);
    let alone = ghm.map(|ghm: &Track| line(ghm, &ghm.alone, Text::GhmNoMomentum, Role::ColdStart));
    let own = tracks(state, shown).map(|(place, track)| {
        let (name, role) = loss::class_series(place);
        line(track, &track.loss, name, role)
    });
    let all = tracks(state, shown).flat_map(|(_, track)| [&track.loss, &track.alone]);
    let all = all.flatten().copied().map(f64::from);
    let x = Axis {
        scale: Scale::Log,
        ..Axis::linear(
            Text::KnobStep.get(lang),
            1.0,
            f64::from(shown.budget.max(10)),
        )
    };
    let y = value_axis(Text::LossPerBatch.get(lang), state, all);
    let unit = match state.divisor {
        None => Text::TrainLossOwn,
        Some(Divisor::Positives) => Text::TrainLossPositives,
        Some(Divisor::Examples) => Text::TrainLossExamples,
    };
    Panel::new(x, y, alone.into_iter().chain(own).collect()).titled(
        Text::TrainLossTitle.get(lang),
        on_scale(unit, state.axis, lang),
    )
}

fn wide(values: &[f32]) -> Vec<f64> {
    values.iter().copied().map(f64::from).collect()
}

fn summary(state: &State, derived: &Derived) -> String {
    let (lang, trainings) = (state.lang, &derived.trainings);
    let Some(shown) = trainings.shown(state) else {
        return Text::SummaryUntrained.get(lang).into();
    };
    let live = trainings.live.as_ref().is_some_and(|live| live.step > 0);
    let run = trainings.run(state).filter(|_| !live);
    let seeds = run.map_or(1, |run| run.seeds);
    // For a training that runs here its last test; for a recorded one the mean over its seeds.
    let last = |track: &Track| match run {
        Some(run) => {
            let tests = track.tests.len().max(1);
            let last = run
                .precisions(track.key)
                .iter()
                .skip(tests - 1)
                .step_by(tests);
            Some(last.sum::<f32>() / seeds as f32)
        }
        None => track.ap.last().copied(),
    };
    let each: Vec<_> = tracks(state, shown)
        .map(|(place, track)| {
            let ap = last(track).map_or("–".to_owned(), |ap| number(f64::from(ap), 3, lang));
            (loss::class_series(place).0, ap)
        })
        .collect();
    // None of the chosen losses is recorded.
    if each.is_empty() {
        return Text::SummaryUntrained.get(lang).into();
    }
    let values = [
        ("t", count(u64::from(shown.step), lang)),
        ("of", count(u64::from(shown.budget), lang)),
        ("seeds", count(seeds as u64, lang)),
        ("values", named_values(lang, each.into_iter())),
    ];
    let text = if live {
        Text::SummaryTraining
    } else {
        Text::SummaryTrained
    };
    text.fill(lang, &values)
}
