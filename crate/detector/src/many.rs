//! The same detector with ten classes, one for each digit: not trained in the page, but measured with
//! the same network, scenes and losses.
//!
//! `K` is the number of logits of an anchor, and says how classes exclude each other. With 10 there
//! is a sigmoid for each class, as in mmdet: every anchor and class is an example. With 11 there is a
//! softmax, whose last class is the background, and every anchor is one example: with
//! `z = logsumexp(x of the others) - x_y`, `1 - p_y` is `sigmoid(z)` and `-ln p_y` is `ln(1 + e^z)`,
//! which is the binary case with the logit `-z` and the target 1.

use ghm::{
    Error,
    loss::{ClassLoss, Divisor},
};

use crate::{
    Config,
    adam::{Adam, schedule},
    anchors::{ANCHORS, Assignment, anchors, decode},
    ap::average_precision,
    detect::{Detection, suppress},
    digits::{Split, classes},
    losses::{BoxState, ClassState},
    net::{Activations, Net, Output},
    scene::{Painter, Rect, Scene},
    train::{BATCH, SceneBatch},
};

/// Classes of objects.
pub const CLASSES: usize = 10;
/// Detections of a class that are looked at in a scene.
const MOST: usize = 40;

/// A detector of ten classes in training.
#[derive(Clone, Debug)]
pub struct ManyTrainer<const K: usize> {
    config: Config,
    painter: Painter,
    net: Net<K>,
    adam: Adam,
    class_loss: ClassState,
    box_loss: BoxState,
    step: usize,
}

/// What the examples of a batch are to a loss of two classes, and the way back.
struct Examples {
    logits: Vec<f32>,
    targets: Vec<f32>,
    mask: Vec<f32>,
}

impl<const K: usize> ManyTrainer<K> {
    const SOFTMAX: bool = K == CLASSES + 1;

    /// An untrained detector. Under a softmax a loss that is divided by the positives is still
    /// divided by them; focal loss, which needs positives and negatives, has no such form here.
    ///
    /// # Errors
    /// An option of a loss out of its range.
    ///
    /// # Panics
    /// Where the loss has no softmax form, or K is neither 10 nor 11.
    pub fn new(config: Config) -> Result<Self, Error> {
        assert!(K == CLASSES || Self::SOFTMAX, "10 or 11 logits an anchor");
        let has_form = matches!(
            config.class_loss,
            ClassLoss::CrossEntropy | ClassLoss::Ghm(_) | ClassLoss::Ohem { .. }
        );
        assert!(has_form || !Self::SOFTMAX, "a loss without a softmax form");
        let mut net = Net::new(config.prior, config.seed);
        if Self::SOFTMAX {
            // Objects together have the prior's probability.
            let odds = (1.0 - config.prior) / config.prior * CLASSES as f64;
            net.set_logit_biases(|class| match class {
                CLASSES => libm::log(odds) as f32,
                _ => 0.0,
            });
        }
        let divisor = match Self::SOFTMAX {
            true => Divisor::Examples,
            false => config.divisor,
        };
        Ok(Self {
            painter: Painter::new(Split::Train),
            adam: Adam::new(Net::<K>::PARAMETERS),
            net,
            class_loss: ClassState::new(config.class_loss, divisor)?,
            box_loss: BoxState::new(config.box_loss, config.box_weight)?
                .following(config.mu_follows)?,
            step: 0,
            config,
        })
    }

