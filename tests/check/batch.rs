//! One interface to both losses, so that each law is written once.

use ghm::{Average, Error, GhmC, GhmR, Options, Sorted, Step, UnitRegions, sample::Preset};

/// Which loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// GHM-C.
    Classification,
    /// GHM-R.
    Regression {
        /// The parameter of ASL1.
        mu: f64,
    },
}

impl Kind {
    /// The loss of this kind.
    pub fn loss(self, options: Options) -> Result<Loss, Error> {
        Ok(match self {
            Self::Classification => Loss::C(GhmC::new(options)?),
            Self::Regression { mu } => Loss::R(GhmR::new(mu, options)?),
        })
    }

    /// Its unit regions.
    pub fn regions(self, bins: usize) -> UnitRegions {
        match self {
            Self::Classification => UnitRegions::classification(bins),
            Self::Regression { mu } => UnitRegions::regression(bins, mu),
        }
        .expect("a number of bins")
    }
}

/// A loss of either kind.
#[derive(Clone, Debug)]
pub enum Loss {
    /// GHM-C.
    C(GhmC),
    /// GHM-R.
    R(GhmR),
}

impl Loss {
    /// One step over a batch.
    pub fn step(&mut self, batch: &Batch) -> Result<&Step, Error> {
        let Batch {
            inputs,
            targets,
            mask,
        } = batch;
        match self {
            Self::C(loss) => loss.step(inputs, targets, mask.as_deref()),
            Self::R(loss) => loss.step(inputs, targets, mask.as_deref()),
        }
    }

    /// Its moving average.
    pub fn average(&self) -> &Average {
        match self {
            Self::C(loss) => loss.average(),
            Self::R(loss) => loss.average(),
        }
    }
}

/// Examples of either kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Logits or predictions.
    pub inputs: Vec<f32>,
    /// Targets.
    pub targets: Vec<f32>,
    /// An example is valid where this is above 0; without a mask all are.
    pub mask: Option<Vec<f32>>,
}

impl Batch {
    /// The examples of a preset.
    pub fn preset(kind: Kind, preset: Preset, n: usize, seed: u32) -> Self {
        let (inputs, targets) = match kind {
            Kind::Classification => {
                let examples = preset.classification(n, seed);
                (examples.logits, examples.targets)
            }
            Kind::Regression { .. } => {
                let offsets = preset.regression(n, seed);
                (offsets.predictions, offsets.targets)
            }
        };
        Self {
            inputs,
            targets,
            mask: None,
        }
    }

    /// Number of examples, including masked ones.
    pub fn len(&self) -> usize {
        self.inputs.len()
    }

    /// Whether there are no examples.
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// Indices of the valid examples.
    pub fn valid(&self) -> Vec<usize> {
        let is_valid = |i: &usize| self.mask.as_ref().is_none_or(|mask| mask[*i] > 0.0);
        (0..self.len()).filter(is_valid).collect()
    }

    /// The examples at these indices, in this order.
    pub fn pick(&self, indices: &[usize]) -> Self {
        let of = |values: &[f32]| indices.iter().map(|&i| values[i]).collect();
        Self {
            inputs: of(&self.inputs),
            targets: of(&self.targets),
            mask: self.mask.as_deref().map(of),
        }
    }

    /// The batch sorted for this loss.
    pub fn sorted(&self, kind: Kind) -> Result<Sorted, Error> {
        let Self {
            inputs,
            targets,
            mask,
        } = self;
        match kind {
            Kind::Classification => Sorted::classification(inputs, targets, mask.as_deref()),
            Kind::Regression { mu } => Sorted::regression(inputs, targets, mask.as_deref(), mu),
        }
    }
}
