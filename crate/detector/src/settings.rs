//! What a reader sets, by the keys that the page's addresses use.

use ghm::{
    Convention, Empty, Options, Start,
    loss::{
        BOX_LOSSES, BoxRow, CLASS_LOSSES, ClassRow, DEFAULT_CLASS_LOSSES, Divisor, Parameters,
        box_row, class_row,
    },
};

use crate::{scene::Kind, train::Config};

/// Most losses that are trained side by side: as many lines as a reader can tell apart.
pub const MOST_LOSSES: usize = 5;

/// Everything that a reader can set about detectors that train side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Digits in a scene, on average.
    pub objects: f64,
    /// Share of digits whose box is missing.
    pub missing: f64,
    /// Share of scenes with a false box.
    pub false_boxes: f64,
    /// Probability that every anchor starts with.
    pub prior: f64,
    /// Seed of scenes and networks.
    pub seed: u32,
    /// Steps.
    pub budget: usize,
    /// Losses of the classification, one for each detector, in the order of [`CLASS_LOSSES`].
    pub losses: Vec<&'static ClassRow>,
    /// What all their sums are divided by; `None` is each one's own divisor. See
    /// [`Settings::configs`].
    pub divisor: Option<Divisor>,
    /// Loss of the boxes, the same for all.
    pub boxes: &'static BoxRow,
    /// Whether `mu` follows the offsets, `mu=auto`: see [`ghm::MedianMu`].
    pub mu_follows: bool,
    /// Numbers of the losses.
    pub parameters: Parameters,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            objects: 0.5,
            missing: 0.0,
            false_boxes: 0.0,
            prior: 0.01,
            seed: 1,
            budget: 800,
            losses: default_losses(),
            divisor: None,
            boxes: &BOX_LOSSES[0],
            mu_follows: false,
            parameters: Parameters::default(),
        }
    }
}

/// The rows of [`DEFAULT_CLASS_LOSSES`].
pub fn default_losses() -> Vec<&'static ClassRow> {
    DEFAULT_CLASS_LOSSES
        .into_iter()
        .filter_map(class_row)
        .collect()
}

/// The losses of a list of keys, `ce,ghm`, in the order of [`CLASS_LOSSES`]: one to
/// [`MOST_LOSSES`].
///
/// # Errors
/// A sentence that names the key which is unknown or there twice, or says that there are too many.
pub fn chosen_losses(list: &str) -> Result<Vec<&'static ClassRow>, String> {
    let keys: Vec<&str> = list.split(',').collect();
    for (i, key) in keys.iter().enumerate() {
        if class_row(key).is_none() {
            let known: Vec<&str> = CLASS_LOSSES.iter().map(|row| row.key).collect();
            let known = known.join(", ");
            return Err(format!("`{key}` is no loss: expected some of {known}"));
        }
        if keys[..i].contains(key) {
            return Err(format!("`{key}` is chosen twice"));
        }
    }
    if keys.len() > MOST_LOSSES {
        return Err(format!(
            "`{list}` are too many losses: expected at most {MOST_LOSSES}"
        ));
    }
    let chosen = CLASS_LOSSES.iter().filter(|row| keys.contains(&row.key));
    Ok(chosen.collect())
}

impl Settings {
    /// The defaults, changed by `key=value` pairs with `&` between.
    ///
    /// # Errors
    /// A sentence that names the pair of no use.
    pub fn from_query(query: &str) -> Result<Self, String> {
        Self::read(query, |text| text.parse().ok())
    }

