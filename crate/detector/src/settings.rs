//! What a reader sets, by the keys that the page's addresses use.

use ghm::{Convention, Empty, Options, Start};

use crate::{
    losses::{BoxLoss, ClassLoss},
    scene::Kind,
    train::Config,
};

/// Loss of the boxes, by name: its numbers are the other settings'.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boxes {
    /// Smooth L1.
    SmoothL1,
    /// ASL1.
    Asl1,
    /// GHM-R.
    Ghm,
}

/// Everything that a reader can set about three detectors that train side by side.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    /// Focal loss's gamma.
    pub gamma: f64,
    /// GHM-C's regions and average.
    pub class: Options,
    /// Loss of the boxes.
    pub boxes: Boxes,
    /// Smooth L1's delta.
    pub delta: f64,
    /// ASL1's mu.
    pub mu: f64,
    /// GHM-R's regions and average.
    pub box_options: Options,
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
            gamma: 2.0,
            class: Options::classification(),
            boxes: Boxes::SmoothL1,
            delta: 1.0 / 9.0,
            mu: 0.02,
            box_options: Options::regression(),
        }
    }
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
            settings
                .set(key, value, number)
                .ok_or_else(|| format!("`{pair}` says nothing about a training"))?;
        }
        Ok(settings)
    }

    fn set(&mut self, key: &str, value: &str, number: fn(&str) -> Option<f64>) -> Option<()> {
        let real = || number(value);
        let whole = || real().filter(|&it| it >= 0.0 && it.fract() == 0.0);
        let count = || whole().map(|it| it as usize);
        match key {
            "objects" => self.objects = real()?,
            "missing" => self.missing = real()?,
            "false" => self.false_boxes = real()?,
            "prior" => self.prior = real()?,
            "seed" => self.seed = whole()? as u32,
            "budget" => self.budget = count()?,
            "gamma" => self.gamma = real()?,
            "delta" => self.delta = real()?,
            "mu" => self.mu = real()?,
            "bins" => self.class.bins = count()?,
            "momentum" => self.class.momentum = real()?,
            "rbins" => self.box_options.bins = count()?,
            "rmomentum" => self.box_options.momentum = real()?,
            "boxes" => {
                self.boxes = match value {
                    "sl1" => Boxes::SmoothL1,
                    "asl1" => Boxes::Asl1,
                    "ghm-r" => Boxes::Ghm,
                    _ => return None,
                }
            }
            "convention" => {
                let convention = match value {
                    "code" => Convention::Code,
                    "paper" => Convention::Paper,
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
            _ => return None,
        }
        Some(())
    }

    fn each(&mut self, change: impl Fn(&mut Options)) {
        change(&mut self.class);
        change(&mut self.box_options);
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

    /// What the detectors under cross-entropy, focal loss and GHM-C are trained with.
    pub fn configs(&self) -> [Config; 3] {
        let box_loss = match self.boxes {
            Boxes::SmoothL1 => BoxLoss::SmoothL1 { delta: self.delta },
            Boxes::Asl1 => BoxLoss::Asl1 { mu: self.mu },
            Boxes::Ghm => BoxLoss::Ghm {
                mu: self.mu,
                options: self.box_options,
            },
        };
        [Config::cross_entropy(), Config::focal(), Config::ghm()].map(|config| Config {
            class_loss: match config.class_loss {
                ClassLoss::CrossEntropy => ClassLoss::CrossEntropy,
                ClassLoss::Focal { alpha, .. } => ClassLoss::Focal {
                    alpha,
                    gamma: self.gamma,
                },
                ClassLoss::Ghm(_) => ClassLoss::Ghm(self.class),
            },
            box_loss,
            kind: self.kind(),
            prior: self.prior,
            budget: self.budget,
            seed: self.seed,
            ..config
        })
    }

    /// Whether a training under these can't become one under `other`: it has other scenes, or
    /// another start.
    pub fn restarts(&self, other: &Self) -> bool {
        let begin = |it: &Self| (it.kind(), it.prior, it.seed, it.boxes);
        begin(self) != begin(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_the_ready_made_configs() {
        let ready = [Config::cross_entropy(), Config::focal(), Config::ghm()];
        assert_eq!(Settings::default().configs(), ready);
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
                     &mu=.1&bins=10&momentum=0&rbins=20&rmomentum=.5&boxes=ghm-r\
                     &convention=paper&start=first&empty=decay";
        let found = Settings::from_query(query).unwrap();
        assert_eq!((found.seed, found.budget, found.class.bins), (7, 100, 10));
        assert_eq!(found.box_options.bins, 20);
        assert_eq!(found.class.start, Start::First);
        for wrong in ["bins=many", "colour=red", "boxes=l2", "seed"] {
            let error = Settings::from_query(&format!("mu=.1&{wrong}")).unwrap_err();
            assert!(error.contains(wrong), "{error}");
        }
    }
}
