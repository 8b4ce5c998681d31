//! What the reader can set: one table of knobs, and the state that they make.

mod kind;
mod note;
mod table;
mod values;

pub use kind::{Effect, Kind, Knob, List, Menu, Number, Range};
pub use note::{Note, Problem};
pub use table::{KNOBS, State};
pub use values::{Data, Mask, Precision, Scope, Wrong};

use crate::loss::{self, Chosen};
use crate::text::{Choice, number::parse};
use detector::twin;
use ghm::Options;
use ghm::loss::{ClassLoss, Parameters};

/// The knob with this key.
pub fn knob(key: &str) -> Option<&'static Knob> {
    KNOBS.iter().find(|k| k.key == key)
}

impl Knob {
    /// Its value, as addresses have it.
    pub fn text(&self, state: &State) -> String {
        match self.kind {
            Kind::Number(number) => (number.get)(state).to_string(),
            Kind::Choice(menu) => menu.options[(menu.get)(state)].value.to_owned(),
            Kind::List(list) => {
                let chosen = (list.get)(state)
                    .places()
                    .map(|place| list.options[place].value);
                chosen.collect::<Vec<_>>().join(",")
            }
            Kind::Norms => state.hand.map(|g| g.to_string()).join(","),
        }
    }
}

impl State {
    /// Options of GHM-C.
    pub fn classification(&self) -> Options {
        Options {
            bins: self.bins,
            momentum: self.momentum,
            convention: self.convention,
            start: self.start,
            empty: self.empty,
            edge: self.edge,
            loss_weight: 1.0,
        }
    }

    /// Options of GHM-R.
    pub fn regression(&self) -> Options {
        Options {
            bins: self.rbins,
            momentum: self.rmomentum,
            ..self.classification()
        }
    }

    /// The parameters of all losses.
    pub fn parameters(&self) -> Parameters {
        let mut parameters = Parameters {
            class: self.classification(),
            boxes: self.regression(),
            ..Parameters::default()
        };
        for knob in KNOBS {
            if let Kind::Number(number) = knob.kind {
                // A knob that is no loss's sets nothing.
                let _ = parameters.set(knob.key, (number.get)(self));
            }
        }
        parameters
    }

    /// The classification loss at `place` in the list, with the parameters that the knobs have.
    pub fn class_loss(&self, place: usize) -> ClassLoss {
        (loss::class_row(place).make)(&self.parameters())
    }

    /// The knobs that a training depends on, as a query string.
    pub fn training(&self) -> String {
        self.pairs(|knob, _| self.trains(knob))
    }

    /// Of these, the knobs that are not at their defaults: a recorded training is found by them. `seed` and `losses`
    /// are left out: it was recorded with several seeds, and each loss trains as if it were alone.
    pub fn changed_training(&self) -> String {
        let default = Self::default();
        self.pairs(|knob, value| {
            let counts = self.trains(knob) && !["seed", "losses"].contains(&knob.key);
            counts && *value != knob.text(&default)
        })
    }

    /// Whether a training depends on a knob. A loss's own parameters count only if it trains. Those of GHM-C always
    /// count, as the histograms of all detectors show its unit regions.
    fn trains(&self, knob: &Knob) -> bool {
        let of_class = |place: usize| loss::class_row(place).parameters.contains(&knob.key);
        let of_boxes = |place: usize| loss::box_row(place).parameters.contains(&knob.key);
        let of_any = (0..loss::CLASS.len()).any(of_class) || (0..loss::BOX.len()).any(of_boxes);
        let counts =
            || of_class(loss::GHM) || of_boxes(self.boxes) || self.losses.places().any(of_class);
        knob.effect.is_some() && (!of_any || counts())
    }

    /// Whether a knob changes anything while the others are as they are. A loss's own parameters do if it is chosen.
    /// Those of GHM always do, as figures show its unit regions and norms.
    pub fn applies(&self, key: &str) -> bool {
        let of_class = |place: usize| loss::class_row(place).parameters.contains(&key);
        let of_boxes = |place: usize| loss::box_row(place).parameters.contains(&key);
        let of_any = (0..loss::CLASS.len()).any(of_class) || (0..loss::BOX.len()).any(of_boxes);
        let classes = self.losses.places().chain([loss::GHM]);
        let boxes = self.boxlosses.places().chain([loss::GHM_R, self.boxes]);
        !of_any || classes.into_iter().any(of_class) || boxes.into_iter().any(of_boxes)
    }

