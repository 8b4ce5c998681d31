//! Where examples go.

/// Takes examples as they come.
pub trait Sink {
    /// An example that counts.
    fn example(&mut self, logit: f32, target: f32);
    /// Plain logits and targets, before it is known that they are just that: true if it keeps them. If not, or if they
    /// are something else, they come again one by one, after [`forget`](Self::forget).
    fn keep(&mut self, logits: &[f64], targets: &[f64]) -> bool {
        let _ = (logits, targets);
        false
    }
    /// So many examples may come.
    fn expect(&mut self, examples: usize) {
        let _ = examples;
    }
    /// Forgets what it has kept.
    fn forget(&mut self) {}
    /// A box offset, prediction minus target.
    fn offset(&mut self, offset: f32);
    /// A gradient norm without a logit.
    fn norm(&mut self, norm: f32);
}
