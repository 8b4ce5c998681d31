//! `offsets`: gradient norms of box offsets under ASL1. The paper's Fig. 4.

use super::axes::on_scale;
use super::{Dependence, Figure, Touch, alternative, paper, percent};
use crate::derived::{Derived, OffsetRegions};
use crate::knob::{Data, State};
use crate::plot::{Annotation, Axis, Label, Panel, Plot, Role, Scale, Series, Side};
use crate::text::Text;
use crate::text::number::count;
use ghm::Sorted;

/// The figure.
pub static FIGURE: Figure = Figure {
    name: "offsets",
    title: Text::FigureOffsets,
    alternative: alternative!(
        "Share of box offsets at each gradient norm: few at small norms, a steep rise towards 1.",
        "边框偏移量的梯度模长分布：模长小的很少，接近 1 时陡升。"
    ),
    rows: |_| &[1],
    controls: &["mu", "rbins"],
    depends: &[Dependence::Knobs("mu rbins paper"), Dependence::Unmasked],
    touch: Touch::Reads,
    actions: &[],
    plot,
};

/// Share of the positives' offsets in each unit region of gr = |d| / sqrt(d^2 + mu^2).
fn plot(state: &State, derived: &Derived) -> Plot {
    let lang = state.lang;
    let (offsets, boxes) = (derived.offsets(state), derived.offset_regions(state));
    let total = boxes.counts.iter().sum::<u64>();
    let shares: Vec<f64> = boxes
        .counts
        .iter()
        .map(|&c| c as f64 / total.max(1) as f64)
        .collect();
    let scale = paper::CELLS / state.rbins as f64;
    let (epsilon, n) = (1.0 / state.rbins as f64, total.max(1) as f64);
    let share = move |offsets: &Sorted, g: f64| offsets.density(g, epsilon) * epsilon / n;
    // Offsets crowd close to 1, where the exact density exceeds that of their region.
    let end = (*offsets).as_ref().map(|offsets| share(offsets, 1.0));
    let highest = shares.iter().copied().chain(end).fold(0.05, f64::max);
    let highest = if state.paper {
        highest.max(0.093 * scale)
    } else {
        highest
    };
    let annotations = last(state, &boxes, &shares);
    let mut series = vec![
        Series::bars(
            Text::UnitRegions.get(lang),
            Role::Regions,
            boxes.edges.clone(),
            shares,
        )
        .labelled(Label::Told),
    ];
    if offsets.is_some() {
        let exact = move |g| {
            let offsets = (*offsets).as_ref();
            offsets.map_or(f64::NAN, |offsets| share(offsets, g))
        };
        let exact = Series::curve(Text::ExactDensity.get(lang), Role::Exact, exact);
        series.push(exact.labelled(Label::At(0.6)));
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
    let x = Axis::linear(Text::BoxNorm.get(lang), 0.0, 1.0)
        .ending(Text::EndClose.get(lang), Text::EndFar.get(lang));
    let y = Axis::linear(Text::ShareOfOffsets.get(lang), 0.0, highest * 1.05).percent();
    let missing = match state.data {
        _ if total > 0 => None,
        Data::File => Some(Text::NoOffsets.get(lang).to_owned()),
        _ => Some(Text::SummaryEmpty.get(lang).to_owned()),
    };
    let summary = missing
        .clone()
        .unwrap_or_else(|| Text::SummaryOffsets.fill(lang, &values));
    let unit = on_scale(Text::OffsetsInRegion, Scale::Linear, lang);
    let panel = Panel::new(x, y, series).subtitled(unit).summed();
    Plot::one(panel.saying(annotations).or_line(missing), summary)
}

/// What the last region holds.
fn last(state: &State, boxes: &OffsetRegions, shares: &[f64]) -> Vec<Annotation> {
    let last = boxes
        .counts
        .last()
        .zip(shares.last())
        .filter(|(count, _)| **count > 0);
    let annotation = last.map(|(&n, &share)| {
        let at = (boxes.edges[boxes.edges.len() - 2], share);
        let text = Text::LastOffsets.fill(state.lang, &[("n", count(n, state.lang))]);
        Annotation::new(at, Side::Left, percent(share, state.lang), text)
    });
    annotation
        .filter(|_| shares.len() > 1)
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_offsets_it_says_so_in_place_and_how_to_bring_them() {
        let state = State {
            data: Data::File,
            ..State::default()
        };
        let plot = plot(&state, &Derived::default());
        let said = Text::NoOffsets.get(state.lang);
        assert_eq!(plot.panels[0].instead.as_deref(), Some(said));
        assert_eq!(plot.summary, said);
    }
}