    /// The twin's outliers.
    pub fn twin(&self) -> twin::Outliers {
        let center = [self.wrongx as f32, self.wrongy as f32];
        twin::Outliers {
            count: self.outliers,
            wrong: match self.wrong {
                Wrong::Positive => twin::Wrong::positive(center),
                Wrong::Negative => twin::Wrong::negative(center),
                Wrong::Turned => twin::Wrong::Turned,
            },
        }
    }

    /// Sets the kind of outliers, and moves them to where that kind does harm.
    fn set_wrong(&mut self, wrong: Wrong) {
        if self.wrong != wrong {
            // Two decimals, as the knobs have.
            let round = |v: f32| libm::round(f64::from(v) * 100.0) / 100.0;
            let [x, y] = wrong.place();
            (self.wrongx, self.wrongy) = (round(x), round(y));
        }
        self.wrong = wrong;
    }

    /// The value of `key`, as addresses have it; none if there is no such knob.
    pub fn get(&self, key: &str) -> Option<String> {
        knob(key).map(|knob| knob.text(self))
    }

    /// Sets `key` from a text. A number out of range is clamped; the note says so.
    ///
    /// # Errors
    /// A note, if the text is no value of the knob: the old value stays.
    pub fn set(&mut self, key: &str, value: &str) -> Result<Option<Note>, Note> {
        let note = |problem| Note {
            key: key.to_owned(),
            value: value.to_owned(),
            problem,
        };
        let knob = knob(key).ok_or_else(|| note(Problem::Unknown))?;
        match knob.kind {
            Kind::Number(number) => match parse(value) {
                Some(value) => self.set_number(key, value),
                None => Err(note(not_a_number(number.range))),
            },
            Kind::Choice(menu) => {
                let place = find(menu.options, value).ok_or_else(|| {
                    let expected = names(menu.options);
                    note(Problem::NotAChoice { expected })
                })?;
                (menu.set)(self, place);
                Ok(None)
            }
            Kind::List(list) => {
                let chosen = chosen(&list, value).ok_or_else(|| {
                    let (most, expected) = (list.most, names(list.options));
                    note(Problem::NotAList { most, expected })
                })?;
                (list.set)(self, chosen);
                Ok(None)
            }
            Kind::Norms => {
                self.hand = parse_norms(value).ok_or_else(|| note(Problem::NotNorms))?;
                Ok(None)
            }
        }
    }

    /// Sets `key` to a number. It is rounded if the knob takes only whole numbers, and clamped if it is out of
    /// range; the note says so.
    ///
    /// # Errors
    /// A note, if there is no such knob or the value is not finite: the old value stays.
    pub fn set_number(&mut self, key: &str, value: f64) -> Result<Option<Note>, Note> {
        let note = |problem| Note {
            key: key.to_owned(),
            value: value.to_string(),
            problem,
        };
        let knob = knob(key).ok_or_else(|| note(Problem::Unknown))?;
        let Kind::Number(Number { range, set, .. }) = knob.kind else {
            return self.set(key, &value.to_string());
        };
        if !value.is_finite() {
            return Err(note(not_a_number(range)));
        }
        let whole = if range.whole {
            libm::round(value)
        } else {
            value
        };
        let kept = whole.max(range.min).min(range.max);
        // Turns -0 into 0: as a text it would differ.
        set(self, kept + 0.0);
        let Range { min, max, .. } = range;
        Ok((kept != value).then(|| note(Problem::Clamped { min, max })))
    }

    /// Sets each `key=value` of a query string, and skips the keys in `known`, which are not knobs. Returns a note for
    /// each that was wrong.
    pub fn apply_query(&mut self, query: &str, known: &[&str]) -> Vec<Note> {
        let mut notes = vec![];
        for pair in query
            .trim_start_matches(['?', '#'])
            .split('&')
            .filter(|p| !p.is_empty())
        {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if known.contains(&key) {
                continue;
            }
            match self.set(key, value) {
                Ok(None) => {}
                Ok(Some(note)) | Err(note) => notes.push(note),
            }
        }
        notes
    }

