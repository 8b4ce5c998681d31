//! `offsets`: gradient norms of box offsets under ASL1. The paper's Fig. 4.

use super::paper;
use crate::derived::Derived;
use crate::plot::{Axis, Panel, Plot, Role, Series};
use crate::scale::count;
use crate::state::State;
use crate::strings::Text;
use ghm::Sorted;

/// Share of the positives' offsets in each unit region of gr = |d| / sqrt(d^2 + mu^2).
pub fn plot<'a>(state: &'a State, derived: &'a Derived) -> Plot<'a> {
    let lang = state.lang;
    let boxes = &derived.boxes;
    let total = boxes.counts.iter().sum::<u64>();
    let shares: Vec<f64> = boxes
        .counts
        .iter()
        .map(|&c| c as f64 / total.max(1) as f64)
        .collect();
    let scale = paper::CELLS / state.rbins as f64;
    let (epsilon, n) = (1.0 / state.rbins as f64, total.max(1) as f64);
    let share = move |examples: &Sorted, g: f64| examples.density(g, epsilon) * epsilon / n;
    // The offsets crowd at 1, where the exact density is above their region's.
    let end = boxes.examples.as_ref().map(|examples| share(examples, 1.0));
    let highest = shares.iter().copied().chain(end).fold(0.05, f64::max);
    let highest = if state.paper {
        highest.max(0.093 * scale)
    } else {
        highest
    };
    let mut series = vec![Series::bars(
        Text::UnitRegions.get(lang),
        Role::Regions,
        boxes.edges.clone(),
        shares,
    )];
    if let Some(examples) = &boxes.examples {
        series.push(Series::curve(
            Text::ExactDensity.get(lang),
            Role::Exact,
            move |g| share(examples, g),
        ));
    }
    if state.paper {
        series.push(paper::series(
            paper::FIG4,
            Text::PaperFig4,
            Role::Paper,
            scale,
            lang,
        ));
    }
    let values = [
        ("n", count(total, lang)),
        (
            "last",
            count(boxes.counts.last().copied().unwrap_or(0), lang),
        ),
        ("bins", count(state.rbins as u64, lang)),
    ];
    let x = Axis::linear(Text::BoxNorm.get(lang), 0.0, 1.0);
    let y = Axis::linear(Text::ShareOfOffsets.get(lang), 0.0, highest * 1.05);
    let summary = if total == 0 {
        Text::SummaryEmpty.get(lang).into()
    } else {
        Text::SummaryOffsets.fill(lang, &values)
    };
    Plot {
        panels: vec![Panel {
            x,
            y,
            series,
            mark: None,
            window: None,
        }],
        summary,
        shared_x: true,
    }
}
