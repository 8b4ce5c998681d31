//! Where the words of figures stand, in every state that a reader can reach.

use super::derived;
use explainer::data::file::FileExamples;
use explainer::derived::Derived;
use explainer::draw::{Area, Rect, Word, place};
use explainer::figure::FIGURES;
use explainer::knob::State;
use explainer::plot::MOST_ANNOTATIONS;
use explainer::text::{Lang, Text};
use ghm::Sorted;

/// A state that a reader can reach, and what was loaded there.
type Reached = (State, Derived);

/// The defaults, each preset, few and many regions, all losses, each scale, the paper's points, each kind of data, and
/// what is not there yet.
fn reached() -> Vec<Reached> {
    const SETTINGS: &[&str] = &[
        "",
        "axis=linear",
        "paper=on",
        "paper=on&axis=linear",
        "bins=1&rbins=1&hbins=1",
        "bins=3&rbins=3&hbins=2",
        "bins=10&rbins=30&hbins=20&axis=linear",
        "bins=100&rbins=100",
        "bins=200&rbins=200&axis=linear",
        "losses=ce,focal,ghm,ohem,asymmetric&boxlosses=sl1,asl1,ghm-r,l1,balanced-l1",
        "losses=focal,ghm,ohem,balanced,asymmetric&axis=linear",
        "losses=ghm&boxlosses=ghm-r",
        "losses=ce,balanced",
        "momentum=0&batch=1",
        "momentum=0.99&batch=120&start=corrected",
        "mu=1&delta=1",
        "mu=0.001&delta=0.01",
        "step=0",
        "step=100&batch=2",
        "mask=positives",
        "mask=all",
        "trained=ghm",
        "data=converged&n=2000",
        "data=early&n=2000&axis=linear",
        "data=uniform&n=2000",
        "data=outlier-heavy&n=2000&bins=100",
        "data=all-easy&n=2000",
        "data=file",
        "data=detector",
        "hand=0,0,0,0,1,1,1,1",
        "hand=0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5",
        "hand=0.1,0.2,0.3,0.4,0.6,0.7,0.8,0.9&hbins=3&edge=half",
        "outliers=0&wrong=negative",
        "outliers=1000&wrong=turned",
        "objects=1&missing=0.7",
        "harmonize=0.1",
        "harmonize=0.35&bins=100",
        "harmonize=0.8",
        "harmonize=1",
    ];
    let mut all = vec![];
    for settings in SETTINGS {
        let mut state = State {
            curve: true,
            ..State::default()
        };
        for setting in settings.split('&').filter(|it| !it.is_empty()) {
            let (key, value) = setting.split_once('=').unwrap();
            state.set(key, value).unwrap();
        }
        let mut derived = derived();
        if settings.contains("data=file") {
            // Three negatives, and no positive.
            let all = Sorted::from_keys(vec![-3.0, 1.5, 9.0]).unwrap();
            let none = Sorted::from_keys(vec![]).unwrap();
            let file = FileExamples::classified(all, Some(none));
            derived.load(|loaded| loaded.file = Some(file));
        }
        all.push((state, derived));
    }
    let mut timed = derived();
    for (way, time) in [
        ("js", 3215.0),
        ("best", 8.0),
        ("scalar", 12.5),
        ("simd", 4.125),
    ] {
        timed.times.add(way, 30, time);
    }
    for bins in [1, 10, 100, 200] {
        timed.times.add("regions", bins, 4.0);
        timed.times.add("exact", bins, 170.0);
    }
    all.push((State::default(), timed));
    all.push((State::default(), Derived::default()));
    all
}

