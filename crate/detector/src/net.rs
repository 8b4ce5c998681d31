//! The network: six convolutions with ReLU between them, 8,463 parameters.
//!
//! | layer | channels | kernel | stride | output |
//! |---|---|---|---|---|
//! | 0 | 1 to 8 | 3 x 3 | 2 | 24 x 24 |
//! | 1 | 8 to 16 | 3 x 3 | 2 | 12 x 12 |
//! | 2, 3 | 16 to 16 | 3 x 3 | 1 | 12 x 12 |
//! | 4, the head | 16 to 16 | 3 x 3 | 1 | 12 x 12 |
//! | 5 | 16 to 3 x (1 + 4) | 1 x 1 | 1 | 12 x 12 |
//!
//! 1.24 million multiply-adds forward a scene. Channels 0 to 2 of the output are the logits of a
//! cell's anchors; `3 + 4 i + j` is offset `j` of anchor `i`. A sixteenth channel fills the block:
//! its weights stay 0.

use fearless_simd::{Level, Simd, dispatch};
use oorandom::Rand32;

use crate::{
    anchors::{ANCHORS, EACH},
    conv::{self, BLOCK, Layer},
    scene::{SIZE, normal},
};

const fn layer(inputs: usize, outputs: usize, kernel: usize, stride: usize, side: usize) -> Layer {
    Layer {
        inputs,
        outputs,
        kernel,
        stride,
        side,
    }
}

/// The convolutions of a detector that tells so many classes apart, in order.
const fn layers(classes: usize) -> [Layer; 6] {
    let outputs = (EACH * (classes + 4)).next_multiple_of(BLOCK);
    [
        layer(1, 8, 3, 2, 24),
        layer(8, 16, 3, 2, 12),
        layer(16, 16, 3, 1, 12),
        layer(16, 16, 3, 1, 12),
        layer(16, 16, 3, 1, 12),
        layer(16, outputs, 1, 1, 12),
    ]
}

/// The convolutions of the page's detector.
pub const LAYERS: [Layer; 6] = layers(1);

/// Parameters of the page's detector in memory: those of every layer, one after the other.
pub const PARAMETERS: usize = Net::<1>::PARAMETERS;

/// Rows of the output's cells.
const SIDE: usize = LAYERS[LAYERS.len() - 1].side;
const _: () = assert!(SIDE * SIDE * EACH == ANCHORS);

/// Where each layer's parameters start; at the end their number.
const fn starts(layers: &[Layer; LAYERS.len()]) -> [usize; LAYERS.len() + 1] {
    let mut starts = [0; LAYERS.len() + 1];
    let mut i = 0;
    while i < LAYERS.len() {
        starts[i + 1] = starts[i] + layers[i].parameters();
        i += 1;
    }
    starts
}

/// What the network says of one scene, or the derivative by it. An anchor has a logit for each of
/// `K` classes: the page's detector knows one.
#[derive(Clone, Debug, PartialEq)]
pub struct Output<const K: usize = 1>(Vec<f32>);

impl<const K: usize> Default for Output<K> {
    fn default() -> Self {
        Self(vec![0.0; Net::<K>::LAST.output_len()])
    }
}

impl Output {
    /// Logit of an anchor.
    pub fn logit(&self, anchor: usize) -> f32 {
        self.class_logit(anchor, 0)
    }

    /// The same, to change it.
    pub fn logit_mut(&mut self, anchor: usize) -> &mut f32 {
        self.class_logit_mut(anchor, 0)
    }
}

impl<const K: usize> Output<K> {
    /// Logit of an anchor and a class.
    pub fn class_logit(&self, anchor: usize, class: usize) -> f32 {
        self.0[place(anchor / EACH, anchor % EACH * K + class)]
    }

    /// The same, to change it.
    pub fn class_logit_mut(&mut self, anchor: usize, class: usize) -> &mut f32 {
        &mut self.0[place(anchor / EACH, anchor % EACH * K + class)]
    }

    /// Offsets of an anchor: dx, dy, dlog w, dlog h.
    pub fn offsets(&self, anchor: usize) -> [f32; 4] {
        let channel = EACH * K + 4 * (anchor % EACH);
        std::array::from_fn(|j| self.0[place(anchor / EACH, channel + j)])
    }

    /// Sets them.
    pub fn set_offsets(&mut self, anchor: usize, offsets: [f32; 4]) {
        let channel = EACH * K + 4 * (anchor % EACH);
        for (j, offset) in offsets.into_iter().enumerate() {
            self.0[place(anchor / EACH, channel + j)] = offset;
        }
    }

