//! Whether to switch to GHM-C: what was measured nearest to somebody's data, and what that says.
//!
//! # The rule
//! Two numbers place the data: how many of the examples are positives, and how many labels are wrong for each positive.
//! Nothing is interpolated. With wrong labels, the settings with as many of that kind or next fewer, and with next more, are
//! named, and the clean setting whose positives are about as rare; without, the clean settings with positives as rare or next
//! rarer, and next more frequent. "Next" is by ratio, and one that is off by at most a quarter answers alone. A setting says *switch* where GHM-C is ahead of cross-entropy, *stay*
//! where it is behind, and else that it hardly matters. Ahead is what is better in each of the five seeds and by .02 of
//! average precision in the mean: less than that five seeds don't tell. Where the settings on both sides say different
//! things, it turns somewhere between them, and nothing is said of where.
//!
//! # Where it fails
//! One small detector on drawn digits, and points in a plane: see [`Decision::limits`], which are said with every answer.

mod measured;

use crate::Said;
pub use measured::{Kind, Measured, SETTINGS, Setting};

/// Better by less than this in the mean is no difference.
const AHEAD: f64 = 0.02;
/// Data within this factor are at the setting.
const AT: f64 = 1.25;
/// Data further away than by this factor are beyond what was measured.
const NEAR: f64 = 2.0;

/// What a setting or an answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// GHM-C is ahead of cross-entropy.
    Switch,
    /// It is behind.
    Stay,
    /// Neither.
    Either,
    /// What was measured on both sides says different things.
    Turns,
}

impl Verdict {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Switch => "switch",
            Self::Stay => "stay",
            Self::Either => "either",
            Self::Turns => "turns",
        }
    }
}

/// A setting that was measured, and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// The setting.
    pub setting: &'static Setting,
    /// Average precision by loss.
    pub measured: Measured,
    /// What they say.
    pub verdict: Verdict,
    /// What it is, in a few words.
    pub said: Said,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// What is to be done.
    pub verdict: Verdict,
    /// A sentence.
    pub said: Said,
    /// What was measured nearest, and for data with wrong labels also without them.
    pub near: Vec<Near>,
    /// What the answer leaves out.
    pub limits: Vec<Said>,
}

/// Answers for data with so many positives and so many wrong labels of a kind among `examples`. None without positives, or
/// if a number is none.
pub fn decide(kind: Kind, examples: f64, positives: f64, wrong: f64) -> Option<Decision> {
    let share = positives / examples;
    let ratio = wrong / positives;
    let sound = share > 0.0 && share <= 1.0 && ratio >= 0.0 && ratio.is_finite();
    if !sound {
        return None;
    }
    let clean = kind == Kind::None || ratio == 0.0;
    let kind = if clean { Kind::None } else { kind };
    let place = |setting: &Setting| {
        if clean {
            setting.share()
        } else {
            setting.ratio
        }
    };
    let asked = if clean { share } else { ratio };
    let mut near: Vec<Near> = on_both_sides(kind, asked, place).map(Near::of).collect();
    let verdict = match near.as_slice() {
        [one] => one.verdict,
        [first, second] if first.verdict == second.verdict => first.verdict,
        _ => Verdict::Turns,
    };
    let nearest = near.iter().map(|it| factor(place(it.setting), asked));
    let beyond = nearest.fold(f64::INFINITY, f64::min) > NEAR;
    let mut limits = limits(kind, share, beyond);
    if !clean {
        // What rarity alone says.
        let by_share = |setting: &&Setting| factor(setting.share(), share);
        let settings = SETTINGS.iter().filter(|it| it.kind == Kind::None);
        let rare = settings.min_by(|a, b| by_share(a).total_cmp(&by_share(b)));
        near.extend(rare.map(Near::of));
    }
    limits.push(Said::new(
        "What was measured is one small detector on drawn digits, and points in a plane; each loss has one set of hyperparameters, and five seeds. Yours may turn elsewhere: try both on a tenth of your data.",
        "这里测的只是一个小检测器（手写数字场景）和平面上的点，每种损失一组超参数、五个种子。你的数据上转折点可能不同：请用十分之一的数据把两种都试一遍。",
        &[],
    ));
    Some(Decision {
        verdict,
        said: said(verdict),
        near,
        limits,
    })
}

