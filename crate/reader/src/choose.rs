//! The reader's choices, as JavaScript names them.

use data::{Choices, Classes, Values};

/// Choices from names and values in turn.
///
/// # Errors
/// A name or a value that is none.
pub fn choices(chosen: &[String]) -> Result<Choices, String> {
    let mut choices = Choices::default();
    for pair in chosen.chunks(2) {
        let [key, value] = pair else {
            return Err("a choice has no value".into());
        };
        let bad = || format!("`{key}` can't be `{value}`");
        let name = Some(value.clone());
        match key.as_str() {
            "logits" => choices.logits = name,
            "targets" => choices.targets = name,
            "mask" => choices.mask = name,
            "offsets" => choices.offsets = name,
            "values" => {
                choices.values = Some(match value.as_str() {
                    "logits" => Values::Logits,
                    "probabilities" => Values::Probabilities,
                    _ => return Err(bad()),
                });
            }
            "classes" => {
                choices.classes = Some(match value.as_str() {
                    "sigmoid" => Classes::Sigmoid,
                    "softmax" => Classes::Softmax,
                    _ => return Err(bad()),
                });
            }
            "class" => choices.class = Some(value.parse().map_err(|_| bad())?),
            "ignore" => choices.ignore = Some(value.parse().map_err(|_| bad())?),
            "first" => {
                let first = value.parse().ok().filter(|first| *first < 2);
                choices.first_class = Some(first.ok_or_else(bad)?);
            }
            _ => return Err(format!("there is no choice called `{key}`")),
        }
    }
    Ok(choices)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(chosen: &[&str]) -> Result<Choices, String> {
        choices(&chosen.iter().map(|&it| it.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn names_and_values_are_choices() {
        let made = of(&["targets", "is_cat", "values", "probabilities", "first", "1"]).unwrap();
        assert_eq!(made.targets.as_deref(), Some("is_cat"));
        assert_eq!(made.values, Some(Values::Probabilities));
        assert_eq!(made.first_class, Some(1));
    }

    #[test]
    fn what_is_no_choice_is_an_error() {
        for chosen in [
            &["colour", "red"][..],
            &["values"],
            &["first", "2"],
            &["ignore", "x"],
            &["classes", "softplus"],
        ] {
            assert!(of(chosen).is_err(), "{chosen:?}");
        }
    }
}
