//! The network once more, in f64 and with plain loops: what the tests compare with.

use crate::{
    conv::{BLOCK, Layer},
    net::LAYERS,
};

/// Place of a weight among a layer's parameters.
pub fn weight(layer: &Layer, output: usize, input: usize, y: usize, x: usize) -> usize {
    let (block, kernel) = (layer.block(), layer.kernel);
    let blocks = layer.inputs / block;
    let row = (output / BLOCK * blocks + input / block) * kernel + y;
    ((row * kernel + x) * block + input % block) * BLOCK + output % BLOCK
}

/// Place of a number in planes `[channels / block][side][side][block]`.
pub fn place(block: usize, side: usize, channel: usize, y: usize, x: usize) -> usize {
    ((channel / block * side + y) * side + x) * block + channel % block
}

/// Convolution of `[inputs][side * stride][side * stride]`, with zeros around it.
pub fn convolve(layer: &Layer, parameters: &[f64], input: &[f64]) -> Vec<f64> {
    let (side, from) = (layer.side, layer.side * layer.stride);
    let mut out = vec![];
    for output in 0..layer.outputs {
        for pixel in 0..side * side {
            let mut sum = parameters[layer.weights_len() + output];
            for channel in 0..layer.inputs {
                for tap in 0..layer.kernel * layer.kernel {
                    let (dy, dx) = (tap / layer.kernel, tap % layer.kernel);
                    let y = pixel / side * layer.stride + dy;
                    let x = pixel % side * layer.stride + dx;
                    let (y, x) = (
                        y.wrapping_sub(layer.padding()),
                        x.wrapping_sub(layer.padding()),
                    );
                    if y < from && x < from {
                        sum += parameters[weight(layer, output, channel, dy, dx)]
                            * input[(channel * from + y) * from + x];
                    }
                }
            }
            out.push(sum);
        }
    }
    out
}

/// Output of the whole network, `[channels][side][side]`.
pub fn forward(parameters: &[f64], pixels: &[f64]) -> Vec<f64> {
    let (mut start, mut values) = (0, pixels.to_vec());
    for (i, layer) in LAYERS.iter().enumerate() {
        let end = start + layer.parameters();
        values = convolve(layer, &parameters[start..end], &values);
        if i + 1 < LAYERS.len() {
            values.iter_mut().for_each(|value| *value = value.max(0.0));
        }
        start = end;
    }
    values
}
