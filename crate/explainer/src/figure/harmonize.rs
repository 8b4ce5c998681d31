//! `harmonize`: the crowd, and who of it is heard. The reader goes from cross-entropy to GHM-C by hand.

use super::axes::norm_axis;
use super::{Action, Dependence, Figure, Touch, alternative, emptiest};
use crate::derived::{Derived, Heard, Shares, between};
use crate::knob::{Data, State};
use crate::loss;
use crate::plot::{Annotation, Axis, Form, Label, Panel, Plot, Role, Scale, Series, Side, Unit};
use crate::text::Text;
use crate::text::number::{count, steady_percent};

/// The figure.
pub static FIGURE: Figure = Figure {
    name: "harmonize",
    title: Text::FigureHarmonize,
    alternative: alternative!(
        "Above, anchors counted by gradient norm, on a logarithmic axis: a hundred thousand easy ones in the first of 30 regions, few in the middle, two hundred outliers in the last. Below, each region’s share of the summed gradient under cross-entropy: a quarter from the first, a third from the last, and less than half from all between.",
        "上图按梯度模长统计锚框数（对数纵轴）：30 个区域中，第一个有十万个易分锚框，中间很少，最后一个有两百个离群样本。下图为交叉熵下各区域占梯度总和的比例：第一个区域约四分之一，最后一个约三分之一，中间全部加起来不到一半。"
    ),
    rows: |_| &[1, 1],
    controls: &["harmonize", "bins", "step"],
    depends: &[
        Dependence::Knobs("harmonize bins edge"),
        Dependence::Examples,
    ],
    touch: Touch::Reads,
    actions: &[Action::Harmonize],
    plot,
};

/// The height that suits it at `width`, in CSS pixels: with its handle, its sentence and the page's title above it, it has
/// to fit a first screen.
pub fn height(width: f64) -> f64 {
    if width < 560.0 {
        352.0
    } else {
        (230.0 + 0.17 * width).clamp(360.0, 436.0)
    }
}

/// Above: the examples R_j of each unit region. Below, on the same axis: each region's share of the sum of
/// beta^harmonize g over all examples, as bars, and as ghosts the same shares under cross-entropy and GHM-C.
fn plot(state: &State, derived: &Derived) -> Plot {
    let regions = derived.regions(state);
    let heard = derived.heard(state);
    let now = heard.shares(state.harmonize);
    let shown = Shown {
        crowd: has_crowd(&regions.counts),
        outliers: has_outliers(&now),
        edges: &regions.edges,
        state,
    };
    let panels = vec![shown.crowd(&regions.counts), shown.heard(&heard, &now)];
    Plot::shared(panels, shown.sentence(&now))
}

/// What both panels and the sentence need to know.
struct Shown<'a> {
    state: &'a State,
    edges: &'a [f64],
    /// Whether the first region holds a crowd.
    crowd: bool,
    /// Whether the last region holds outliers.
    outliers: bool,
}

/// Whether the first region holds more than all others.
fn has_crowd(counts: &[u64]) -> bool {
    let all: u64 = counts.iter().sum();
    counts.first().is_some_and(|first| 2 * first > all)
}

/// Whether the last region holds more than those between on average: a rise.
fn has_outliers(now: &Shares) -> bool {
    let between = now.counts.len().saturating_sub(2) as u64;
    let last = now.counts.last().copied().unwrap_or(0);
    between > 0 && last > 1 && last * between > now.count_between()
}

/// The highest of the shares beside the first region or the last.
fn highest_beside(shares: &[f64], last: bool) -> f64 {
    let beside = shares.len().div_ceil(4) + 1;
    let inner = between(shares);
    let near = if last {
        &inner[inner.len().saturating_sub(beside)..]
    } else {
        &inner[..beside.min(inner.len())]
    };
    near.iter().copied().fold(0.0, f64::max)
}

