// jax-js's side of the operations: one jitted function each. Results stay in its memory.
import { defaultDevice, grad, init, jit, lax, nn, numpy as np } from "@jax-js/jax";

export const name = "jax-js";

export async function start() {
  await init("wasm");
  defaultDevice("wasm");
}

/** Channels come first in jax-js, filters before channels; a depthwise kernel is one of groups. */
const IMAGE = [0, 3, 1, 2];
const KERNEL = { full: [3, 2, 0, 1], depthwise: [2, 3, 0, 1] };

function convolve({ layer, inputs }) {
  const options = { featureGroupCount: layer.depthwise ? inputs[0].shape[3] : 1 };
  const strides = [layer.strides, layer.strides];
  return (x, k) => lax.convGeneralDilated(x, k, strides, layer.padding.toUpperCase(), options);
}

/** The gradient of the sum of results times `g`: the forward pass falls away, since nothing asks for it. */
function gradient(op, of) {
  const conv = convolve(op);
  return (x, k, g) => grad((a, b, c) => conv(a, b).mul(c).sum(), { argnums: of })(x, k, g);
}

const moments = (x, axis) => [np.mean(x.ref, axis), np.var_(x, axis)];

const CALLS = {
  matmul: ({ transposeA, transposeB }) => {
    return (a, b) => np.matmul(transposeA ? a.transpose() : a, transposeB ? b.transpose() : b);
  },
  add: () => np.add,
  multiply: () => np.multiply,
  relu: () => nn.relu,
  exp: () => np.exp,
  sigmoid: () => nn.sigmoid,
  tanh: () => np.tanh,
  gelu: () => (x) => nn.gelu(x, { approximate: false }),
  softmax: () => (x) => nn.softmax(x, -1),
  sum: ({ axis }) => {
    return (x) => np.sum(x, axis);
  },
  moments: ({ axis }) => {
    return (x) => moments(x, axis);
  },
  conv: convolve,
  convInput: (op) => gradient(op, 0),
  convKernel: (op) => gradient(op, 1),
};

/** An array with its axes as jax-js has them. */
function array(values, shape, order) {
  const plain = np.array(values, { shape });
  if (!order) return plain;
  const turned = plain.transpose(order);
  const own = np.array(turned.ref.dataSync(), { shape: turned.shape });
  turned.dispose();
  return own;
}

export function open(op, values) {
  const kernel = op.layer && (op.layer.depthwise ? KERNEL.depthwise : KERNEL.full);
  const orders = op.layer ? [IMAGE, kernel, IMAGE] : [];
  const inputs = op.inputs.map(({ shape }, i) => array(values[i], shape, orders[i]));
  const back = { conv: IMAGE, convInput: IMAGE, convKernel: kernel }[op.call];
  const compiled = jit(CALLS[op.call](op));
  const call = () => [compiled(...inputs.map((input) => input.ref))].flat();
  return {
    async run() {
      for (const result of call()) {
        await result.blockUntilReady();
        result.dispose();
      }
    },
    read() {
      const there = back?.map((_, axis) => back.indexOf(axis));
      return call().map((result) => (there ? result.transpose(there) : result).dataSync());
    },
    close() {
      for (const input of inputs) input.dispose();
    },
  };
}