    /// One step, on the next batch of the seed; gives the loss of the classification.
    ///
    /// # Errors
    /// [`Error::NotFinite`] if training diverged.
    pub fn step(&mut self) -> Result<f64, Error> {
        let Config { kind, seed, .. } = self.config;
        let batch = SceneBatch::of_step(&self.painter, &kind, seed, self.step);
        let mut activations = vec![Activations::default(); BATCH];
        let mut outputs = vec![Output::<K>::default(); BATCH];
        let (mut predictions, mut targets) = (vec![], vec![]);
        for (i, scene) in batch.scenes.iter().enumerate() {
            let output = &mut outputs[i];
            self.net.forward(&scene.pixels, &mut activations[i], output);
            for (anchor, target) in &batch.assignments[i].boxes {
                predictions.extend(output.offsets(*anchor));
                targets.extend(target);
            }
        }
        let truth: Vec<[usize; ANCHORS]> = batch
            .scenes
            .iter()
            .zip(&batch.assignments)
            .map(|(scene, assignment)| truth(scene, assignment, Split::Train))
            .collect();
        let examples = self.examples(&outputs, &truth, &batch);
        let mut gradient = vec![];
        let mut loss = self.class_loss.step(
            &examples.logits,
            &examples.targets,
            &examples.mask,
            &mut gradient,
        )?;
        if Self::SOFTMAX && self.config.divisor == Divisor::Positives {
            let valid = batch.mask.iter().filter(|mask| **mask > 0.0).count();
            let scale = valid as f64 / (predictions.len() / 4).max(1) as f64;
            loss *= scale;
            gradient.iter_mut().for_each(|g| *g *= scale as f32);
        }
        let mut box_gradient = vec![];
        self.box_loss
            .step(&predictions, &targets, &mut box_gradient)?;

        let mut whole = vec![0.0; Net::<K>::PARAMETERS];
        self.net.transpose();
        let mut boxes = box_gradient.as_chunks::<4>().0.iter();
        let each = gradient.len() / BATCH;
        for (i, gradient) in gradient.chunks_exact(each).enumerate() {
            let mut derivative = Output::default();
            back(gradient, &outputs[i], &truth[i], &mut derivative);
            for ((anchor, _), &values) in batch.assignments[i].boxes.iter().zip(&mut boxes) {
                derivative.set_offsets(*anchor, values);
            }
            self.net.backward(&activations[i], &derivative, &mut whole);
        }
        let rate = schedule(self.config.rate, self.step, self.config.budget);
        self.adam.step(rate, &whole, self.net.parameters_mut());
        self.step += 1;
        Ok(loss)
    }

    fn examples(
        &self,
        outputs: &[Output<K>],
        truth: &[[usize; ANCHORS]],
        batch: &SceneBatch,
    ) -> Examples {
        let mut examples = Examples {
            logits: vec![],
            targets: vec![],
            mask: vec![],
        };
        let masks = batch.mask.chunks_exact(ANCHORS);
        for ((output, truth), mask) in outputs.iter().zip(truth).zip(masks) {
            for (anchor, (&class, &mask)) in truth.iter().zip(mask).enumerate() {
                let logits = logits(output, anchor);
                if Self::SOFTMAX {
                    examples.logits.push(-key(&logits, class));
                    examples.targets.push(1.0);
                    examples.mask.push(mask);
                } else {
                    examples.logits.extend(logits);
                    examples
                        .targets
                        .extend((0..K).map(|it| f32::from(u8::from(it == class))));
                    examples.mask.extend([mask; K]);
                }
            }
        }
        examples
    }

    /// AP of each class on scenes, and of their mean.
    pub fn average_precision(&mut self, scenes: &[Scene]) -> f64 {
        let (mut activations, mut output) = (Activations::default(), Output::<K>::default());
        let mut found: Vec<Vec<(Vec<Detection>, Vec<Rect>)>> = vec![vec![]; CLASSES];
        for scene in scenes {
            self.net
                .forward(&scene.pixels, &mut activations, &mut output);
            for (class, found) in found.iter_mut().enumerate() {
                let objects = scene.objects.iter().zip(&scene.images);
                let objects = objects
                    .filter(|(_, image)| usize::from(classes(Split::Test)[**image]) == class)
                    .map(|(rect, _)| *rect);
                found.push((detect(&output, class), objects.collect()));
            }
        }
        let sum: f64 = found.iter().map(|it| average_precision(it).mean()).sum();
        sum / CLASSES as f64
    }
}

/// The class of each anchor; background is [`CLASSES`].
fn truth(scene: &Scene, assignment: &Assignment, split: Split) -> [usize; ANCHORS] {
    let mut truth = [CLASSES; ANCHORS];
    for ((anchor, _), &label) in assignment.boxes.iter().zip(&assignment.labels) {
        truth[*anchor] = classes(split)[scene.images[label]].into();
    }
    truth
}

fn logits<const K: usize>(output: &Output<K>, anchor: usize) -> [f32; K] {
    std::array::from_fn(|class| output.class_logit(anchor, class))
}

/// `z = logsumexp(x of the others) - x_y`.
fn key(logits: &[f32], class: usize) -> f32 {
    let others = || {
        let all = logits.iter().enumerate();
        all.filter(move |(k, _)| *k != class).map(|(_, x)| *x)
    };
    let most = others().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = others().map(|x| libm::expf(x - most)).sum();
    most + libm::logf(sum) - logits[class]
}

