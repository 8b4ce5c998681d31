// One step of the detector's training (forward, losses, backward, Adam) by this project and by the
// same network in TensorFlow.js with its wasm backend, from the same weights and on the same
// batches.

import { ready } from "./tensorflow.js";

const { tf } = window;

/** `[channels in, channels out, rows of the kernel, stride]`, as in detector/src/net.rs. */
const LAYERS = [
  [1, 8, 3, 2],
  [8, 16, 3, 2],
  [16, 16, 3, 1],
  [16, 16, 3, 1],
  [16, 16, 3, 1],
  [16, 15, 1, 1],
];
const SCENES = 16;
const SIDE = 48;
const CELLS = 12;
const EACH = 3;
const ANCHORS = CELLS * CELLS * EACH;
/** The configuration of detector/src/train.rs under cross-entropy. */
const BOX_WEIGHT = 36;
const DELTA = 1 / 9;
const RATE = 0.01;
const WARM_UP = 30;

/** The loss in the name of a training step's kernel; undefined for any other kernel. */
export function loss(kernel) {
  return kernel.match(/^training step, (.*)/)?.[1];
}

async function instantiated(file) {
  const bytes = await (await fetch(file)).arrayBuffer();
  if (!WebAssembly.validate(bytes)) return null;
  return (await WebAssembly.instantiate(bytes, {})).instance.exports;
}

/** This project's trainer, or null where the browser can't compile the file. */
export async function build(file, name) {
  const wasm = await instantiated(file);
  if (!wasm) return null;
  const prepare = (kernel) => {
    wasm.training(loss(kernel) === "GHM-C");
    const digest = () => {
      const length = wasm.training_digest();
      return [...new Float64Array(wasm.memory.buffer, wasm.densities(), length)];
    };
    return { call: wasm.training_step, digest };
  };
  return { name, prepare };
}

/** The same in TensorFlow.js, or null where it isn't installed. */
export async function tensorflow(name) {
  if (!(await ready)) return null;
  return { name, prepare: (kernel) => loss(kernel) === "cross-entropy" && prepare() };
}

async function prepare() {
  const { start, batches, compared } = unpack(await numbers());
  const net = start.map(([weights, bias], i) => {
    const [inputs, outputs, rows] = LAYERS[i];
    return [tf.variable(tf.tensor4d(weights, [rows, rows, inputs, outputs])), tf.variable(tf.tensor1d(bias))];
  });
  const parameters = net.flat();
  let optimizer;
  let steps;
  const anew = () => {
    start.flat().forEach((values, i) => {
      const fresh = tf.tensor(values, parameters[i].shape);
      parameters[i].assign(fresh);
      fresh.dispose();
    });
    optimizer?.dispose();
    optimizer = tf.train.adam(RATE, 0.9, 0.99, 1e-8);
    steps = 0;
  };
  anew();
  const step = (look) =>
    tf.tidy(() => {
      const batch = batches[steps % batches.length];
      const inputs = forward(net, batch.pixels);
      const { parts, derivative } = losses(inputs.pop(), batch);
      const gradients = backward(net, inputs, derivative);
      steps++;
      optimizer.learningRate = RATE * Math.min(1, steps / WARM_UP);
      optimizer.applyGradients(Object.fromEntries(parameters.map(({ name }, i) => [name, gradients[i]])));
      return look ? look(gradients, parts) : tf.add(...parts).dataSync()[0];
    });
  const digest = () => {
    anew();
    const size = (gradient) => gradient.dataSync().reduce((sum, g) => sum + Math.abs(g), 0);
    const both = (parts) => parts.map((part) => part.dataSync()[0]);
    const found = step((gradients, parts) => [...gradients.map(size), ...both(parts)]);
    while (steps < compared) found.push(...step((_, parts) => both(parts)));
    return found;
  };
  return { call: () => step(), digest };
}

/** Reads the weights and batches of this project's module. */
async function numbers() {
  const wasm = (await instantiated("simd.wasm")) ?? (await instantiated("scalar.wasm"));
  wasm.training(false);
  const length = wasm.training_numbers();
  return new Float32Array(wasm.memory.buffer, wasm.inputs(), length);
}

