//! The numbers of all losses.

use crate::{density::Options, loss::class::asymmetric::Asymmetry};

/// The parameters of every loss of the list: each row makes its loss from them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters {
    /// Focal loss's weight of the positives; negatives have `1 - alpha`.
    pub focal_alpha: f64,
    /// Focal loss's exponent.
    pub gamma: f64,
    /// GHM-C's regions and average.
    pub class: Options,
    /// The share of the hardest examples that OHEM keeps, in `(0, 1]`. By default what its paper
    /// keeps: 64 of about 2000 regions.
    pub kept: f64,
    /// Class-balanced cross-entropy's weight of the positives; negatives have `1 - alpha`.
    pub alpha: f64,
    /// The asymmetric loss's exponents and margin.
    pub asymmetry: Asymmetry,
    /// Where smooth L1 turns from a parabola to a line.
    pub delta: f64,
    /// Where ASL1 turns from a parabola to a line, approximately. GHM-R has the same.
    pub mu: f64,
    /// GHM-R's regions and average.
    pub boxes: Options,
    /// Factor of balanced L1's gradient near 0.
    pub balpha: f64,
    /// Balanced L1's gradient from an offset of 1 on.
    pub bgamma: f64,
}

impl Default for Parameters {
    /// What the losses' papers recommend.
    fn default() -> Self {
        Self {
            focal_alpha: 0.25,
            gamma: 2.0,
            class: Options::classification(),
            kept: 0.03,
            alpha: 0.75,
            asymmetry: Asymmetry {
                gpos: 0.0,
                gneg: 4.0,
                margin: 0.05,
            },
            delta: 1.0 / 9.0,
            mu: 0.02,
            boxes: Options::regression(),
            balpha: 0.5,
            bgamma: 1.5,
        }
    }
}

impl Parameters {
    /// Sets the number whose knob has this key. `None`, and nothing is set, if no number has it, or
    /// if `value` is no count where one is expected. Ranges are checked when the loss is made.
    pub fn set(&mut self, key: &str, value: f64) -> Option<()> {
        let number = match key {
            "bins" => return set_count(&mut self.class.bins, value),
            "rbins" => return set_count(&mut self.boxes.bins, value),
            "falpha" => &mut self.focal_alpha,
            "gamma" => &mut self.gamma,
            "momentum" => &mut self.class.momentum,
            "kept" => &mut self.kept,
            "alpha" => &mut self.alpha,
            "gpos" => &mut self.asymmetry.gpos,
            "gneg" => &mut self.asymmetry.gneg,
            "margin" => &mut self.asymmetry.margin,
            "delta" => &mut self.delta,
            "mu" => &mut self.mu,
            "balpha" => &mut self.balpha,
            "bgamma" => &mut self.bgamma,
            "rmomentum" => &mut self.boxes.momentum,
            _ => return None,
        };
        *number = value;
        Some(())
    }
}

fn set_count(count: &mut usize, value: f64) -> Option<()> {
    let whole = value >= 0.0 && value.fract() == 0.0;
    whole.then(|| *count = value as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::{BOX_LOSSES, CLASS_LOSSES};

    /// Keys whose values are words: they are not set by [`Parameters::set`].
    const WORDS: [&str; 3] = ["convention", "start", "empty"];

    #[test]
    fn every_parameter_of_a_row_changes_that_rows_loss_and_no_other() {
        let default = Parameters::default();
        let keys = CLASS_LOSSES.iter().flat_map(|row| row.parameters);
        let keys = keys.chain(BOX_LOSSES.iter().flat_map(|row| row.parameters));
        for &key in keys.filter(|key| !WORDS.contains(key)) {
            let mut changed = default;
            let value = if key.ends_with("bins") { 7.0 } else { 0.125 };
            assert_eq!(changed.set(key, value), Some(()), "{key}");
            for row in CLASS_LOSSES {
                let differs = (row.make)(&changed) != (row.make)(&default);
                assert_eq!(differs, row.parameters.contains(&key), "{} {key}", row.key);
            }
            for row in BOX_LOSSES {
                let differs = (row.make)(&changed) != (row.make)(&default);
                assert_eq!(differs, row.parameters.contains(&key), "{} {key}", row.key);
            }
        }
    }

    #[test]
    fn unknown_keys_and_broken_counts_set_nothing() {
        let mut parameters = Parameters::default();
        assert_eq!(parameters.set("colour", 1.0), None);
        for value in [1.5, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(parameters.set("bins", value), None, "{value}");
        }
        assert_eq!(parameters, Parameters::default());
    }
}