/// The derivative by a scene's output, from that by its examples' logits.
fn back<const K: usize>(
    gradient: &[f32],
    output: &Output<K>,
    truth: &[usize; ANCHORS],
    derivative: &mut Output<K>,
) {
    if gradient.len() == ANCHORS {
        for (anchor, (&g, &class)) in gradient.iter().zip(truth).enumerate() {
            let logits = logits(output, anchor);
            let others = key(&logits, class) + logits[class];
            for (k, x) in logits.into_iter().enumerate() {
                *derivative.class_logit_mut(anchor, k) = match k == class {
                    true => g,
                    false => -g * libm::expf(x - others),
                };
            }
        }
    } else {
        for (i, &g) in gradient.iter().enumerate() {
            *derivative.class_logit_mut(i / K, i % K) = g;
        }
    }
}

/// Detections of a class in a scene, best first. Under a softmax the score is `-z`, the logit of the
/// class's probability.
fn detect<const K: usize>(output: &Output<K>, class: usize) -> Vec<Detection> {
    let score = |anchor| match K {
        CLASSES => output.class_logit(anchor, class),
        _ => -key(&logits(output, anchor), class),
    };
    let mut found: Vec<(usize, f32)> = (0..ANCHORS).map(|it| (it, score(it))).collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    found.truncate(MOST);
    suppress(found.into_iter().map(|(anchor, score)| Detection {
        score,
        rect: decode(&anchors()[anchor], output.offsets(anchor)),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{scene::Kind, settings::Settings};
    use ghm::Options;

    fn config(query: &str) -> Config {
        Settings::from_query(query).unwrap().configs()[0]
    }

    #[test]
    fn a_softmax_is_the_binary_case() {
        let logits = [0.3_f32, -1.2, 2.0, 0.0];
        let sum: f64 = logits.iter().map(|x| f64::from(*x).exp()).sum();
        for class in 0..4 {
            let p = f64::from(logits[class]).exp() / sum;
            let z = f64::from(key(&logits, class));
            assert!((1.0 / (1.0 + (-z).exp()) - (1.0 - p)).abs() < 1e-6);
            assert!(((1.0 + z.exp()).ln() + p.ln()).abs() < 1e-6);
        }
    }

    /// Cross-entropy under a softmax has the derivative `p - 1` by the true class's logit and `p` by any
    /// other.
    #[test]
    fn the_derivative_by_all_logits_is_that_of_the_softmax() {
        let mut output = Output::<11>::default();
        for class in 0..11 {
            *output.class_logit_mut(5, class) = (class as f32 * 0.7).sin();
        }
        let truth = [3; ANCHORS];
        let logits = logits(&output, 5);
        let mut state = ClassState::new(ClassLoss::CrossEntropy, Divisor::Examples).unwrap();
        let mut gradient = vec![];
        let x = -key(&logits, 3);
        state.step(&[x], &[1.0], &[1.0], &mut gradient).unwrap();
        let mut all = [0.0; ANCHORS];
        all[5] = gradient[0];
        let mut derivative = Output::default();
        back(&all, &output, &truth, &mut derivative);
        let sum: f32 = logits.iter().map(|x| x.exp()).sum();
        for (class, x) in logits.iter().enumerate() {
            let expected = x.exp() / sum - f32::from(u8::from(class == 3));
            assert!((derivative.class_logit(5, class) - expected).abs() < 1e-6);
        }
    }

    #[test]
    fn a_short_training_learns_to_tell_digits_apart_under_either_form() {
        let kind = Kind::ONE_TO_THREE;
        let test = SceneBatch::new(&Painter::new(Split::Test), &kind, 9, 0, 60).scenes;
        let config = Config {
            kind,
            budget: 150,
            ..config("losses=ce&budget=150")
        };
        let mut sigmoid = ManyTrainer::<10>::new(config).unwrap();
        let mut softmax = ManyTrainer::<11>::new(config).unwrap();
        let before = sigmoid.average_precision(&test);
        for _ in 0..150 {
            sigmoid.step().unwrap();
            softmax.step().unwrap();
        }
        for ap in [
            sigmoid.average_precision(&test),
            softmax.average_precision(&test),
        ] {
            assert!(ap > 3.0 * before && ap > 0.05, "{ap} from {before}");
        }
    }

    /// One region and no momentum weigh every example alike, under a softmax too.
    #[test]
    fn ghm_with_one_region_trains_as_cross_entropy() {
        let of = |class_loss| {
            let config = Config {
                class_loss,
                divisor: Divisor::Examples,
                ..config("losses=ce")
            };
            let mut trainer = ManyTrainer::<11>::new(config).unwrap();
            let losses: Vec<f64> = (0..5).map(|_| trainer.step().unwrap()).collect();
            (losses, trainer.net.fingerprint())
        };
        let one = Options {
            bins: 1,
            momentum: 0.0,
            ..Options::classification()
        };
        assert_eq!(of(ClassLoss::CrossEntropy), of(ClassLoss::Ghm(one)));
    }
}
