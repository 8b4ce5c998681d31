//! Adam (Kingma and Ba, 2015), with the schedule that the detector is trained by.

const BETA: [f32; 2] = [0.9, 0.99];
const EPSILON: f32 = 1e-8;

/// Moving averages of gradient and squared gradient, one pair for each parameter.
#[derive(Clone, Debug)]
pub struct Adam {
    mean: Vec<f32>,
    square: Vec<f32>,
    /// `beta^t`, which corrects for averages that start at zero.
    powers: [f32; 2],
}

impl Adam {
    /// For that many parameters.
    pub fn new(parameters: usize) -> Self {
        Self {
            mean: vec![0.0; parameters],
            square: vec![0.0; parameters],
            powers: [1.0; 2],
        }
    }

    /// One step against the gradient. All three slices are of the same length.
    pub fn step(&mut self, rate: f32, gradient: &[f32], parameters: &mut [f32]) {
        for (power, beta) in self.powers.iter_mut().zip(BETA) {
            *power *= beta;
        }
        let scale = self.powers.map(|power| 1.0 / (1.0 - power));
        let averages = self.mean.iter_mut().zip(&mut self.square);
        for ((parameter, &g), (mean, square)) in parameters.iter_mut().zip(gradient).zip(averages) {
            *mean += (1.0 - BETA[0]) * (g - *mean);
            *square += (1.0 - BETA[1]) * (g * g - *square);
            let (mean, square) = (*mean * scale[0], *square * scale[1]);
            *parameter -= rate * mean / (square.sqrt() + EPSILON);
        }
    }
}

/// Learning rate at a step, from 0, of a budget of steps: a warm-up over 30 steps, then `rate`,
/// three tenths of it from 70 % of the budget on, a tenth from 90 %.
pub fn schedule(rate: f32, step: usize, budget: usize) -> f32 {
    const WARM_UP: usize = 30;
    let rate = rate * ((step + 1) as f32 / WARM_UP as f32).min(1.0);
    if 10 * step >= 9 * budget {
        0.1 * rate
    } else if 10 * step >= 7 * budget {
        0.3 * rate
    } else {
        rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first step has the rate's length whatever the gradient's; later ones follow the
    /// definition, computed here in f64.
    #[test]
    fn steps_follow_the_definition() {
        let mut adam = Adam::new(2);
        let mut parameters = [1.0, -2.0];
        let (mut mean, mut square, mut expected) = ([0.0; 2], [0.0; 2], [1.0, -2.0]);
        for t in 1..=50 {
            let gradient = [1e-3 * (t as f32).sin(), 40.0];
            adam.step(0.01, &gradient, &mut parameters);
            for i in 0..2 {
                let g = f64::from(gradient[i]);
                mean[i] = 0.9 * mean[i] + 0.1 * g;
                square[i] = 0.99 * square[i] + 0.01 * g * g;
                let (m, v) = (
                    mean[i] / (1.0 - 0.9_f64.powi(t)),
                    square[i] / (1.0 - 0.99_f64.powi(t)),
                );
                expected[i] -= 0.01 * m / (v.sqrt() + 1e-8);
                assert!(
                    (f64::from(parameters[i]) - expected[i]).abs() < 2e-5,
                    "step {t}"
                );
            }
            if t == 1 {
                assert!((parameters[0] - 0.99).abs() < 1e-6 && (parameters[1] + 2.01).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn the_rate_warms_up_and_decays() {
        let rates: Vec<f32> = [0, 14, 29, 500, 559, 560, 719, 720, 799]
            .map(|step| schedule(0.01, step, 800) * 1e5)
            .map(f32::round)
            .to_vec();
        assert_eq!(
            rates,
            [
                33.0, 500.0, 1000.0, 1000.0, 1000.0, 300.0, 300.0, 100.0, 100.0
            ]
        );
    }
}
