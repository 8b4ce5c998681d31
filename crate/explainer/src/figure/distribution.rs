//! `distribution`: how many examples have which gradient norm. The paper's Fig. 2.

use super::axes::{norm_axis, on_scale, share_axis};
use super::{Dependence, Figure, Touch, alternative, blank, density, emptiest, paper};
use crate::derived::{Derived, Regions};
use crate::knob::State;
use crate::plot::{Annotation, Label, Panel, Plot, Role, Series, Side};
use crate::text::Text;
use crate::text::number::{count, percent};

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
    // One example is the least that a region can have.
    let least = match state.paper {
        true => 5e-8 * paper::CELLS / state.bins as f64,
        false => 1.0,
    };
    let y = share_axis(
        Text::ShareOfExamples.get(lang),
        state,
        least.min(0.9 / total).min(0.5),
        shares.iter().copied(),
    );
    let annotations = annotations(state, &regions, &shares);
    let mut series = vec![
        Series::bars(
            Text::UnitRegions.get(lang),
            Role::Regions,
            regions.edges.clone(),
            shares,
        )
        .labelled(Label::Told),
    ];
    if !positives.is_empty() {
        let steps = blank(positives);
        series.push(
            Series::steps(
                Text::Positives.get(lang),
                Role::Positive,
                regions.edges.clone(),
                steps,
            )
            .hatched()
            .labelled(Label::Within(0.3)),
        );
    }
    if examples.all.is_some() {
        let epsilon = 1.0 / state.bins as f64;
        let exact = move |g| density(&examples, g, epsilon) * epsilon / total;
        series.push(
            Series::curve(Text::ExactDensity.get(lang), Role::Exact, exact)
                .labelled(Label::At(0.15)),
        );
    }
    if state.paper {
        let factor = paper::CELLS / state.bins as f64;
        let (points, text) = (paper::FIG2, Text::PaperFig2);
        series.push(paper::series(points, text, Role::Paper, factor, lang));
    }
    let unit = on_scale(Text::ShareInRegion, state.axis, lang);
    let panel = Panel::new(norm_axis(state), y, series)
        .subtitled(unit)
        .summed();
    Plot::one(panel.saying(annotations), summary(state, derived))
}

/// The first region, the last, and the emptiest between them.
fn annotations(state: &State, regions: &Regions, shares: &[f64]) -> Vec<Annotation> {
    let (lang, counts, edges) = (state.lang, &regions.counts, &regions.edges);
    let last = counts.len().saturating_sub(1);
    let mut said = vec![];
    if counts.iter().all(|&count| count == 0) {
        return said;
    }
    let n = [("n", count(counts[0], lang))];
    let cliff = if shares[0] > 0.5 && last > 1 {
        Text::Cliff
    } else {
        Text::InTheFirst
    };
    said.push(Annotation::new(
        (edges[1], shares[0]),
        Side::Right,
        percent(shares[0], lang),
        cliff.fill(lang, &n),
    ));
    if last < 2 {
        return said;
    }
    let rises = counts[last] > counts[last - 1];
    let labelled = regions.positives.get(last) == Some(&counts[last]);
    let text = match (rises, labelled) {
        (true, true) => Text::RiseLabelled,
        (true, false) => Text::Rise,
        (false, _) => Text::InTheLast,
    };
    if counts[last] > 0 {
        let at = (0.5 * (edges[last] + edges[last + 1]), shares[last]);
        let key = count(counts[last], lang);
        said.push(Annotation::new(at, Side::Above, key, text.get(lang)));
    }
    let filled = (1..last).filter(|&j| counts[j] > 0);
    let fewest = filled.min_by_key(|&j| counts[j]);
    let least = counts.iter().copied().filter(|&count| count > 0).min();
    if let Some(j) = fewest.filter(|&j| Some(counts[j]) == least) {
        let at = (0.5 * (edges[j] + edges[j + 1]), shares[j]);
        let key = count(counts[j], lang);
        said.push(Annotation::new(
            at,
            Side::Above,
            key,
            emptiest(counts).get(lang),
        ));
    }
    said
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
