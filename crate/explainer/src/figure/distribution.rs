//! `distribution`: how many examples have which gradient norm. The paper's Fig. 2.

use super::{norm_axis, paper, value_axis};
use crate::derived::Derived;
use crate::plot::{Panel, Plot, Role, Series};
use crate::scale::count;
use crate::state::State;
use crate::strings::Text;

/// Bars: R_j / N of each unit region. Line: the exact density's share of a
/// window as wide as a region, GD(g) epsilon / N with epsilon = 1 / M.
pub fn plot<'a>(state: &'a State, derived: &'a Derived) -> Plot<'a> {
    let lang = state.lang;
    let total = derived.examples.as_ref().map_or(0, |e| e.len()).max(1) as f64;
    let share = |counts: &[u64]| counts.iter().map(|&c| c as f64 / total).collect::<Vec<_>>();
    let shares = share(&derived.counts);
    let positives = share(&derived.positive_counts);
    let shown = shares.iter().chain(&positives).copied();
    let paper_floor = state.paper.then(|| 5e-8 * paper::CELLS / state.bins as f64);
    let y = value_axis(
        Text::ShareOfExamples.get(lang),
        state,
        shown.chain(paper_floor),
    );

    let mut series = vec![Series::bars(
        Text::UnitRegions.get(lang),
        Role::Regions,
        derived.edges.clone(),
        shares,
    )];
    if !positives.is_empty() {
        series.push(Series::steps(
            Text::Positives.get(lang),
            Role::Positive,
            derived.edges.clone(),
            positives,
        ));
    }
    if let Some(examples) = &derived.examples {
        let epsilon = 1.0 / state.bins as f64;
        series.push(Series::curve(
            Text::ExactDensity.get(lang),
            Role::Exact,
            move |g| examples.density(g, epsilon) * epsilon / total,
        ));
    }
    if state.paper {
        let factor = paper::CELLS / state.bins as f64;
        series.push(paper::series(
            paper::FIG2,
            Text::PaperFig2,
            Role::Paper,
            factor,
            lang,
        ));
    }
    let summary = summary(state, derived);
    Plot {
        panels: vec![Panel {
            x: norm_axis(state),
            y,
            series,
            mark: None,
            window: None,
        }],
        summary,
        shared_x: true,
    }
}

fn summary(state: &State, derived: &Derived) -> String {
    let lang = state.lang;
    let counts = &derived.counts;
    let filled = counts.iter().copied().filter(|&c| c > 0);
    let (Some(&first), Some(&last), Some(least)) = (counts.first(), counts.last(), filled.min())
    else {
        return Text::SummaryEmpty.get(lang).into();
    };
    let values = [
        (
            "n",
            count(
                derived.examples.as_ref().map_or(0, |e| e.len() as u64),
                lang,
            ),
        ),
        ("bins", count(counts.len() as u64, lang)),
        ("first", count(first, lang)),
        ("least", count(least, lang)),
        ("last", count(last, lang)),
    ];
    Text::SummaryDistribution.fill(lang, &values)
}
