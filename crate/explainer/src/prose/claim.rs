//! Claims: sentences about the figures that are true at some settings only. Each carries a condition, and the page sets
//! it aside while that fails.
//!
//! A condition is one or more comparisons, with ` and ` between: `count.last > 3*count.least and data is noisy|clean`.
//! On either side of `<` and `>` stands a number, or the name of a quoted number or of a knob, with a factor before it if
//! need be. `is` compares a knob with one or more of its values. A name alone asks that the number is there.

use super::quote;
use crate::derived::Derived;
use crate::knob::{Kind, State, knob};
use crate::text::number::parse;

/// Whether the condition holds. It does not where a number in it is one that these settings don't have. None while a number
/// is still to come: then nothing is known.
pub fn holds(state: &State, derived: &Derived, condition: &str) -> Option<bool> {
    let mut all = true;
    for comparison in condition.split(" and ") {
        let mut words = comparison.split(' ');
        let left = words.next()?;
        let mut names = comparison.split(' ').filter_map(|it| it.rsplit('*').next());
        if names.any(|name| quote::never(state, name)) {
            return Some(false);
        }
        all &= match (words.next(), words.next()) {
            (None, _) => term(state, derived, left).map(|_| true)?,
            (Some("is"), Some(values)) => {
                let now = knob(left)?.text(state);
                values.split('|').any(|value| value == now)
            }
            (Some("<"), Some(right)) => term(state, derived, left)? < term(state, derived, right)?,
            (Some(">"), Some(right)) => term(state, derived, left)? > term(state, derived, right)?,
            _ => return None,
        };
    }
    Some(all)
}

/// A sentence that a text marks as a claim: `<span data-if="CONDITION">…</span>`.
#[derive(Debug, PartialEq)]
pub struct Claim {
    /// The condition, and all numbers that the sentence quotes.
    pub condition: String,
    /// Whether it is about a figure with settings of its own, and not about the figures that share theirs.
    pub own: bool,
    /// The sentence.
    pub html: String,
}

/// The claims of a text.
pub fn marked(text: &str) -> Vec<Claim> {
    let claim = |rest: &str| {
        let (condition, rest) = rest.split_once('"')?;
        let (attributes, rest) = rest.split_once('>')?;
        let (html, _) = rest.split_once("</span>")?;
        let mut all: Vec<&str> = Some(condition)
            .filter(|it| !it.is_empty())
            .into_iter()
            .collect();
        let numbers = html.split("data-quote=\"").skip(1);
        all.extend(numbers.filter_map(|rest| rest.split('"').next()));
        Some(Claim {
            condition: all.join(" and "),
            own: attributes.contains("data-own"),
            html: html.to_owned(),
        })
    };
    text.split("<span data-if=\"")
        .skip(1)
        .filter_map(claim)
        .collect()
}

fn term(state: &State, derived: &Derived, text: &str) -> Option<f64> {
    let (factor, name) = text.split_once('*').unwrap_or(("1", text));
    let of = parse(name).or_else(|| quote::amount(state, derived, name));
    let of = of.or_else(|| match knob(name)?.kind {
        Kind::Number(number) => Some((number.get)(state)),
        Kind::Choice(_) | Kind::List(_) | Kind::Norms => None,
    });
    Some(parse(factor)? * of?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knob::Data;
    use ghm::sample::Preset;

    #[test]
    fn a_claims_numbers_belong_to_its_condition() {
        let text =
            r#"A <span data-if="bins > 9" data-own>b <output data-quote="n"></output></span> c."#;
        let claim = Claim {
            condition: "bins > 9 and n".into(),
            own: true,
            html: r#"b <output data-quote="n"></output>"#.into(),
        };
        assert_eq!(marked(text), [claim]);
        assert_eq!(marked("<span>a</span>"), []);
    }

    #[test]
    fn conditions_compare_quoted_numbers_and_knobs() {
        let state = State {
            data: Data::Preset(Preset::Uniform),
            n: 10_000,
            bins: 10,
            ..State::default()
        };
        let derived = Derived::default();
        for (condition, expected) in [
            ("bins > 9", Some(true)),
            ("bins > 9 and bins < 10", Some(false)),
            ("bins > 0.5*n", Some(false)),
            ("count.first > 0.5*count.last", Some(true)),
            ("delta > 0.1", Some(true)),
            ("data is noisy|uniform and momentum is 0.75", Some(true)),
            ("data is noisy", Some(false)),
            ("weight.first", Some(true)),
            ("twin.ap.ce", None),
            ("bins > 9 and twin.ap.ohem", Some(false)),
            ("step", Some(false)),
            ("twin.ap.ce > 0.5", None),
            ("colour > 0.5", None),
            ("colour is red", None),
            ("bins = 10", None),
            ("bins >", None),
            ("", None),
        ] {
            let found = holds(&state, &derived, condition);
            assert_eq!(found, expected, "{condition}");
        }
    }
}
