//! Convolution, forward and backward. In this crate only this file computes in SIMD types; `net`
//! passes the level on.
//!
//! # Outline
//! Channels come in blocks of 8 (the image: one block of 1), and a plane of a block lies row by
//! row, so the inputs of one output pixel are short contiguous slices, one for each row of the
//! kernel: the matrix that "im2col" would copy together is read where it lies. What is left are
//! three products of matrices, each blocked so that four pixels (or four weights) times eight
//! channels stay in registers:
//! - [`forward`]: pixels x inputs times inputs x channels;
//! - [`backward_weights`]: inputs x pixels times pixels x channels;
//! - [`backward_input`]: pixels x channels times channels x inputs, added to where they overlap.
//!
//! # Same bits everywhere
//! A lane is a channel, no sum runs across lanes, and products and sums are rounded separately:
//! every SIMD level adds in the same order and gives the same bits.

use fearless_simd::{Simd, f32x8, prelude::*};

/// Channels of a block.
pub const BLOCK: usize = 8;
/// Pixels (or weights) whose results stay in registers.
const STRIP: usize = 4;
/// Inputs in a row of the kernel where the input is the image.
const IMAGE_RUN: usize = 3;

/// Shape of a convolution with square kernel and planes.
#[derive(Clone, Copy, Debug)]
pub struct Layer {
    /// Channels that come in: 1, or a multiple of [`BLOCK`].
    pub inputs: usize,
    /// Channels that go out: a multiple of [`BLOCK`].
    pub outputs: usize,
    /// Rows of the kernel: 1 or 3. The plane is padded so that this costs no pixel.
    pub kernel: usize,
    /// Pixels from one output's inputs to the next one's.
    pub stride: usize,
    /// Rows of the output: a multiple of 4.
    pub side: usize,
}

impl Layer {
    /// Channels of a block of the input.
    pub const fn block(&self) -> usize {
        if self.inputs < BLOCK {
            self.inputs
        } else {
            BLOCK
        }
    }

    /// Zeros around the input.
    pub const fn padding(&self) -> usize {
        self.kernel / 2
    }

    /// Rows of the input with its padding.
    pub const fn padded(&self) -> usize {
        self.side * self.stride + 2 * self.padding()
    }

    /// Numbers in an input `[blocks][padded][padded][block]`.
    pub const fn input_len(&self) -> usize {
        self.inputs * self.padded() * self.padded()
    }

    /// Numbers in an output `[blocks][side][side][BLOCK]`.
    pub const fn output_len(&self) -> usize {
        self.outputs * self.side * self.side
    }

    /// Weights `[blocks of outputs][blocks of inputs][kernel][kernel][block][BLOCK]`.
    pub const fn weights_len(&self) -> usize {
        self.inputs * self.outputs * self.kernel * self.kernel
    }

    /// Weights, then a bias for each output.
    pub const fn parameters(&self) -> usize {
        self.weights_len() + self.outputs
    }

    /// Inputs of one output pixel that lie side by side: a row of the kernel.
    const fn run(&self) -> usize {
        self.kernel * self.block()
    }

    /// Blocks of inputs times rows of the kernel.
    const fn runs(&self) -> usize {
        self.inputs / self.block() * self.kernel
    }

    /// Numbers from one output's inputs to the next one's.
    const fn step(&self) -> usize {
        self.stride * self.block()
    }

    /// Where in the input row `row` of the kernel starts, for the output pixel `(x, y)`.
    const fn start(&self, row: usize, x: usize, y: usize) -> usize {
        let (plane, row) = (row / self.kernel, row % self.kernel);
        let padded = self.padded();
        ((plane * padded + y * self.stride + row) * padded + x * self.stride) * self.block()
    }
}