    /// The same with another way to read a number: Rust's own weighs 15 kB in a page, whose
    /// browser has one.
    ///
    /// # Errors
    /// As [`Settings::from_query`].
    pub fn read(query: &str, number: fn(&str) -> Option<f64>) -> Result<Self, String> {
        let mut settings = Self::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if key == "losses" {
                settings.losses = chosen_losses(value)?;
                continue;
            }
            settings
                .set(key, value, number)
                .ok_or_else(|| format!("`{pair}` says nothing about a training"))?;
        }
        Ok(settings)
    }

    fn set(&mut self, key: &str, value: &str, number: fn(&str) -> Option<f64>) -> Option<()> {
        let real = || number(value);
        let whole = || real().filter(|&it| it >= 0.0 && it.fract() == 0.0);
        match key {
            "objects" => self.objects = real()?,
            "missing" => self.missing = real()?,
            "false" => self.false_boxes = real()?,
            "prior" => self.prior = real()?,
            "seed" => self.seed = whole()? as u32,
            "budget" => self.budget = whole()? as usize,
            "boxes" => self.boxes = box_row(value)?,
            "mu" => {
                self.mu_follows = value == "auto";
                if !self.mu_follows {
                    return self.parameters.set(key, real()?);
                }
            }
            "divisor" => {
                self.divisor = match value {
                    "own" => None,
                    "positives" => Some(Divisor::Positives),
                    "examples" => Some(Divisor::Examples),
                    _ => return None,
                }
            }
            "convention" => {
                let convention = match value {
                    "code" => Convention::Code,
                    "paper" => Convention::Paper,
                    "average" => Convention::Average,
                    _ => return None,
                };
                self.each(|options| options.convention = convention);
            }
            "start" => {
                let start = match value {
                    "zero" => Start::Zero,
                    "first" => Start::First,
                    "corrected" => Start::Corrected,
                    _ => return None,
                };
                self.each(|options| options.start = start);
            }
            "empty" => {
                let empty = match value {
                    "hold" => Empty::Hold,
                    "decay" => Empty::Decay,
                    _ => return None,
                };
                self.each(|options| options.empty = empty);
            }
            _ => return self.parameters.set(key, real()?),
        }
        Some(())
    }

    /// Changes the options of GHM-C and of GHM-R.
    fn each(&mut self, change: impl Fn(&mut Options)) {
        change(&mut self.parameters.class);
        change(&mut self.parameters.boxes);
    }

    /// What the scenes hold: up to one digit on average in a share of them, more in all.
    pub fn kind(&self) -> Kind {
        let most = (2.0 * self.objects - 1.0).round().max(1.0);
        Kind {
            share: self.objects.min(1.0) as f32,
            most: most as u32,
            missing: self.missing as f32,
            false_boxes: self.false_boxes as f32,
        }
    }

    /// What each detector is trained with, in the order of [`losses`](Self::losses).
    ///
    /// By default each loss is divided as in its paper, and has the weight of the boxes that was
    /// tuned for it. Under one divisor all have one weight, too: with several it would not be one
    /// comparison. It is the weight that was tuned for the loss whose own divisor it is:
    /// cross-entropy's 36 under the positives, GHM-C's 12 under the examples.
    pub fn configs(&self) -> Vec<Config> {
        let box_loss = (self.boxes.make)(&self.parameters);
        let config = |row: &&ClassRow| {
            let divisor = self.divisor.unwrap_or(row.own_divisor);
            let tuned_for = match self.divisor {
                None => Some(*row),
                Some(divisor) => CLASS_LOSSES.iter().find(|row| row.own_divisor == divisor),
            };
            Config {
                divisor,
                box_loss,
                mu_follows: self.mu_follows,
                box_weight: tuned_for.unwrap_or(row).box_weight,
                kind: self.kind(),
                prior: self.prior,
                budget: self.budget,
                seed: self.seed,
                ..Config::new(row, &self.parameters)
            }
        };
        self.losses.iter().map(config).collect()
    }

    /// Whether a training under these settings can't go on under `other`: that has other scenes,
    /// another start, or detectors that are not comparable.
    pub fn restarts(&self, other: &Self) -> bool {
        let scenes = |it: &Self| (it.kind(), it.prior, it.seed);
        let losses = |it: &Self| (it.losses.clone(), it.divisor, it.boxes);
        scenes(self) != scenes(other) || losses(self) != losses(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_the_configs_of_the_default_losses() {
        let configs = Settings::default().configs();
        let keys = configs.iter().zip(DEFAULT_CLASS_LOSSES);
        for (config, key) in keys {
            let row = class_row(key).unwrap();
            assert_eq!(*config, Config::new(row, &Parameters::default()));
        }
        let weights: Vec<f64> = configs.iter().map(|config| config.box_weight).collect();
        assert_eq!(weights, [36.0, 12.0, 12.0]);
        assert_eq!(Settings::from_query("").unwrap(), Settings::default());
    }

    #[test]
    fn objects_are_the_mean_of_a_scene() {
        let kind = |objects: &str| Settings::from_query(objects).unwrap().kind();
        assert_eq!(kind("objects=2"), Kind::ONE_TO_THREE);
        assert_eq!(kind("objects=.5"), Kind::NONE_OR_ONE);
        assert_eq!(kind("objects=0.25"), Kind::ONE_IN_FOUR);
        for objects in [0.1, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0] {
            let kind = kind(&format!("objects={objects}"));
            let mean = kind.share * (1.0 + kind.most as f32) / 2.0;
            assert!((mean - objects).abs() < 1e-6, "{objects}: {mean}");
        }
    }

    #[test]
    fn every_key_is_read_and_nothing_else() {
        let query = "objects=1&missing=.2&false=.15&prior=.5&seed=7&budget=100&gamma=1&delta=.2\
                     &falpha=.5&mu=.1&bins=10&momentum=0&rbins=20&rmomentum=.5&boxes=ghm-r\
                     &convention=paper&start=first&empty=decay&divisor=examples&losses=ghm,ce";
        let found = Settings::from_query(query).unwrap();
        let parameters = &found.parameters;
        assert_eq!((found.seed, found.budget), (7, 100));
        assert_eq!((parameters.class.bins, parameters.boxes.bins), (10, 20));
        assert_eq!(parameters.class.start, Start::First);
        assert_eq!(found.boxes.key, "ghm-r");
        assert_eq!(found.divisor, Some(Divisor::Examples));
        for wrong in [
            "bins=many",
            "bins=1.5",
            "colour=red",
            "boxes=l7",
            "seed",
            "divisor=2",
        ] {
            let error = Settings::from_query(&format!("mu=.1&{wrong}")).unwrap_err();
            assert!(error.contains(wrong), "{error}");
        }
    }

    #[test]
    fn losses_are_chosen_in_the_order_of_the_list() {
        let keys = |list: &str| {
            let rows = chosen_losses(list)?;
            Ok(rows.iter().map(|row| row.key).collect::<Vec<_>>())
        };
        assert_eq!(keys("ghm,ce"), Ok(vec!["ce", "ghm"]));
        assert_eq!(keys("focal"), Ok(vec!["focal"]));
        let six = "ce,focal,ghm,ohem,balanced,asymmetric";
        let wrong = [
            ("ce,hinge", "`hinge`"),
            ("ce,ghm,ce", "`ce`"),
            ("", "``"),
            (six, "at most 5"),
        ];
        for (list, named) in wrong {
            let error: String = keys(list).unwrap_err();
            assert!(error.contains(named), "{error}");
        }
    }

    #[test]
    fn mu_is_a_number_or_follows() {
        let read = |query| {
            let settings = Settings::from_query(query).unwrap();
            (settings.mu_follows, settings.parameters.mu)
        };
        assert_eq!(read("mu=.1"), (false, 0.1));
        assert_eq!(read("mu=auto"), (true, 0.02));
        assert_eq!(read("mu=auto&mu=.1"), (false, 0.1));
        assert!(Settings::from_query("mu=often").is_err());
        let configs = Settings::from_query("mu=auto").unwrap().configs();
        assert!(configs.iter().all(|config| config.mu_follows));
    }

    #[test]
    fn under_one_divisor_all_have_one_weight_of_the_boxes() {
        for (divisor, weight) in [(Divisor::Positives, 36.0), (Divisor::Examples, 12.0)] {
            let settings = Settings {
                divisor: Some(divisor),
                ..Settings::default()
            };
            for config in settings.configs() {
                assert_eq!((config.divisor, config.box_weight), (divisor, weight));
            }
        }
    }
}
