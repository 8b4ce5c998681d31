//! `distribution`: how many examples have which gradient norm. The paper's Fig. 2.

use super::axes::{norm_axis, value_axis};
use super::{Dependence, Figure, Touch, alternative, density, paper};
use crate::derived::Derived;
use crate::knob::State;
use crate::plot::{Panel, Plot, Role, Series};
use crate::text::Text;
use crate::text::number::count;

/// The figure.
pub static FIGURE: Figure = Figure {
    name: "distribution",
    title: Text::FigureDistribution,
    alternative: alternative!(
        "Share of examples in each of 30 unit regions of the gradient norm, on a logarithmic axis: nearly all in the first region, a valley of about one in ten thousand, a rise in the last.",
        "30 个单位区域中各区域的样本比例，对数纵轴：几乎全部样本落在第一个区域，中间是约万分之一的低谷，最后一个区域又抬高。"
    ),
    rows: |_| &[1],
    controls: &["bins", "step"],
    depends: &[
        Dependence::Knobs("axis bins edge paper"),
        Dependence::Examples,
    ],
    touch: Touch::Reads,
    actions: &[],
    plot,
};

/// Bars: R_j / N of each unit region. Line: the share of examples in a window around g that is as wide
/// as a region: GD(g) epsilon / N, from the exact density GD with epsilon = 1 / M.
fn plot(state: &State, derived: &Derived) -> Plot {
    let lang = state.lang;
    let (examples, regions) = (derived.examples(state), derived.regions(state));
    let total = examples.len().max(1) as f64;
    let share = |counts: &[u64]| counts.iter().map(|&c| c as f64 / total).collect::<Vec<_>>();
    let shares = share(&regions.counts);
    let positives = share(&regions.positives);
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
        regions.edges.clone(),
        shares,
    )];
    if !positives.is_empty() {
        series.push(Series::steps(
            Text::Positives.get(lang),
            Role::Positive,
            regions.edges.clone(),
            positives,
        ));
    }
    if examples.all.is_some() {
        let epsilon = 1.0 / state.bins as f64;
        series.push(Series::curve(
            Text::ExactDensity.get(lang),
            Role::Exact,
            move |g| density(&examples, g, epsilon) * epsilon / total,
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
    Plot::one(Panel::new(norm_axis(state), y, series), summary)
}

fn summary(state: &State, derived: &Derived) -> String {
    let lang = state.lang;
    let regions = derived.regions(state);
    let counts = &regions.counts;
    let filled = counts.iter().copied().filter(|&c| c > 0);
    let (Some(&first), Some(&last), Some(least)) = (counts.first(), counts.last(), filled.min())
    else {
        return Text::SummaryEmpty.get(lang).into();
    };
    let values = [
        ("n", count(derived.examples(state).len() as u64, lang)),
        ("bins", count(counts.len() as u64, lang)),
        ("first", count(first, lang)),
        ("least", count(least, lang)),
        ("last", count(last, lang)),
    ];
    Text::SummaryDistribution.fill(lang, &values)
}