    /// Sets everything to 0.
    pub fn clear(&mut self) {
        self.0.fill(0.0);
    }
}

/// Where a channel of a cell lies among the last layer's blocks.
const fn place(cell: usize, channel: usize) -> usize {
    (channel / BLOCK * SIDE * SIDE + cell) * BLOCK + channel % BLOCK
}

/// Inputs of every layer for one scene: [`Net::backward`] needs what [`Net::forward`] left.
#[derive(Clone, Debug)]
pub struct Activations {
    inputs: [Vec<f32>; LAYERS.len()],
}

impl Default for Activations {
    fn default() -> Self {
        Self {
            inputs: LAYERS.map(|layer| vec![0.0; layer.input_len()]),
        }
    }
}

/// The network's parameters and its working memory.
#[derive(Clone, Debug)]
pub struct Net<const K: usize = 1> {
    level: Level,
    parameters: Vec<f32>,
    transposed: [Vec<f32>; LAYERS.len()],
    /// An output, or the derivative by it.
    out: Vec<f32>,
    /// Derivative by a padded input.
    d_input: Vec<f32>,
}

impl<const K: usize> Net<K> {
    const LAYERS: [Layer; LAYERS.len()] = layers(K);
    const STARTS: [usize; LAYERS.len() + 1] = starts(&Self::LAYERS);
    const LAST: Layer = Self::LAYERS[LAYERS.len() - 1];
    /// Channels of the output that are used: logits and four offsets for each anchor of a cell.
    const USED: usize = EACH * (K + 4);
    /// Parameters in memory.
    pub const PARAMETERS: usize = Self::STARTS[LAYERS.len()];

    /// A network that was not trained: weights as He et al. (2015) start them, those of the last
    /// layer small, and class biases so that every anchor's probability is about `prior`.
    pub fn new(prior: f64, seed: u32) -> Self {
        Self::with_level(Level::new(), prior, seed)
    }

    /// The same at a given SIMD level: for tests and benchmarks.
    pub fn with_level(level: Level, prior: f64, seed: u32) -> Self {
        let mut random = Rand32::new(u64::from(seed));
        let mut parameters = vec![0.0; Self::PARAMETERS];
        for (i, layer) in Self::LAYERS.iter().enumerate() {
            let fan_in = (layer.inputs * layer.kernel * layer.kernel) as f32;
            let last = i + 1 == Self::LAYERS.len();
            let deviation = if last { 0.01 } else { (2.0 / fan_in).sqrt() };
            let (weights, biases) =
                parameters[Self::STARTS[i]..Self::STARTS[i + 1]].split_at_mut(layer.weights_len());
            let inputs = layer.weights_len() / layer.outputs;
            for (j, weight) in weights.iter_mut().enumerate() {
                let output = j / (inputs * BLOCK) * BLOCK + j % BLOCK;
                if !last || output < Self::USED {
                    *weight = deviation * normal(&mut random);
                }
            }
            if last {
                biases[..EACH * K].fill(libm::log(prior / (1.0 - prior)) as f32);
            }
        }
        Self {
            level,
            parameters,
            transposed: Self::LAYERS.map(|layer| vec![0.0; layer.weights_len()]),
            out: vec![
                0.0;
                Self::LAYERS
                    .iter()
                    .map(Layer::output_len)
                    .max()
                    .unwrap_or(0)
            ],
            d_input: vec![0.0; Self::LAYERS.iter().map(Layer::input_len).max().unwrap_or(0)],
        }
    }

    /// Sets the biases of the logits, by class: those of an untrained network are the prior's.
    pub fn set_logit_biases(&mut self, bias: impl Fn(usize) -> f32) {
        let start = Self::STARTS[LAYERS.len() - 1] + Self::LAST.weights_len();
        let biases = &mut self.parameters[start..start + EACH * K];
        for (channel, value) in biases.iter_mut().enumerate() {
            *value = bias(channel % K);
        }
    }

    /// All parameters, layer by layer: weights, then biases.
    pub fn parameters(&self) -> &[f32] {
        &self.parameters
    }

    /// A number that two networks share if their parameters agree bit for bit (FNV-1a): the same
    /// training gives the same on every machine.
    pub fn fingerprint(&self) -> u64 {
        self.parameters
            .iter()
            .fold(0xcbf2_9ce4_8422_2325, |hash, parameter| {
                (hash ^ u64::from(parameter.to_bits())).wrapping_mul(0x0100_0000_01b3)
            })
    }

    /// All parameters, to change them.
    pub fn parameters_mut(&mut self) -> &mut [f32] {
        &mut self.parameters
    }