function unpack(numbers) {
  let at = 0;
  const take = (length) => numbers.subarray(at, (at += length));
  const [count, compared] = take(2);
  const start = LAYERS.map(([inputs, outputs, rows]) => [take(rows * rows * inputs * outputs), take(outputs)]);
  const batches = Array.from({ length: count }, () => {
    const pixels = tf.tensor4d(take(SCENES * SIDE * SIDE), [SCENES, SIDE, SIDE, 1]);
    const [targets, mask] = [take(SCENES * ANCHORS), take(SCENES * ANCHORS)];
    const [positives] = take(1);
    // Only the offsets of positives, which are few.
    const rows = new Int32Array(positives);
    const offsets = new Float32Array(4 * positives);
    for (let i = 0; i < positives; i++) {
      rows.set(take(1), i);
      offsets.set(take(4), 4 * i);
    }
    return {
      pixels,
      // z = (1 - 2 p*) x.
      signs: tf.tensor1d(targets.map((target) => 1 - 2 * target)),
      mask: tf.tensor1d(mask),
      positives: Math.max(1, positives),
      rows: tf.tensor2d(rows, [positives, 1]),
      offsets: tf.tensor2d(offsets, [positives, 4]),
    };
  });
  return { start, batches, compared };
}

/** With stride 2, one zero before each line and none after it. */
function padding([, , rows, stride]) {
  const pair = [rows >> 1, stride > 1 ? 0 : rows >> 1];
  return [[0, 0], pair, pair, [0, 0]];
}

/** Returns the input of each layer, then the output. */
function forward(net, pixels) {
  const values = [pixels];
  net.forEach(([weights, bias], i) => {
    const out = tf.add(tf.conv2d(values[i], weights, LAYERS[i][3], padding(LAYERS[i])), bias);
    values.push(i + 1 < net.length ? tf.relu(out) : out);
  });
  return values;
}

/**
 * Derivatives by weights and biases, layer by layer. They are written out because tfjs-core's file
 * lacks the gradients of its operations ("gradient function not found for Add"), and the wasm
 * backend lacks Conv2DBackpropFilter, the derivative of a convolution by its weights. That
 * derivative is itself a convolution of the input, with the output's derivative as the kernel,
 * scenes as channels and the stride as dilation.
 */
function backward(net, inputs, derivative) {
  const gradients = [];
  for (let i = net.length - 1; i >= 0; i--) {
    const stride = LAYERS[i][3];
    const pad = padding(LAYERS[i]);
    const padded = pad[1][0] ? tf.pad(inputs[i], pad) : inputs[i];
    const [across, kernel] = [tf.transpose(padded, [3, 1, 2, 0]), tf.transpose(derivative, [1, 2, 0, 3])];
    const byWeights = tf.transpose(tf.conv2d(across, kernel, 1, "valid", "NHWC", stride), [1, 2, 0, 3]);
    gradients.unshift(byWeights, tf.sum(derivative, [0, 1, 2]));
    if (i === 0) break;
    const byInput = tf.conv2dTranspose(derivative, net[i][0], inputs[i].shape, stride, pad);
    derivative = tf.mul(byInput, tf.step(inputs[i]));
  }
  return gradients;
}

/**
 * Cross-entropy of the valid anchors plus smooth L1 of the positives' offsets, and the derivative
 * by the output.
 */
function losses(out, { signs, mask, positives, rows, offsets }) {
  const part = (from, channels) => tf.slice(out, [0, 0, 0, from], [-1, -1, -1, channels]);
  const keys = tf.mul(tf.reshape(part(0, EACH), [-1]), signs);
  const classLoss = tf.div(tf.sum(tf.mul(tf.softplus(keys), mask)), positives);
  const byLogits = tf.mul(tf.sigmoid(keys), tf.div(tf.mul(signs, mask), positives));

  const all = tf.reshape(part(EACH, 4 * EACH), [SCENES * ANCHORS, 4]);
  const difference = tf.sub(tf.gatherND(all, rows), offsets);
  // c (d - c / 2) / delta, with c = d clamped to [-delta, delta], is the parabola and both lines.
  const clipped = tf.clipByValue(difference, -DELTA, DELTA);
  const scale = BOX_WEIGHT / (4 * positives * DELTA);
  const boxLoss = tf.mul(tf.sum(tf.mul(clipped, tf.sub(difference, tf.div(clipped, 2)))), scale);
  const byOffsets = tf.scatterND(rows, tf.mul(clipped, scale), all.shape);

  const cells = (values, channels) => tf.reshape(values, [SCENES, CELLS, CELLS, channels]);
  const derivative = tf.concat([cells(byLogits, EACH), cells(byOffsets, 4 * EACH)], 3);
  return { parts: [classLoss, boxLoss], derivative };
}
