//! What the reader chose, where files leave it open.

/// What the values called logits are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// Logits.
    Logits,
    /// Probabilities, whose logits are `ln p - ln(1 - p)`.
    Probabilities,
}

/// How the logits of K classes become examples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Classes {
    /// A sigmoid for each class: one example an anchor and class.
    #[default]
    Sigmoid,
    /// A softmax over the classes: one example an anchor.
    Softmax,
}

/// The reader's choices. What is left open follows from names, shapes and values, or is refused.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// The column or array of logits; several columns, one a class, with commas between.
    pub logits: Option<String>,
    /// The column or array of targets.
    pub targets: Option<String>,
    /// The column or array of the mask; an empty name for none.
    pub mask: Option<String>,
    /// The column or array of box offsets.
    pub offsets: Option<String>,
    /// Whether logits are logits or probabilities.
    pub values: Option<Values>,
    /// Sigmoid or softmax over classes; without, a sigmoid.
    pub classes: Option<Classes>,
    /// Only this class's examples, under a sigmoid.
    pub class: Option<usize>,
    /// A label that is ignored, besides those that always are.
    pub ignore: Option<f64>,
    /// The first class's id, 0 or 1, where labels leave it open.
    pub first_class: Option<u8>,
}
