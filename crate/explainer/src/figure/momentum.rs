//! `momentum`: the moving average over batches, and the loss with it.

use super::axes::{norm_axis, on_scale, value_axis};
use super::{Action, Dependence, Figure, Touch, alternative};
use crate::derived::{Derived, Sequence, edges};
use crate::knob::{Data, State};
use crate::loss;
use crate::plot::{Annotation, Axis, Form, Label, Panel, Plot, Role, Series, Side};
use crate::text::Text;
use crate::text::number::{count, number};

/// The figure.
pub static FIGURE: Figure = Figure {
    name: "momentum",
    title: Text::FigureMomentum,
    alternative: alternative!(
        "Left, counts of one batch in each region and their moving average. Right, the loss over 120 batches: GHM-C with momentum starts too high and comes down.",
        "左图为一个批次在各区域内的样本数及其滑动平均。右图为 120 个批次的损失：带动量的 GHM-C 起初偏高，随后回落。"
    ),
    rows: |_| &[2],
    controls: &["batch", "momentum"],
    depends: &[
        Dependence::Knobs("axis bins momentum convention start empty edge scope divisor batch"),
        Dependence::Unmasked,
    ],
    touch: Touch::Batches(1),
    actions: &[Action::Play],
    plot,
};

/// Left: counts R_j of one batch and the average S_j after it. Right: the loss
/// of every batch, under cross-entropy and GHM-C with and without momentum.
fn plot(state: &State, derived: &Derived) -> Plot {
    let lang = state.lang;
    let (all, edges) = (derived.sequence(state), edges(state.bins));
    let batches = all.counts.len();
    if batches == 0 {
        return Plot::apart(vec![], Text::SummaryEmpty.get(lang).into());
    }
    let shown = state.batch.clamp(1, batches);
    let (counts, average) = (&all.counts[shown - 1], &all.averages[shown - 1]);
    let blank = |v: f64| if v > 0.0 { v } else { f64::NAN };
    let counts: Vec<f64> = counts.iter().map(|&c| c as f64).collect();
    let average: Vec<f64> = average.iter().map(|&s| blank(s)).collect();

    // The axis fits all batches, so that playing moves the bars and not the ticks.
    let most = all.counts.iter().flatten().copied().max().unwrap_or(1) as f64;
    let count_axis = value_axis(Text::CountsAndAverage.get(lang), state, [0.1, most]);
    let regions = vec![
        Series::bars(
            Text::ThisBatch.get(lang),
            Role::Regions,
            edges.clone(),
            counts,
        )
        .labelled(Label::Within(0.7)),
        Series::steps(
            Text::MovingAverage.get(lang),
            Role::Average,
            edges.clone(),
            average,
        )
        .labelled(Label::At(0.45)),
        Series::read_steps(
            Text::Updates.get(lang),
            edges.clone(),
            all.updates[shown - 1].iter().map(|&k| k.into()).collect(),
        ),
    ];

    let t: Vec<f64> = (1..=batches).map(|t| t as f64).collect();
    let line = |text: Text, role, y: &[f64]| {
        Series::line(text.get(lang), role, t.clone(), y.to_vec()).labelled(Label::End)
    };
    let losses = [
        &all.cross_entropy,
        &all.without_momentum,
        &all.with_momentum,
    ];
    let loss_axis = value_axis(
        Text::LossPerBatch.get(lang),
        state,
        losses.into_iter().flatten().copied(),
    );
    let mut lines = vec![
        line(
            Text::CrossEntropy,
            Role::Class(loss::CE),
            &all.cross_entropy,
        ),
        line(Text::GhmNoMomentum, Role::ColdStart, &all.without_momentum)
            .called(Text::Without.get(lang)),
    ];
    let with = line(
        Text::GhmWithMomentum,
        Role::Class(loss::GHM),
        &all.with_momentum,
    );
    // A momentum of 0 is none: the two lines are one, whose dashes then show on the other.
    let place = lines.len() - usize::from(state.momentum == 0.0);
    lines.insert(place, with.called(Text::WithMomentum.get(lang)));
    if !all.reduced.is_empty() {
        let name = Text::Reduced.get(lang);
        let reduced = Series::line(name, Role::Exact, t.clone(), all.reduced.clone());
        lines.push(reduced.labelled(Label::End));
        lines.push(Series::read(
            Text::GpusApart.get(lang),
            t.clone(),
            all.apart.clone(),
        ));
    }
    let at = shown - 1;
    let values = [
        ("t", count(shown as u64, lang)),
        ("of", count(batches as u64, lang)),
        ("ce", number(all.cross_entropy[at], 3, lang)),
        ("with", number(all.with_momentum[at], 3, lang)),
        ("without", number(all.without_momentum[at], 3, lang)),
    ];
    let batch_axis = Axis::linear(Text::Batch.get(lang), 0.0, batches as f64);
    let title = Text::BatchTitle.fill(lang, &values[..2]);
    let panels = vec![
        Panel::new(norm_axis(state), count_axis, regions)
            .titled(title, on_scale(Text::CountsAndAverage, state.axis, lang))
            .summed(),
        Panel::new(batch_axis, loss_axis, lines)
            .titled(
                Text::LossTitle.get(lang),
                on_scale(Text::LossUnit, state.axis, lang),
            )
            .marked(Some(shown as f64))
            .saying(cold_start(state, &all)),
    ];
    let mut summary = Text::SummaryMomentum.fill(lang, &values);
    if let Some(&apart) = all.apart.get(at) {
        let apart = [("times", number(apart, 3, lang))];
        summary += &Text::SummaryGpus.fill(lang, &apart);
    }
    if matches!(state.data, Data::Preset(_)) {
        summary += Text::SummaryDrift.get(lang);
    }
    Plot::apart(panels, summary)
}

/// By how much the first call with momentum is too large, where it is.
fn cold_start(state: &State, all: &Sequence) -> Vec<Annotation> {
    let (with, without) = (all.with_momentum[0], all.without_momentum[0]);
    let factor = with / without;
    if state.momentum == 0.0 || !(factor > 1.05 && factor.is_finite()) {
        return vec![];
    }
    let key = number(factor, 2, state.lang) + "×";
    let text = Text::ColdFactor.get(state.lang);
    let said = Annotation::new((1.0, with), Side::Right, key, text).form(Form::Small);
    vec![said.of(Role::Class(loss::GHM))]
}