/// Words would be unreadable, and look broken, if they lay on each other or were cut off. The rooms hold for any font.
#[test]
fn no_two_words_of_a_figure_overlap_and_none_is_cut() {
    let mut states = reached();
    let (mut words, mut names, mut said) = (0, 0, 0);
    for (state, derived) in &mut states {
        for lang in [Lang::En, Lang::Zh] {
            state.lang = lang;
            for figure in FIGURES {
                let plot = figure.plot(state, derived);
                // A phone's columns and the page's; then in the least and the most height that a host may give, and
                // with texts as in a lesson.
                let usual =
                    [320.0, 358.0, 390.0, 556.0, 700.0, 1280.0].map(|width| (width, 1.0, 1.0));
                let others = [
                    (358.0, 0.7, 1.0),
                    (556.0, 0.7, 1.0),
                    (556.0, 2.2, 1.0),
                    (1280.0, 1.0, 1.6),
                ];
                for (width, high, text) in [&usual[..], &others].concat() {
                    let height = figure.height(state, width / text) * text * high;
                    let area = Area {
                        text,
                        ..Area::new(width, height, 1.0)
                    };
                    let whole = Rect {
                        width,
                        height,
                        ..Rect::default()
                    };
                    let placed = place(&plot, area, lang);
                    let told = |word: &Word| {
                        format!(
                            "{} at {width} x {height}, text {text}, {lang:?}, {}: {word:?}",
                            figure.name,
                            state.query()
                        )
                    };
                    let all: Vec<_> = placed.iter().flat_map(|panel| &panel.words).collect();
                    for (i, word) in all.iter().enumerate() {
                        assert!(whole.holds(&word.room), "cut: {}", told(word));
                        assert!(word.font.size(area) >= 12.0, "small: {}", told(word));
                        let needs = word.font.width(&word.text, area);
                        assert!(needs <= word.room.width + 1e-9, "wide: {}", told(word));
                        for other in &all[..i] {
                            assert!(
                                !word.room.overlaps(&other.room),
                                "overlap: {}, {}",
                                told(word),
                                other.text
                            );
                        }
                    }
                    words += all.len();
                    for (panel, of) in placed.iter().zip(&plot.panels) {
                        names += panel.labelled.iter().filter(|it| **it).count();
                        said += panel.leaders.len();
                        assert!(of.annotations.len() <= MOST_ANNOTATIONS);
                    }
                }
            }
        }
    }
    // It has looked at something.
    assert!(
        words > 50_000 && names > 5_000 && said > 200,
        "{words} words, {names} names, {said} leaders"
    );
}

/// A number that jumped to the other side of where its bar was, or over the bracket and back, could not be followed.
#[test]
fn the_numbers_of_the_first_screen_follow_their_bars() {
    let (mut state, derived) = (State::default(), derived());
    let figure = explainer::figure::Figure::named("harmonize").unwrap();
    for (lang, width) in [
        (Lang::En, 1200.0),
        (Lang::En, 358.0),
        (Lang::Zh, 700.0),
        (Lang::Zh, 358.0),
    ] {
        state.lang = lang;
        let words = [Text::HeardCrowd, Text::HeardOutliers].map(|text| text.get(lang));
        let mut ways = [vec![], vec![]];
        for percent in 0..=100 {
            state
                .set("harmonize", &(f64::from(percent) / 100.0).to_string())
                .unwrap();
            let area = Area::new(width, figure.height(&state, width), 1.0);
            let placed = place(&figure.plot(&state, &derived), area, lang);
            let panel = &placed[1];
            for (words, way) in words.iter().zip(&mut ways) {
                let word = panel.words.iter().find(|word| word.text == *words);
                let word = word.unwrap_or_else(|| panic!("no {words} at {percent} %, {width}"));
                way.push(word.room);
            }
        }
        for (way, right) in ways.iter().zip([false, true]) {
            let side = |room: &Rect| if right { room.right() } else { room.x };
            let jumps = way
                .windows(2)
                .filter(|pair| (pair[0].y - pair[1].y).abs() > 12.0);
            assert!(jumps.count() <= 1, "{lang:?} {width}: {way:?}");
            for pair in way.windows(2) {
                assert!(
                    (side(&pair[0]) - side(&pair[1])).abs() < 0.1,
                    "{lang:?} {width}: {pair:?}"
                );
            }
            assert!(way[100].y > way[0].y + 30.0, "{lang:?} {width}: {way:?}");
        }
    }
}
