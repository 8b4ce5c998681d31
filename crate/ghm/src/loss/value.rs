//! What every loss of one example gives.

/// A loss and its derivative at one point.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Value {
    /// The loss.
    pub value: f64,
    /// Its derivative by the logit, the key or the offset: by what the loss is a function of.
    pub derivative: f64,
}

impl Value {
    /// Loss and derivative times a weight that is held constant.
    pub fn times(self, weight: f64) -> Self {
        Self {
            value: weight * self.value,
            derivative: weight * self.derivative,
        }
    }
}