/// Output of a layer, `[blocks][side][side][BLOCK]`, from its padded input and its parameters.
#[inline(always)]
pub fn forward<S: Simd>(
    simd: S,
    layer: &Layer,
    parameters: &[f32],
    input: &[f32],
    out: &mut [f32],
) {
    let (weights, bias) = parameters
        .as_chunks::<BLOCK>()
        .0
        .split_at(layer.weights_len() / BLOCK);
    let (run, side) = (layer.run(), layer.side);
    let planes = out.as_chunks_mut::<BLOCK>().0.chunks_exact_mut(side * side);
    let panels = weights.chunks_exact(layer.runs() * run);
    for ((plane, panel), bias) in planes.zip(panels).zip(bias) {
        for (y, line) in plane.chunks_exact_mut(side).enumerate() {
            for (strip, line) in line.as_chunks_mut::<STRIP>().0.iter_mut().enumerate() {
                let mut sums = [f32x8::from_slice(simd, bias); STRIP];
                for (row, weights) in panel.chunks_exact(run).enumerate() {
                    let start = layer.start(row, strip * STRIP, y);
                    let inputs: [&[f32]; STRIP] =
                        std::array::from_fn(|i| &input[start + i * layer.step()..][..run]);
                    if run % BLOCK == 0 {
                        add_products::<S, BLOCK>(simd, inputs, weights, &mut sums);
                    } else {
                        add_products::<S, IMAGE_RUN>(simd, inputs, weights, &mut sums);
                    }
                }
                for (pixel, sum) in line.iter_mut().zip(sums) {
                    sum.store_slice(pixel);
                }
            }
        }
    }
}

/// Inputs times weights, `N` at a time: with their number known there is nothing to check.
#[inline(always)]
fn add_products<S: Simd, const N: usize>(
    simd: S,
    inputs: [&[f32]; STRIP],
    weights: &[[f32; BLOCK]],
    sums: &mut [f32x8<S>; STRIP],
) {
    let inputs = inputs.map(|input| input.as_chunks::<N>().0);
    for (i, weights) in weights.as_chunks::<N>().0.iter().enumerate() {
        let inputs = inputs.map(|input| &input[i]);
        for (k, weights) in weights.iter().enumerate() {
            let weights = f32x8::from_slice(simd, weights);
            for (sum, input) in sums.iter_mut().zip(inputs) {
                *sum += weights * f32x8::splat(simd, input[k]);
            }
        }
    }
}

/// Adds to `gradient` the derivative by the parameters: `d_out` is that by the output.
#[inline(always)]
pub fn backward_weights<S: Simd>(
    simd: S,
    layer: &Layer,
    input: &[f32],
    d_out: &[f32],
    gradient: &mut [f32],
) {
    let (run, side) = (layer.run(), layer.side);
    let gradient = gradient.as_chunks_mut::<BLOCK>().0;
    let (weights, bias) = gradient.split_at_mut(layer.weights_len() / BLOCK);
    let planes = d_out.as_chunks::<BLOCK>().0.chunks_exact(side * side);
    let panels = weights.chunks_exact_mut(layer.runs() * run);
    for ((plane, panel), bias) in planes.zip(panels).zip(bias) {
        let mut sum = f32x8::from_slice(simd, bias);
        for pixel in plane {
            sum += f32x8::from_slice(simd, pixel);
        }
        sum.store_slice(bias);
        for (row, weights) in panel.chunks_exact_mut(run).enumerate() {
            if run % STRIP == 0 {
                for (i, weights) in weights.as_chunks_mut::<STRIP>().0.iter_mut().enumerate() {
                    weights_of(simd, layer, input, plane, row, i * STRIP, weights);
                }
            } else {
                for weights in weights.as_chunks_mut::<IMAGE_RUN>().0 {
                    weights_of(simd, layer, input, plane, row, 0, weights);
                }
            }
        }
    }
}

/// `N` rows of weights, those of the inputs from `offset` on in row `row` of the kernel.
#[inline(always)]
fn weights_of<S: Simd, const N: usize>(
    simd: S,
    layer: &Layer,
    input: &[f32],
    plane: &[[f32; BLOCK]],
    row: usize,
    offset: usize,
    weights: &mut [[f32; BLOCK]; N],
) {
    let mut sums: [f32x8<S>; N] = std::array::from_fn(|i| f32x8::from_slice(simd, &weights[i]));
    let step = layer.step();
    for (y, line) in plane.chunks_exact(layer.side).enumerate() {
        let inputs = &input[layer.start(row, 0, y) + offset..];
        for (x, d_out) in line.iter().enumerate() {
            let d_out = f32x8::from_slice(simd, d_out);
            let inputs = &inputs[x * step..][..N];
            for (sum, &input) in sums.iter_mut().zip(inputs) {
                *sum += d_out * f32x8::splat(simd, input);
            }
        }
    }
    for (weights, sum) in weights.iter_mut().zip(sums) {
        sum.store_slice(weights);
    }
}

