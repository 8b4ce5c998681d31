//! The page's settings, as JavaScript names them.

use diagnosis::Settings;
use diagnosis::export::Code;
use ghm::{Convention, Empty, Options, Start};

/// Settings from names and values in turn, such as `['bins', '30']`. What isn't named is as mmdet has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Named {
    classification: Options,
    regression: Options,
    mu: f64,
}

impl Named {
    /// # Errors
    /// A name or a value that is none.
    pub fn of(pairs: &[String]) -> Result<Self, String> {
        let mut named = Self {
            classification: Options::classification(),
            regression: Options::regression(),
            mu: Settings::default().mu,
        };
        for pair in pairs.chunks(2) {
            let [key, value] = pair else {
                return Err("a setting has no value".into());
            };
            named
                .put(key, value)
                .ok_or_else(|| format!("`{key}` can't be `{value}`"))?;
        }
        Ok(named)
    }

    fn put(&mut self, key: &str, value: &str) -> Option<()> {
        let options = &mut self.classification;
        match (key, value) {
            ("bins", _) => options.bins = value.parse().ok()?,
            ("momentum", _) => options.momentum = value.parse().ok()?,
            ("rbins", _) => self.regression.bins = value.parse().ok()?,
            ("rmomentum", _) => self.regression.momentum = value.parse().ok()?,
            ("mu", _) => self.mu = value.parse().ok()?,
            ("start", "zero") => options.start = Start::Zero,
            ("start", "first") => options.start = Start::First,
            ("start", "corrected") => options.start = Start::Corrected,
            ("empty", "hold") => options.empty = Empty::Hold,
            ("empty", "decay") => options.empty = Empty::Decay,
            ("convention", "code") => options.convention = Convention::Code,
            ("convention", "paper") => options.convention = Convention::Paper,
            ("convention", "average") => options.convention = Convention::Average,
            _ => return None,
        }
        Some(())
    }

    /// For a diagnosis.
    pub fn settings(&self) -> Settings {
        Settings {
            classification: self.classification,
            box_bins: self.regression.bins,
            mu: self.mu,
        }
    }

    /// For code to take home.
    pub fn code(&self, softmax: bool, mask: bool) -> Code {
        Code {
            classification: self.classification,
            regression: self.regression,
            mu: self.mu,
            softmax,
            mask,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[&str]) -> Result<Named, String> {
        Named::of(&pairs.iter().map(|&it| it.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_named_is_set_and_the_rest_is_as_mmdet_has_it() {
        assert_eq!(of(&[]).unwrap().settings(), Settings::default());
        let named = of(&[
            "bins",
            "12",
            "start",
            "corrected",
            "mu",
            "0.1",
            "rbins",
            "7",
        ])
        .unwrap();
        let settings = named.settings();
        assert_eq!(settings.classification.bins, 12);
        assert_eq!(settings.classification.start, Start::Corrected);
        assert_eq!((settings.mu, settings.box_bins), (0.1, 7));
        let code = named.code(true, false);
        assert_eq!(code.classification, settings.classification);
        assert!(code.softmax && !code.mask);
    }

    #[test]
    fn what_is_no_setting_is_an_error() {
        for pairs in [
            &["bins"][..],
            &["bins", "x"],
            &["start", "late"],
            &["colour", "red"],
        ] {
            assert!(of(pairs).is_err(), "{pairs:?}");
        }
    }
}
