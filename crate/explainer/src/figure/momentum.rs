//! `momentum`: the moving average over batches, and the loss it makes.

use super::{norm_axis, value_axis};
use crate::derived::Derived;
use crate::plot::{Axis, Panel, Plot, Role, Series};
use crate::scale::{count, number};
use crate::state::State;
use crate::strings::Text;

/// Left: counts R_j of one batch and the average S_j after it. Right: the loss
/// of every batch, under cross-entropy and GHM-C with and without momentum.
pub fn plot<'a>(state: &'a State, derived: &'a Derived) -> Plot<'a> {
    let lang = state.lang;
    let all = &derived.sequence;
    let batches = all.counts.len();
    if batches == 0 {
        let summary = Text::SummaryEmpty.get(lang).into();
        return Plot {
            panels: vec![],
            summary,
            shared_x: false,
        };
    }
    let shown = state.batch.clamp(1, batches);
    let (counts, average) = (&all.counts[shown - 1], &all.averages[shown - 1]);
    let blank = |v: f64| if v > 0.0 { v } else { f64::NAN };
    let counts: Vec<f64> = counts.iter().map(|&c| c as f64).collect();
    let average: Vec<f64> = average.iter().map(|&s| blank(s)).collect();

    // One axis for all batches, so that playing moves the bars and not the ticks.
    let most = all.counts.iter().flatten().copied().max().unwrap_or(1) as f64;
    let count_axis = value_axis(Text::CountsAndAverage.get(lang), state, [0.1, most]);
    let regions = vec![
        Series::bars(
            Text::ThisBatch.get(lang),
            Role::Regions,
            derived.edges.clone(),
            counts,
        ),
        Series::steps(
            Text::MovingAverage.get(lang),
            Role::Average,
            derived.edges.clone(),
            average,
        ),
        Series::read_steps(
            Text::Updates.get(lang),
            derived.edges.clone(),
            all.updates[shown - 1].iter().map(|&k| k.into()).collect(),
        ),
    ];

    let t: Vec<f64> = (1..=batches).map(|t| t as f64).collect();
    let line =
        |text: Text, role, y: &[f64]| Series::line(text.get(lang), role, t.clone(), y.to_vec());
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
        line(Text::CrossEntropy, Role::CrossEntropy, &all.cross_entropy),
        line(Text::GhmNoMomentum, Role::ColdStart, &all.without_momentum),
    ];
    if state.momentum > 0.0 {
        lines.push(line(Text::GhmWithMomentum, Role::Ghm, &all.with_momentum));
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
    Plot {
        panels: vec![
            Panel {
                x: norm_axis(state),
                y: count_axis,
                series: regions,
                mark: None,
                window: None,
            },
            Panel {
                x: batch_axis,
                y: loss_axis,
                series: lines,
                mark: Some(shown as f64),
                window: None,
            },
        ],
        summary: Text::SummaryMomentum.fill(lang, &values),
        shared_x: false,
    }
}