/// The setting of that kind at or next below a place, and the one next above; one where it lies at or beyond all of them.
fn on_both_sides(
    kind: Kind,
    asked: f64,
    place: impl Fn(&Setting) -> f64,
) -> impl Iterator<Item = &'static Setting> {
    // Places of numbers that were measured are off by rounding.
    let [low, high] = [asked * (1.0 + 1e-6), asked * (1.0 - 1e-6)];
    let off = |it: &&Setting| factor(place(it), asked);
    let nearest = SETTINGS.iter().filter(|it| it.kind == kind);
    let nearest = nearest.min_by(|a, b| off(a).total_cmp(&off(b)));
    let at = nearest.filter(|it| off(it) <= AT).map(|it| it.key);
    let all = || {
        let of_kind = SETTINGS.iter().filter(|it| it.kind == kind);
        of_kind.filter(|it| at.is_none_or(|key| it.key == key))
    };
    let below = all().filter(|it| place(it) <= low);
    let below = below.max_by(|a, b| place(a).total_cmp(&place(b)));
    let above = all().filter(|it| place(it) >= high);
    let above = above.min_by(|a, b| place(a).total_cmp(&place(b)));
    let above = above.filter(|it| below.is_none_or(|below| below.key != it.key));
    below.into_iter().chain(above)
}

/// By how many times one number is the other, whichever is greater.
fn factor(a: f64, b: f64) -> f64 {
    (a / b).max(b / a)
}

impl Near {
    fn of(setting: &'static Setting) -> Self {
        let measured = setting.measured();
        Self {
            setting,
            verdict: compared(&measured),
            measured,
            said: setting.said(),
        }
    }
}

/// What GHM-C is beside cross-entropy, seed by seed.
fn compared(measured: &Measured) -> Verdict {
    let pairs = || measured.ghm.iter().zip(&measured.ce);
    let mean = pairs().map(|(ghm, ce)| ghm - ce).sum::<f64>() / measured.ghm.len() as f64;
    if mean >= AHEAD && pairs().all(|(ghm, ce)| ghm > ce) {
        Verdict::Switch
    } else if mean <= -AHEAD && pairs().all(|(ghm, ce)| ghm < ce) {
        Verdict::Stay
    } else {
        Verdict::Either
    }
}

fn said(verdict: Verdict) -> Said {
    let (en, zh) = match verdict {
        Verdict::Switch => (
            "Switch to GHM-C. Nearest to your data it was ahead of cross-entropy in every seed.",
            "换用 GHM-C。在最接近你数据的设置下，它在每个种子上都优于交叉熵。",
        ),
        Verdict::Stay => (
            "Stay with cross-entropy. Nearest to your data GHM-C was behind it in every seed.",
            "继续用交叉熵。在最接近你数据的设置下，GHM-C 在每个种子上都不如它。",
        ),
        Verdict::Either => (
            "It hardly matters. Nearest to your data five seeds tell no difference between GHM-C and cross-entropy.",
            "换不换差别不大。在最接近你数据的设置下，五个种子看不出 GHM-C 与交叉熵的差别。",
        ),
        Verdict::Turns => (
            "It turns near your data. What was measured on the two sides says different things, and nothing was measured between: measure yours.",
            "你的数据正处在转折处。两侧测得的结论不同，其间没有测过，请在自己的数据上测。",
        ),
    };
    Said::new(en, zh, &[])
}

