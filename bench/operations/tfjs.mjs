// TF.js's side of the operations, on its wasm backend: kernels are done when a call returns, results stay in its heap.
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";

export const name = "tfjs-wasm";

export async function start() {
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"))}/`);
  tf.enableProdMode();
  if (!(await tf.setBackend("wasm"))) throw new Error("TF.js has no wasm backend here");
}

/** What the gradient functions of TF.js call, without the forward pass before it. */
const kernel = (title, inputs, { strides, padding }, shape) =>
  tf.engine().runKernel(title, inputs, {
    strides: [strides, strides],
    pad: padding,
    dataFormat: "NHWC",
    dilations: [1, 1],
    dimRoundingMode: undefined,
    ...shape,
  });

const CALLS = {
  matmul: (op, a, b) => tf.matMul(a, b, op.transposeA, op.transposeB),
  add: (_, a, b) => tf.add(a, b),
  multiply: (_, a, b) => tf.mul(a, b),
  relu: (_, x) => tf.relu(x),
  exp: (_, x) => tf.exp(x),
  sigmoid: (_, x) => tf.sigmoid(x),
  tanh: (_, x) => tf.tanh(x),
  // As in tfjs-layers: the core has none.
  gelu: (_, x) => tf.tidy(() => tf.mul(0.5, tf.mul(x, tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))))),
  softmax: (_, x) => tf.softmax(x),
  sum: ({ axis }, x) => tf.sum(x, axis ?? undefined),
  moments: ({ axis }, x) => tf.tidy(() => Object.values(tf.moments(x, axis))),
  conv: ({ layer }, x, k) => (layer.depthwise ? tf.depthwiseConv2d : tf.conv2d)(x, k, layer.strides, layer.padding),
  convInput: ({ layer }, x, k, g) =>
    layer.depthwise
      ? kernel("DepthwiseConv2dNativeBackpropInput", { dy: g, filter: k }, layer, { inputShape: x.shape })
      : kernel("Conv2DBackpropInput", { dy: g, filter: k }, layer, { inputShape: x.shape }),
  convKernel: ({ layer }, x, k, g) =>
    layer.depthwise
      ? kernel("DepthwiseConv2dNativeBackpropFilter", { x, dy: g }, layer, { filterShape: k.shape })
      : kernel("Conv2DBackpropFilter", { x, dy: g }, layer, { filterShape: k.shape }),
};

export function open(op, values) {
  const inputs = op.inputs.map(({ shape }, i) => tf.tensor(values[i], shape));
  const call = CALLS[op.call];
  return {
    run: () => tf.dispose(call(op, ...inputs)),
    read() {
      const results = [call(op, ...inputs)].flat();
      const read = results.map((result) => result.dataSync());
      tf.dispose(results);
      return read;
    },
    close: () => tf.dispose(inputs),
  };
}