    /// The network's output for a scene of `SIZE * SIZE` pixels.
    ///
    /// # Panics
    /// When the number of pixels is another.
    pub fn forward(
        &mut self,
        pixels: &[f32],
        activations: &mut Activations,
        output: &mut Output<K>,
    ) {
        assert_eq!(pixels.len(), SIZE * SIZE, "pixels of a scene");
        let first = &Self::LAYERS[0];
        let (padding, padded) = (first.padding(), first.padded());
        let lines = activations.inputs[0].chunks_exact_mut(padded).skip(padding);
        for (line, pixels) in lines.zip(pixels.chunks_exact(SIZE)) {
            line[padding..padding + SIZE].copy_from_slice(pixels);
        }
        dispatch!(self.level, simd => self.layers(simd, activations, &mut output.0));
    }

    #[inline(always)]
    fn layers<S: Simd>(&mut self, simd: S, activations: &mut Activations, output: &mut [f32]) {
        for (i, layer) in Self::LAYERS.iter().enumerate() {
            let parameters = &self.parameters[Self::STARTS[i]..Self::STARTS[i + 1]];
            let next = Self::LAYERS.get(i + 1);
            let out = match next {
                Some(_) => &mut self.out[..layer.output_len()],
                None => &mut *output,
            };
            conv::forward(simd, layer, parameters, &activations.inputs[i], out);
            if let Some(next) = next {
                let input = &mut activations.inputs[i + 1];
                inner(next, |to, from| {
                    for (to, from) in input[to].iter_mut().zip(&out[from]) {
                        *to = from.max(0.0);
                    }
                });
            }
        }
    }

    /// Prepares [`backward`](Self::backward): call it once after the parameters have changed.
    pub fn transpose(&mut self) {
        for (i, layer) in Self::LAYERS.iter().enumerate().skip(1) {
            let parameters = &self.parameters[Self::STARTS[i]..];
            conv::transpose(layer, parameters, &mut self.transposed[i]);
        }
    }

    /// Adds a scene's part to the gradient, `[PARAMETERS]`: `activations` as
    /// [`forward`](Self::forward) left them, `derivative` of the loss by its output.
    pub fn backward(
        &mut self,
        activations: &Activations,
        derivative: &Output<K>,
        gradient: &mut [f32],
    ) {
        self.out[..Self::LAST.output_len()].copy_from_slice(&derivative.0);
        dispatch!(self.level, simd => self.layers_backward(simd, activations, gradient));
    }

    #[inline(always)]
    fn layers_backward<S: Simd>(&mut self, simd: S, before: &Activations, gradient: &mut [f32]) {
        for (i, layer) in Self::LAYERS.iter().enumerate().rev() {
            let (input, d_out) = (&before.inputs[i], &mut self.out[..]);
            let gradient = &mut gradient[Self::STARTS[i]..Self::STARTS[i + 1]];
            conv::backward_weights(simd, layer, input, &d_out[..layer.output_len()], gradient);
            if i > 0 {
                let d_input = &mut self.d_input[..layer.input_len()];
                let transposed = &self.transposed[i];
                conv::backward_input(
                    simd,
                    layer,
                    transposed,
                    &d_out[..layer.output_len()],
                    d_input,
                );
                // Backward through the ReLU: it let pass what was above 0.
                inner(layer, |from, to| {
                    let both = input[from.clone()].iter().zip(&d_input[from]);
                    for (d_out, (&input, &d_input)) in d_out[to].iter_mut().zip(both) {
                        *d_out = if input > 0.0 { d_input } else { 0.0 };
                    }
                });
            }
        }
    }
}