fn limits(kind: Kind, share: f64, beyond: bool) -> Vec<Said> {
    let mut all = vec![];
    if beyond {
        all.push(Said::new(
            "Your data are further than twofold from the nearest that was measured: take the answer as a hint.",
            "你的数据与最近的测量设置相差两倍以上，结论仅供参考。",
            &[],
        ));
    }
    let of_kind = || SETTINGS.iter().filter(|it| it.kind == kind);
    let far = of_kind().all(|it| factor(it.share(), share) > NEAR);
    if kind != Kind::None && far {
        let measured = of_kind().next().map_or(f64::NAN, Setting::share);
        all.push(Said::new(
            "Such labels were measured only where {measured%} of the examples are positives; yours are {share%}.",
            "这类错误标签只在正样本占 {measured%} 时测过，而你的占 {share%}。",
            &[("measured", measured), ("share", share)],
        ));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    fn of(kind: Kind, positives: f64, wrong: f64) -> Decision {
        decide(kind, 10_000.0, positives, wrong).unwrap()
    }

    fn keys(decision: &Decision) -> Vec<&'static str> {
        decision.near.iter().map(|it| it.setting.key).collect()
    }

    #[test]
    fn at_a_setting_that_was_measured_it_says_what_was_measured_there() {
        for setting in &SETTINGS {
            let positives = 10_000.0 * setting.share();
            let found = of(setting.kind, positives, positives * setting.ratio);
            let nearest = &found.near[0];
            assert_eq!(nearest.setting.key, setting.key);
            assert_eq!(found.verdict, nearest.verdict, "{}", setting.key);
            let clean = setting.kind == Kind::None;
            assert_eq!(
                found.near.len(),
                if clean { 1 } else { 2 },
                "{}",
                setting.key
            );
        }
    }

    #[test]
    fn between_two_that_say_different_things_it_says_that_it_turns() {
        // One kind of background labelled as object: with few, seeds contradict each other; with many, GHM-C helps.
        let few = of(Kind::Positive, 10.0, 10.0 / 3.0);
        let many = of(Kind::Positive, 10.0, 100.0);
        assert_eq!(
            (few.verdict, many.verdict),
            (Verdict::Either, Verdict::Switch)
        );
        let turns = (1..=100)
            .map(|wrong| of(Kind::Positive, 10.0, f64::from(wrong)))
            .filter(|it| it.verdict == Verdict::Turns);
        assert!(turns.clone().count() > 0);
        for it in turns {
            assert_ne!(it.near[0].verdict, it.near[1].verdict);
        }
    }

    #[test]
    fn what_is_off_by_little_is_at_the_setting() {
        assert_eq!(keys(&of(Kind::None, 40.0, 0.0)), ["recorded.default"]);
        assert_eq!(
            keys(&of(Kind::None, 33.0, 0.0)),
            ["recorded.objects=0.25", "recorded.default"]
        );
    }

    #[test]
    fn beyond_what_was_measured_the_nearest_is_named_and_it_is_said() {
        let beyond = of(Kind::Missing, 40.0, 400.0);
        assert_eq!(keys(&beyond), ["recorded.missing=0.7", "recorded.default"]);
        assert!(beyond.limits[0].written(Lang::En).contains("twofold"));
        let rare = of(Kind::None, 1.0, 0.0);
        assert_eq!(rare.near.len(), 1);
        assert!(rare.limits[0].written(Lang::En).contains("twofold"));
        let other = of(Kind::Missing, 1_600.0, 480.0);
        let limits: Vec<_> = other.limits.iter().map(|it| it.written(Lang::En)).collect();
        assert!(
            limits.iter().any(|it| it.contains("yours are 16%")),
            "{limits:?}"
        );
    }

    #[test]
    fn without_wrong_labels_their_kind_doesn_t_matter() {
        for kind in Kind::ALL {
            assert_eq!(of(kind, 160.0, 0.0), of(Kind::None, 160.0, 5.0));
        }
    }

    #[test]
    fn a_lead_that_one_seed_contradicts_is_none() {
        let measured = |ghm: [f64; 5]| Measured {
            ce: [0.5; 5],
            focal: [0.5; 5],
            ghm,
        };
        for (ghm, verdict) in [
            ([0.6; 5], Verdict::Switch),
            ([0.9, 0.9, 0.9, 0.9, 0.49], Verdict::Either),
            ([0.51; 5], Verdict::Either),
            ([0.4; 5], Verdict::Stay),
        ] {
            assert_eq!(compared(&measured(ghm)), verdict);
        }
    }

    #[test]
    fn numbers_that_are_none_have_no_answer() {
        for (positives, wrong) in [
            (0.0, 1.0),
            (-1.0, 1.0),
            (f64::NAN, 0.0),
            (20_000.0, 0.0),
            (10.0, -1.0),
        ] {
            assert_eq!(decide(Kind::Missing, 10_000.0, positives, wrong), None);
        }
    }

    #[test]
    fn each_answer_is_said_in_both_languages() {
        for kind in Kind::ALL {
            for wrong in [0.0, 1.0, 30.0, 900.0] {
                let found = of(kind, 30.0, wrong);
                let said = found
                    .limits
                    .iter()
                    .chain(found.near.iter().map(|it| &it.said));
                for said in said.chain([&found.said]) {
                    for lang in [Lang::En, Lang::Zh] {
                        let text = said.written(lang);
                        assert!(
                            !text.is_empty() && !text.contains(['{', '}', '–']),
                            "{text}"
                        );
                    }
                }
            }
        }
    }
}