    /// The knobs that differ from their defaults, as a query string.
    pub fn query(&self) -> String {
        let default = Self::default();
        // To set another kind of outliers moves them: their place is then told, whatever it is.
        let moved = self.wrong != default.wrong;
        let placed = |key: &str| moved && ["wrongx", "wrongy"].contains(&key);
        self.pairs(|knob, value| *value != knob.text(&default) || placed(knob.key))
    }

    /// The `wanted` knobs and their values, as a query string.
    fn pairs(&self, wanted: impl Fn(&Knob, &String) -> bool) -> String {
        let values = KNOBS.iter().map(|knob| (knob, knob.text(self)));
        let wanted = values.filter(|(knob, value)| wanted(knob, value));
        let pairs: Vec<String> = wanted
            .map(|(knob, value)| format!("{}={value}", knob.key))
            .collect();
        pairs.join("&")
    }
}

fn not_a_number(Range { min, max, .. }: Range) -> Problem {
    Problem::NotANumber { min, max }
}

fn find(options: &[Choice], value: &str) -> Option<usize> {
    options
        .iter()
        .position(|option| option.value == value.trim())
}

fn names(options: &[Choice]) -> String {
    let values: Vec<_> = options.iter().map(|option| option.value).collect();
    values.join(", ")
}

/// One or more options, separated by commas, each once.
fn chosen(list: &List, value: &str) -> Option<Chosen> {
    let mut chosen = Chosen::NONE;
    for name in value.split(',') {
        let place = find(list.options, name).filter(|&place| !chosen.contains(place))?;
        chosen = chosen.with(place);
    }
    Some(chosen).filter(|chosen| chosen.len() <= list.most)
}