impl Shown<'_> {
    fn text(&self, text: Text) -> &'static str {
        text.get(self.state.lang)
    }

    fn count(&self, number: u64) -> String {
        count(number, self.state.lang)
    }

    /// What the examples are called.
    fn noun(&self) -> &'static str {
        self.text(match self.state.data {
            Data::Noisy | Data::Clean | Data::Detector => Text::Anchors,
            Data::Preset(_) | Data::File => Text::Examples,
        })
    }

    /// The edges of all that lies between the first region and the last.
    fn between(&self) -> (f64, f64) {
        let last = self.edges.len() - 1;
        (self.edges[1.min(last)], self.edges[last.saturating_sub(1)])
    }

    /// Whether regions are so wide that words stand over them, not between them.
    fn is_coarse(&self) -> bool {
        self.state.bins < 6
    }

    /// Where the words about the first region stand, or about the last.
    fn beside(&self, of_last: bool) -> (f64, Side) {
        let (from, to) = self.between();
        match (self.is_coarse(), of_last) {
            (true, false) => (0.5 * from, Side::Above),
            (true, true) => (0.5 * (to + 1.0), Side::Above),
            (false, false) => (from, Side::Right),
            (false, true) => (to, Side::Left),
        }
    }

    /// The first region and the last, shaded.
    fn bands(&self) -> Vec<(f64, f64)> {
        let (from, to) = self.between();
        if self.state.bins == 1 {
            vec![]
        } else {
            vec![(0.0, from), (to, 1.0)]
        }
    }

    /// How many there are.
    fn crowd(&self, counts: &[u64]) -> Panel {
        let state = self.state;
        let heights = || counts.iter().map(|&c| c as f64);
        let name = self.text(Text::CountsAndAverage);
        let bars = Series::bars(name, Role::Crowd, self.edges.to_vec(), heights().collect())
            .labelled(Label::Told);
        let all = counts.iter().sum();
        let values = [("n", self.count(all)), ("noun", self.noun().into())];
        // Above the highest bar is room for words beside it, or over it.
        let room = if self.is_coarse() { 200.0 } else { 5.0 };
        let highest = room * heights().fold(10.0, f64::max);
        let y = Axis {
            scale: Scale::Log,
            ..Axis::linear(self.text(Text::CountsAndAverage), 1.0, highest)
        };
        let mut annotations = vec![];
        if let [first, .., last] = counts {
            let small = |(x, side), value: u64, text: Text| {
                let (at, key) = ((x, value.max(1) as f64), self.count(value));
                let words = text.fill(state.lang, &values);
                Annotation::new(at, side, key, words).form(Form::Small)
            };
            let easy = if self.crowd {
                Text::EasyOnes
            } else {
                Text::OfFirst
            };
            let hard = if self.outliers {
                Text::OutliersHere
            } else {
                Text::InTheLast
            };
            annotations.push(small(self.beside(false), *first, easy));
            annotations.push(small(self.beside(true), *last, hard));
            let filled = (1..counts.len() - 1).filter(|&j| counts[j] > 0);
            if let Some(j) = filled.min_by_key(|&j| counts[j]) {
                let middle = 0.5 * (self.edges[j] + self.edges[j + 1]);
                let at = (middle, Side::Above);
                annotations.push(small(at, counts[j], emptiest(counts)));
            }
        }
        Panel {
            heads_inside: !self.is_coarse(),
            height: 0.32,
            bands: self.bands(),
            annotations,
            ..Panel::new(norm_axis(state).bare(), y, vec![bars])
        }
        .titled(
            self.text(Text::TheCrowd),
            Text::CrowdCounted.fill(state.lang, &values),
        )
        .summed()
    }

    /// Who is heard.
    fn heard(&self, heard: &Heard, now: &Shares) -> Panel {
        let state = self.state;
        let percent = libm::round(100.0 * state.harmonize) as u8;
        let bars = Series::bars(
            self.text(Text::Contribution),
            Role::Heard(percent),
            self.edges.to_vec(),
            now.of_regions.clone(),
        )
        .labelled(Label::Told);
        let (ce, ghm) = (heard.shares(0.0), heard.shares(1.0));
        let ends = [
            self.end(Text::CrossEntropy, loss::CE, 0.0, &ce),
            self.end(Text::GhmC, loss::GHM, 1.0, &ghm),
        ];
        // The axis and the bracket hold still while the handle moves.
        let most_between = heard.highest_between();
        let highest = heard.highest().max(1e-3);
        let room = if (2..6).contains(&state.bins) {
            1.5
        } else {
            1.16
        };
        let top = f64::max(room * highest, 1.5 * most_between);
        let y = Axis::linear(self.text(Text::ShareOfGradient), 0.0, top).percent();
        let low = |of_last, shares: &[&Shares]| {
            let of = |it: &&Shares| match (self.is_coarse(), of_last) {
                (true, false) => it.first(),
                (true, true) => it.last(),
                (false, _) => highest_beside(&it.of_regions, of_last),
            };
            shares.iter().map(of).fold(0.0, f64::max) + 0.015 * top
        };

        let mut annotations = vec![];
        if state.bins > 1 && now.of_regions.iter().any(|&share| share > 0.0) {
            // First, as it stays where it is: the others slide along it. Under it is room for a low number at either end,
            // and its words keep to the right of the one at the left.
            if state.bins > 2 {
                let (from, to) = self.between();
                let ends = [false, true].map(|of_last| match self.is_coarse() && of_last {
                    true => 0.0,
                    false => low(of_last, &[&ce, &ghm]),
                });
                let y = f64::max(most_between + 0.1 * top, ends[0].max(ends[1]) + 0.3 * top);
                let (key, words) = (steady_percent(now.between()), self.text(Text::AllBetween));
                annotations.push(Annotation {
                    at: (from + 0.64 * (to - from), y),
                    ..Annotation::bracket((from, to), y, key, words)
                });
            }
            for (share, of_last, text) in [
                (now.first(), false, self.first()),
                (now.last(), true, self.last()),
            ] {
                // A low number stands over what is beside its region.
                let (x, side) = self.beside(of_last);
                let at = (x, share.max(low(of_last, &[now, &ce, &ghm])));
                let (key, words) = (steady_percent(share), self.text(text));
                annotations.push(Annotation {
                    slides: !self.is_coarse(),
                    ..Annotation::new(at, side, key, words)
                });
            }
            // Where it was: by its tower, once the bar has left it.
            if !self.is_coarse() && ce.first() - now.first() > 0.1 * top {
                let (x, side) = self.beside(false);
                let name = self.text(Text::CrossEntropy);
                let tower = Annotation::new((x, ce.first()), side, "", name);
                annotations.push(tower.of(Role::Class(loss::CE)).sliding());
            }
        }
        Panel {
            heads_inside: !self.is_coarse(),
            height: 0.68,
            bands: self.bands(),
            annotations,
            ..Panel::new(
                norm_axis(state),
                y,
                [bars].into_iter().chain(ends).collect(),
            )
        }
        .titled(
            self.text(Text::FigureContribution),
            self.text(Text::ShareOfGradient),
        )
        .summed()
    }

    /// The shares at one end of the handle's way. Where the handle stands there, its line would only trace the bars.
    fn end(&self, text: Text, place: usize, at: f64, shares: &Shares) -> Series {
        let (name, edges) = (self.text(text), self.edges.to_vec());
        let values = shares.of_regions.clone();
        if self.state.harmonize == at {
            return Series::read_steps(name, edges, values).measured(Unit::Percent);
        }
        let line = Series::steps(name, Role::Class(place), edges, values).ghost();
        match (place == loss::GHM, self.is_coarse()) {
            (true, _) => line.labelled(Label::At(0.78)),
            (false, true) => line.labelled(Label::At(0.05)),
            (false, false) => line.labelled(Label::Told),
        }
    }

    fn first(&self) -> Text {
        if self.crowd {
            Text::HeardCrowd
        } else {
            Text::HeardFirst
        }
    }

    fn last(&self) -> Text {
        if self.outliers {
            Text::HeardOutliers
        } else {
            Text::HeardLast
        }
    }

    /// Who is heard now, in a sentence that holds for any examples and any number of regions.
    fn sentence(&self, now: &Shares) -> String {
        let (state, lang) = (self.state, self.state.lang);
        let all: u64 = now.counts.iter().sum();
        if all == 0 {
            return self.text(Text::SummaryEmpty).into();
        }
        if now.of_regions.iter().all(|share| *share == 0.0) {
            return self.text(Text::SummaryNothingHeard).into();
        }
        if state.bins == 1 {
            return Text::SummaryOneRegion.fill(lang, &[("n", self.count(all))]);
        }
        let between = [
            ("n", self.count(now.count_between())),
            ("noun", self.noun().into()),
            ("c", steady_percent(now.between())),
        ];
        let rest = match state.bins {
            2 => String::new(),
            _ if self.crowd && self.outliers && now.count_between() > 1 => {
                Text::SaidBetween.fill(lang, &between)
            }
            _ => Text::SaidOthers.fill(lang, &between),
        };
        let last = match now.counts.last() {
            Some(&n) if self.outliers => Text::SaidOutliers.fill(lang, &[("n", self.count(n))]),
            _ => self.text(Text::HeardLast).into(),
        };
        let values = [
            ("a", steady_percent(now.first())),
            ("b", steady_percent(now.last())),
            ("first", self.text(self.first()).into()),
            ("last", last),
            ("rest", rest),
        ];
        Text::SummaryHeard.fill(lang, &values).trim_end().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Recorded;

    fn derived() -> Derived {
        let mut derived = Derived::default();
        let noisy = include_bytes!("../../../../www/data/recorded_noisy.bin");
        let noisy = Recorded::decode(noisy).unwrap();
        derived.load(|loaded| loaded.noisy = vec![noisy.into()]);
        derived
    }

    /// The three numbers of the hero, and its sentence, as the handle moves over the noisy recording.
    #[test]
    fn the_handle_turns_two_towers_into_a_ramp() {
        let (mut state, derived) = (State::default(), derived());
        let mut at = |harmonize: &str| {
            state.set("harmonize", harmonize).unwrap();
            let now = derived.heard(&state).shares(state.harmonize);
            let three = [now.first(), now.last(), now.between()];
            (three.map(steady_percent), FIGURE.plot(&state, &derived))
        };
        let (ce, shown) = at("0");
        assert_eq!(ce, ["25.7\u{a0}%", "31.4\u{a0}%", "42.9\u{a0}%"]);
        assert_eq!(
            shown.summary.replace('\u{a0}', " "),
            "25.7 % of what the network hears comes from the easy crowd, 31.4 % from 208 outliers. \
             The 895 anchors between, which could still teach something, get 42.9 %."
        );
        let (half, shown) = at("0.5");
        assert_eq!(half, ["0.70\u{a0}%", "18.9\u{a0}%", "80.4\u{a0}%"]);
        assert!(shown.summary.starts_with(&half[0]), "{}", shown.summary);
        // Each region's share grows with its norm.
        let (_, shown) = at("1");
        let bars = &shown.panels[1].series[0];
        let heights: Vec<f64> = (0..30)
            .map(|j| bars.at((f64::from(j) + 0.5) / 30.0).unwrap())
            .collect();
        assert!(heights.is_sorted() && heights[0] < 0.1, "{heights:?}");
    }

    /// The axes of the hero hold still while the handle moves, and hold every bar.
    #[test]
    fn the_handle_moves_no_axis() {
        let derived = derived();
        for bins in [1, 2, 5, 30, 100, 200] {
            let mut state = State {
                bins,
                ..State::default()
            };
            let axes = |plot: &Plot| {
                plot.panels
                    .iter()
                    .map(|it| it.y.clone())
                    .collect::<Vec<_>>()
            };
            let still = axes(&FIGURE.plot(&state, &derived));
            for place in 0..=10 {
                state.harmonize = f64::from(place) / 10.0;
                let shown = FIGURE.plot(&state, &derived);
                assert_eq!(axes(&shown), still);
                let axis = &shown.panels[1].y;
                let bars = &shown.panels[1].series[0];
                let x = |j| (j as f64 + 0.5) / bins as f64;
                assert!((0..bins).all(|j| bars.at(x(j)).unwrap() <= axis.max));
            }
        }
    }

    /// A sentence names a crowd or outliers only where there are some.
    #[test]
    fn the_sentence_of_the_hero_holds_for_any_examples() {
        let mut derived = derived();
        let said = |derived: &Derived, query: &str| {
            let mut state = State::default();
            assert!(state.apply_query(query, &[]).is_empty());
            FIGURE.plot(&state, derived).summary.replace('\u{a0}', " ")
        };
        for (query, expected) in [
            ("bins=1&harmonize=0.3", "One region holds all 103,151: they"),
            ("bins=2", "comes from the easy crowd, "),
            ("data=uniform&n=1000", "comes from the first region, "),
            (
                "data=all-easy&n=1000",
                "from the last region. All between get",
            ),
            ("data=outlier-heavy&n=1000", " outliers. The "),
            ("data=file", "There are no examples to show."),
        ] {
            let sentence = said(&derived, query);
            assert!(sentence.contains(expected), "{query}: {sentence}");
        }
        assert!(!said(&derived, "bins=2").contains("between"));
        assert!(!said(&derived, "data=outlier-heavy&n=1000").contains("anchors"));
        derived.load(|loaded| {
            let all = ghm::Sorted::from_keys(vec![-900.0, -950.0]).unwrap();
            loaded.file = Some(crate::data::file::FileExamples::classified(all, None));
        });
        assert_eq!(
            said(&derived, "data=file"),
            "Nothing is heard: no example has a gradient."
        );
    }
}
