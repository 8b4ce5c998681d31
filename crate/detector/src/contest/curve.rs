//! A loss over the steps of a training.

/// How many stretches the loss curve has for steps `2^k` to `2^(k + 1)`.
const STRETCHES: u32 = 16;

/// Means of a loss over stretches of steps; later stretches are longer. There are two such losses:
/// as it was, and without its memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Curve {
    pub(super) ends: Vec<f32>,
    pub(super) means: [Vec<f32>; 2],
    sum: [f64; 2],
    steps: u32,
}

impl Curve {
    pub(super) fn add(&mut self, step: u32, losses: [f64; 2]) {
        for (sum, loss) in self.sum.iter_mut().zip(losses) {
            *sum += loss;
        }
        self.steps += 1;
        let stretch = (1 << step.ilog2()) / STRETCHES;
        if step.is_multiple_of(stretch.max(1)) {
            self.ends.push(step as f32);
            for (means, sum) in self.means.iter_mut().zip(self.sum) {
                means.push((sum / f64::from(self.steps)) as f32);
            }
            (self.sum, self.steps) = ([0.0; 2], 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_averages_stretches_that_grow() {
        let mut curve = Curve::default();
        for step in 1..=100 {
            curve.add(step, [f64::from(step), 0.0]);
        }
        let expected: Vec<f32> = (1..=32).chain([34, 36]).map(|i| i as f32).collect();
        assert_eq!(curve.ends[..34], expected);
        assert_eq!(curve.means[0][33], 35.5);
        assert_eq!(curve.ends.last(), Some(&100.0));
    }
}
