//! A batch as the kernels take it.

/// A batch: inputs, targets and mask of the same length.
#[derive(Clone, Copy, Debug)]
pub struct ExampleBatch<'a> {
    /// Logits or predictions, finite where valid.
    pub inputs: &'a [f32],
    /// Targets; for the classification 0 or 1 where valid.
    pub targets: &'a [f32],
    /// Valid where above 0; all are if there is none.
    pub mask: Option<&'a [f32]>,
}