/// Weights as [`backward_input`] reads them: `[blocks of inputs][kernel][kernel][outputs][BLOCK]`.
pub fn transpose(layer: &Layer, parameters: &[f32], out: &mut [f32]) {
    let weights = parameters.as_chunks::<BLOCK>().0;
    let inputs = layer.runs() * layer.run();
    for (tap, rows) in out.chunks_exact_mut(layer.outputs * BLOCK).enumerate() {
        for (output, row) in rows.as_chunks_mut::<BLOCK>().0.iter_mut().enumerate() {
            let panel = output / BLOCK * inputs + tap * BLOCK;
            for (input, weight) in row.iter_mut().enumerate() {
                *weight = weights[panel + input][output % BLOCK];
            }
        }
    }
}

/// Sets `d_input` to the derivative by the padded input; `transposed` comes from [`transpose`].
/// Not for a layer of one input: nothing comes before the image.
#[inline(always)]
pub fn backward_input<S: Simd>(
    simd: S,
    layer: &Layer,
    transposed: &[f32],
    d_out: &[f32],
    d_input: &mut [f32],
) {
    let side = layer.side;
    d_input.fill(0.0);
    let d_input = d_input.as_chunks_mut::<BLOCK>().0;
    let d_out = d_out.as_chunks::<BLOCK>().0;
    let taps = transposed
        .as_chunks::<BLOCK>()
        .0
        .chunks_exact(layer.outputs);
    for (tap, weights) in taps.enumerate() {
        let (row, column) = (tap / layer.kernel, tap % layer.kernel);
        for y in 0..side {
            for x in (0..side).step_by(STRIP) {
                let mut sums = [f32x8::splat(simd, 0.0); STRIP];
                for (panel, weights) in weights.as_chunks::<BLOCK>().0.iter().enumerate() {
                    let pixels = &d_out[(panel * side + y) * side + x..][..STRIP];
                    for (channel, weights) in weights.iter().enumerate() {
                        let weights = f32x8::from_slice(simd, weights);
                        for (sum, pixel) in sums.iter_mut().zip(pixels) {
                            *sum += weights * f32x8::splat(simd, pixel[channel]);
                        }
                    }
                }
                let start = layer.start(row, x, y) / BLOCK + column;
                let pixels = d_input[start..].iter_mut().step_by(layer.stride);
                for (pixel, sum) in pixels.zip(sums) {
                    (f32x8::from_slice(simd, pixel) + sum).store_slice(pixel);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{naive, net::LAYERS};
    use fearless_simd::{Level, dispatch};
    use oorandom::Rand32;

    /// Every SIMD level of this machine, and the scalar one.
    pub fn levels() -> Vec<Level> {
        let best = Level::new();
        let mut levels = vec![Level::fallback(), best];
        #[cfg(target_arch = "x86_64")]
        {
            levels.extend(best.as_sse2().map(Level::Sse2));
            levels.extend(best.as_sse4_2().map(Level::Sse4_2));
            levels.extend(best.as_avx2().map(Level::Avx2));
        }
        levels
    }

    fn random(n: usize, random: &mut Rand32) -> Vec<f32> {
        (0..n).map(|_| 2.0 * random.rand_float() - 1.0).collect()
    }

    fn wide(values: &[f32]) -> Vec<f64> {
        values.iter().copied().map(f64::from).collect()
    }

    /// A layer's numbers: parameters, padded input, the same without padding and in f64,
    /// derivative by the output.
    struct Case {
        parameters: Vec<f32>,
        input: Vec<f32>,
        plain: Vec<f64>,
        d_out: Vec<f32>,
    }

    impl Case {
        fn new(layer: &Layer, seed: u64) -> Self {
            let mut rand = Rand32::new(seed);
            let (side, padding) = (layer.side * layer.stride, layer.padding());
            let plain = random(layer.inputs * side * side, &mut rand);
            let mut input = vec![0.0; layer.input_len()];
            for (i, &value) in plain.iter().enumerate() {
                let (channel, y, x) = (i / (side * side), i / side % side, i % side);
                let (y, x) = (y + padding, x + padding);
                input[naive::place(layer.block(), layer.padded(), channel, y, x)] = value;
            }
            Self {
                parameters: random(layer.parameters(), &mut rand),
                input,
                plain: wide(&plain),
                d_out: random(layer.output_len(), &mut rand),
            }
        }

        /// Output, gradient of the parameters, derivative by the padded input.
        fn run(&self, layer: &Layer, level: Level) -> [Vec<f32>; 3] {
            let mut out = vec![0.0; layer.output_len()];
            let mut gradient = vec![0.0; layer.parameters()];
            let mut d_input = vec![0.0; layer.input_len()];
            let mut transposed = vec![0.0; layer.weights_len()];
            transpose_if_possible(layer, &self.parameters, &mut transposed);
            dispatch!(level, simd => {
                forward(simd, layer, &self.parameters, &self.input, &mut out);
                backward_weights(simd, layer, &self.input, &self.d_out, &mut gradient);
                if layer.inputs > 1 {
                    backward_input(simd, layer, &transposed, &self.d_out, &mut d_input);
                }
            });
            [out, gradient, d_input]
        }

        /// `sum(output * d_out)` in f64: its derivatives are what the backward functions compute.
        fn objective(&self, layer: &Layer, parameters: &[f64], input: &[f64]) -> f64 {
            let side = layer.side;
            naive::convolve(layer, parameters, input)
                .iter()
                .enumerate()
                .map(|(i, out)| {
                    let (channel, y, x) = (i / (side * side), i / side % side, i % side);
                    out * f64::from(self.d_out[naive::place(BLOCK, side, channel, y, x)])
                })
                .sum()
        }
    }

    fn transpose_if_possible(layer: &Layer, parameters: &[f32], out: &mut [f32]) {
        if layer.inputs > 1 {
            transpose(layer, parameters, out);
        }
    }

    /// Sums of a few hundred products of numbers up to 1, in f32.
    const TOLERANCE: f64 = 2e-4;

    #[test]
    fn the_output_is_that_of_plain_loops() {
        for layer in &LAYERS {
            let case = Case::new(layer, 1);
            let [out, ..] = case.run(layer, Level::new());
            let expected = naive::convolve(layer, &wide(&case.parameters), &case.plain);
            for (i, expected) in expected.into_iter().enumerate() {
                let (side, area) = (layer.side, layer.side * layer.side);
                let at = naive::place(BLOCK, side, i / area, i / side % side, i % side);
                assert!(
                    (f64::from(out[at]) - expected).abs() < TOLERANCE,
                    "{layer:?} {i}"
                );
            }
        }
    }

    #[test]
    fn gradients_are_numerical_differences() {
        const H: f64 = 0.5; // the objective is linear in each number: no step is too long
        for layer in &LAYERS {
            let case = Case::new(layer, 2);
            let [_, gradient, d_input] = case.run(layer, Level::new());
            let (parameters, input) = (wide(&case.parameters), case.plain.clone());
            let mut rand = Rand32::new(3);
            let mut check =
                |n: u32, found: &dyn Fn(usize) -> f32, of: &dyn Fn(usize, f64) -> f64| {
                    for _ in 0..24 {
                        let i = rand.rand_range(0..n) as usize;
                        let expected = (of(i, H) - of(i, -H)) / (2.0 * H);
                        let error = (f64::from(found(i)) - expected).abs();
                        assert!(
                            error < TOLERANCE * (1.0 + expected.abs()),
                            "{layer:?} {i}: {error}"
                        );
                    }
                };
            let moved = |values: &[f64], i: usize, h: f64| {
                let mut values = values.to_vec();
                values[i] += h;
                values
            };
            check(layer.parameters() as u32, &|i| gradient[i], &|i, h| {
                case.objective(layer, &moved(&parameters, i, h), &input)
            });
            if layer.inputs > 1 {
                let (side, padding) = (layer.side * layer.stride, layer.padding());
                let found = |i: usize| {
                    let (channel, y, x) = (i / (side * side), i / side % side, i % side);
                    let (y, x) = (y + padding, x + padding);
                    d_input[naive::place(BLOCK, layer.padded(), channel, y, x)]
                };
                check(input.len() as u32, &found, &|i, h| {
                    case.objective(layer, &parameters, &moved(&input, i, h))
                });
            }
        }
    }

    #[test]
    fn every_level_gives_the_same_bits() {
        for layer in &LAYERS {
            let case = Case::new(layer, 4);
            let expected = case.run(layer, Level::fallback());
            for level in levels() {
                assert!(case.run(layer, level) == expected, "{level:?} {layer:?}");
            }
        }
    }

    #[test]
    fn gradients_are_added_to_what_is_there() {
        let layer = &LAYERS[2];
        let case = Case::new(layer, 5);
        let [_, once, _] = case.run(layer, Level::new());
        let mut twice = vec![0.0; layer.parameters()];
        for _ in 0..2 {
            dispatch!(Level::new(), simd =>
                backward_weights(simd, layer, &case.input, &case.d_out, &mut twice));
        }
        assert!(
            once.iter()
                .zip(&twice)
                .all(|(a, b)| (2.0 * a - b).abs() < 1e-3)
        );
    }
}