fn parse_norms(text: &str) -> Option<[f64; 8]> {
    let norms: Option<Vec<f64>> = text
        .split(',')
        .map(|part| parse(part).filter(|g| (0.0..=1.0).contains(g)))
        .collect();
    norms?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_knob_takes_its_own_value_back() {
        let mut state = State::default();
        for knob in KNOBS {
            let value = state.get(knob.key).unwrap();
            assert_eq!(state.set(knob.key, &value), Ok(None), "{}", knob.key);
        }
        assert_eq!(state, State::default());
        assert_eq!(state.query(), "");
    }

    #[test]
    fn every_choice_can_be_set_and_read() {
        for knob in KNOBS {
            let options = match knob.kind {
                Kind::Choice(menu) => menu.options,
                Kind::List(list) => list.options,
                Kind::Number(_) | Kind::Norms => continue,
            };
            for option in options {
                let mut state = State::default();
                assert_eq!(state.set(knob.key, option.value), Ok(None));
                assert_eq!(state.get(knob.key).as_deref(), Some(option.value));
            }
        }
    }

    #[test]
    fn ends_of_every_range_hold_and_beyond_is_clamped() {
        for knob in KNOBS {
            let Kind::Number(Number { range, .. }) = knob.kind else {
                continue;
            };
            let mut state = State::default();
            for end in [range.min, range.max] {
                assert_eq!(
                    state.set(knob.key, &end.to_string()),
                    Ok(None),
                    "{}",
                    knob.key
                );
                assert_eq!(state.get(knob.key), Some(end.to_string()));
            }
            let note = state.set(knob.key, "1e300").unwrap().unwrap();
            assert!(matches!(note.problem, Problem::Clamped { .. }));
            assert_eq!(state.get(knob.key), Some(range.max.to_string()));
        }
    }

    #[test]
    fn a_query_sets_what_it_can_and_says_what_it_could_not() {
        let mut state = State::default();
        let notes = state.apply_query(
            "?bins=10&momentum=2&mu=x&data=mars&colour=red&figure=asl1&bins=10.4",
            &["figure"],
        );
        let problems: Vec<_> = notes.iter().map(|n| (n.key.as_str(), &n.problem)).collect();
        assert_eq!(state.bins, 10);
        assert_eq!(state.momentum, 0.99);
        assert_eq!(state.mu, 0.02);
        assert_eq!(state.data, Data::Noisy);
        assert!(matches!(problems[0], ("momentum", Problem::Clamped { .. })));
        assert!(matches!(problems[1], ("mu", Problem::NotANumber { .. })));
        assert!(matches!(problems[2], ("data", Problem::NotAChoice { .. })));
        assert!(matches!(problems[3], ("colour", Problem::Unknown)));
        assert!(matches!(problems[4], ("bins", Problem::Clamped { .. })));
        assert_eq!(
            notes[0].sentence(Lang::En),
            "momentum=2 is out of range: 0 to 0.99. The nearest value is used."
        );
        assert_eq!(state.query(), "bins=10&momentum=0.99");
    }

    #[test]
    fn outliers_of_another_kind_come_back_to_their_place() {
        let mut state = State::default();
        state.set("wrong", "negative").unwrap();
        state.set("wrongx", "0.2").unwrap();
        let mut other = State::default();
        assert!(other.apply_query(&state.query(), &[]).is_empty());
        assert_eq!(other, state);
    }

    #[test]
    fn the_longest_query_stays_short() {
        let mut state = State::default();
        for knob in KNOBS {
            let value = match knob.kind {
                Kind::Number(Number { range: r, .. }) => {
                    (r.min + (r.max - r.min) / 3.0).to_string()
                }
                Kind::Choice(menu) => menu.options[menu.options.len() - 1].value.to_owned(),
                Kind::List(list) => {
                    let last = list.options.iter().rev().take(list.most);
                    last.map(|option| option.value)
                        .collect::<Vec<_>>()
                        .join(",")
                }
                Kind::Norms => "0.11,0.22,0.33,0.44,0.55,0.66,0.77,0.88".into(),
            };
            let _ = state.set(knob.key, &value);
        }
        assert!(state.query().len() < 1_000, "{}", state.query().len());
    }

    #[test]
    fn a_list_takes_one_to_five_of_its_values_each_once() {
        let mut state = State::default();
        assert_eq!(state.set("losses", "ghm, ce"), Ok(None));
        assert_eq!(state.get("losses").as_deref(), Some("ce,ghm"));
        for wrong in ["", "ce,", "ce,ce", "hinge", "ce ghm"] {
            let note = state.set("losses", wrong).unwrap_err();
            assert!(
                note.sentence(Lang::En).contains("ce, focal, ghm"),
                "{wrong}"
            );
        }
        assert_eq!(state.get("losses").as_deref(), Some("ce,ghm"));
    }

    #[test]
    fn a_parameter_applies_where_its_loss_is_chosen() {
        let mut state = State::default();
        let applies = |state: &State, keys: &str| -> Vec<bool> {
            keys.split(' ').map(|key| state.applies(key)).collect()
        };
        assert_eq!(applies(&state, "bins mu gamma delta n"), [true; 5]);
        assert_eq!(applies(&state, "kept alpha margin balpha"), [false; 4]);
        state.set("losses", "ohem").unwrap();
        state.set("boxlosses", "l1,balanced-l1").unwrap();
        assert_eq!(
            applies(&state, "kept gamma bins mu balpha"),
            [true, false, true, true, true]
        );
    }

    #[test]
    fn numbers_are_set_without_a_text() {
        let mut state = State::default();
        assert_eq!(state.set_number("mu", 0.5), Ok(None));
        let note = state.set_number("bins", 7.4).unwrap().unwrap();
        assert!(matches!(note.problem, Problem::Clamped { .. }));
        assert_eq!((state.mu, state.bins), (0.5, 7));
        let refused = |note: Result<_, Note>| note.unwrap_err().problem;
        assert!(matches!(
            refused(state.set_number("mu", f64::NAN)),
            Problem::NotANumber { .. }
        ));
        assert!(matches!(
            refused(state.set_number("data", 1.0)),
            Problem::NotAChoice { .. }
        ));
        assert_eq!(refused(state.set_number("colour", 1.0)), Problem::Unknown);
        assert_eq!(state.set_number("wrongx", -0.0), Ok(None));
        assert_eq!(state.get("wrongx").as_deref(), Some("0"));
    }
}