/// Each line of a layer's input: where it lies with padding, and where without.
#[inline(always)]
fn inner(layer: &Layer, mut line: impl FnMut(std::ops::Range<usize>, std::ops::Range<usize>)) {
    let (side, padding, padded) = (layer.side * layer.stride, layer.padding(), layer.padded());
    for plane in 0..layer.inputs / BLOCK {
        for y in 0..side {
            let outer = ((plane * padded + y + padding) * padded + padding) * BLOCK;
            let inner = (plane * side + y) * side * BLOCK;
            line(outer..outer + side * BLOCK, inner..inner + side * BLOCK);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naive;

    /// A scene's pixels, and a network with weights large enough to matter in the last layer.
    fn case() -> (Vec<f32>, Net) {
        let mut random = Rand32::new(5);
        let pixels = (0..SIZE * SIZE).map(|_| random.rand_float()).collect();
        let mut net = Net::new(0.01, 7);
        for parameter in net.parameters_mut() {
            *parameter += 0.05 * normal(&mut random);
        }
        (pixels, net)
    }

    fn wide(values: &[f32]) -> Vec<f64> {
        values.iter().copied().map(f64::from).collect()
    }

    #[test]
    fn the_sizes_are_those_of_the_prototype() {
        // 8,463 of them are used: the sixteenth channel's are not.
        assert_eq!(PARAMETERS - Net::<1>::LAST.inputs - 1, 8_463);
        let products = LAYERS.map(|layer| layer.weights_len() * layer.side * layer.side);
        assert_eq!(products.iter().sum::<usize>(), 1_239_552);
    }

    #[test]
    fn the_output_is_that_of_plain_loops() {
        let (pixels, mut net) = case();
        let (mut activations, mut output) = Default::default();
        net.forward(&pixels, &mut activations, &mut output);
        let expected = naive::forward(&wide(net.parameters()), &wide(&pixels));
        let cells = Net::<1>::LAST.side * Net::<1>::LAST.side;
        for anchor in 0..ANCHORS {
            let (cell, i) = (anchor / EACH, anchor % EACH);
            let close = |found: f32, channel: usize| {
                let expected = expected[channel * cells + cell];
                assert!(
                    (f64::from(found) - expected).abs() < 1e-4,
                    "{anchor} {channel}"
                );
            };
            close(output.logit(anchor), i);
            for (j, offset) in output.offsets(anchor).into_iter().enumerate() {
                close(offset, EACH + 4 * i + j);
            }
        }
    }

    #[test]
    fn the_gradient_is_the_numerical_difference() {
        let (pixels, mut net) = case();
        let (mut activations, mut output) = Default::default();
        net.forward(&pixels, &mut activations, &mut output);
        // The objective is the sum of outputs times fixed random numbers.
        let mut random = Rand32::new(11);
        let mut derivative = Output::default();
        let mut factors = vec![0.0; 16 * ANCHORS / EACH];
        for anchor in 0..ANCHORS {
            let (cell, i) = (anchor / EACH, anchor % EACH);
            let values: [f32; 5] = std::array::from_fn(|_| normal(&mut random));
            *derivative.logit_mut(anchor) = values[0];
            derivative.set_offsets(anchor, [values[1], values[2], values[3], values[4]]);
            let cells = ANCHORS / EACH;
            factors[i * cells + cell] = f64::from(values[0]);
            for j in 0..4 {
                factors[(EACH + 4 * i + j) * cells + cell] = f64::from(values[j + 1]);
            }
        }
        let mut gradient = vec![0.0; PARAMETERS];
        net.transpose();
        net.backward(&activations, &derivative, &mut gradient);

        let (parameters, pixels) = (wide(net.parameters()), wide(&pixels));
        let objective = |i: usize, h: f64| {
            let mut parameters = parameters.clone();
            parameters[i] += h;
            let out = naive::forward(&parameters, &pixels);
            out.iter()
                .zip(&factors)
                .map(|(out, factor)| out * factor)
                .sum::<f64>()
        };
        const H: f64 = 1e-6; // short, to cross few corners of a ReLU
        for start in Net::<1>::STARTS.windows(2) {
            for _ in 0..16 {
                let i = random.rand_range(start[0] as u32..start[1] as u32) as usize;
                let expected = (objective(i, H) - objective(i, -H)) / (2.0 * H);
                let error = (f64::from(gradient[i]) - expected).abs();
                assert!(
                    error < 1e-3 * (1.0 + expected.abs()),
                    "{i}: {} {expected}",
                    gradient[i]
                );
            }
        }
        let (weights, biases) =
            gradient[Net::<1>::STARTS[5]..].split_at(Net::<1>::LAST.weights_len());
        assert!(
            weights
                .chunks_exact(BLOCK)
                .skip(Net::<1>::LAST.inputs)
                .all(|row| row[BLOCK - 1] == 0.0)
        );
        assert_eq!(
            biases[15], 0.0,
            "nothing is learned by the channel that fills the block"
        );
    }

    #[test]
    fn every_anchor_starts_at_the_prior() {
        for prior in [0.01, 0.5] {
            let (mut activations, mut output) = Default::default();
            Net::<1>::new(prior, 1).forward(&vec![0.3; SIZE * SIZE], &mut activations, &mut output);
            for anchor in 0..ANCHORS {
                let p = ghm::density::classification_norm(f64::from(output.logit(anchor)));
                assert!((p - prior).abs() < 0.1 * prior, "{p}");
            }
        }
    }
}
