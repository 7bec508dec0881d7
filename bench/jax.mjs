// jax-js's side: every step is one jitted function that takes its state and gives the next.
import { defaultDevice, init, jit, lax, nn, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import { cnnShapes, labels, mlpShapes, noise, weights } from "./data.mjs";

export const name = "jax-js";

await init("wasm");
defaultDevice("wasm");

const arrays = (shapes) => weights(shapes).map((values, i) => np.array(values, { shape: shapes[i] }));

/** One value is read back, since jax-js computes nothing before. */
const settle = (array) => array.dataSync();

export async function gemm(n) {
  const a = np.array(noise(n * n), { shape: [n, n] });
  const b = np.array(noise(n * n, 2), { shape: [n, n] });
  const matmul = jit(np.matmul);
  const run = async () => {
    const c = matmul(a.ref, b.ref);
    await c.blockUntilReady();
    c.dispose();
  };
  return { steps: 1, run, product: () => matmul(a.ref, b.ref).dataSync() };
}

/** `update(state, x, y)` gives [state, loss]; the state is consumed, x and y are kept. */
function trainer(update, state, x, y) {
  const step = jit(update);
  const next = () => {
    const [after, loss] = step(state, x.ref, y.ref);
    state = after;
    return settle(loss)[0];
  };
  return { steps: 1, run: next, losses: (count) => Array.from({ length: count }, next) };
}

/** The mean over the batch of the cross-entropy from logits. */
function crossEntropy(logits, y) {
  const [batch, classes] = logits.shape;
  return nn
    .logSoftmax(logits)
    .mul(nn.oneHot(y, classes))
    .sum()
    .mul(-1 / batch);
}

export async function mlp(inputs, hidden, outputs, batch) {
  const cost = ([w1, b1, w2, b2], x, y) => {
    const h = nn.relu(np.matmul(x, w1).add(b1));
    return crossEntropy(np.matmul(h, w2).add(b2), y);
  };
  const sgd = (params, x, y) => {
    const [loss, grads] = valueAndGrad(cost)(tree.ref(params), x, y);
    return [params.map((w, i) => w.sub(grads[i].mul(0.01))), loss];
  };
  const x = np.array(noise(batch * inputs), { shape: [batch, inputs] });
  const y = np.array(labels(batch, outputs), { dtype: np.int32 });
  return trainer(sgd, arrays(mlpShapes(inputs, hidden, outputs)), x, y);
}

/** Channels come before rows in jax-js, so that the kernels and the flattened rows are transposed once here. */
export async function cnn(batch) {
  const pool = (x) => lax.reduceWindow(x, np.max, [2, 2], [2, 2]);
  const conv = (x, w, b) => nn.relu(lax.conv(x, w, [1, 1], "VALID").add(b.reshape([1, -1, 1, 1])));
  const cost = ([k1, b1, k2, b2, w, b], x, y) => {
    const h = pool(conv(pool(conv(x, k1, b1)), k2, b2));
    return crossEntropy(np.matmul(h.reshape([batch, 800]), w).add(b), y);
  };
  const adam = ({ params, m, v, decay1, decay2 }, x, y) => {
    const [loss, grads] = valueAndGrad(cost)(tree.ref(params), x, y);
    const d1 = decay1.mul(0.9);
    const d2 = decay2.mul(0.999);
    const rate = np.sqrt(np.subtract(1, d2.ref)).mul(0.001).div(np.subtract(1, d1.ref));
    const m1 = m.map((value, i) => value.mul(0.9).add(grads[i].ref.mul(0.1)));
    const v1 = v.map((value, i) => value.mul(0.999).add(np.square(grads[i]).mul(0.001)));
    const moved = params.map((value, i) => value.sub(m1[i].ref.mul(rate.ref).div(np.sqrt(v1[i].ref).add(1e-7))));
    rate.dispose();
    return [{ params: moved, m: m1, v: v1, decay1: d1, decay2: d2 }, loss];
  };
  const [k1, b1, k2, b2, w, b] = arrays(cnnShapes);
  const kernel = (k) => k.transpose([3, 2, 0, 1]);
  const dense = w.reshape([5, 5, 32, 10]).transpose([2, 0, 1, 3]).reshape([800, 10]);
  const params = [kernel(k1), b1, kernel(k2), b2, dense, b];
  const zeros = () => params.map((value) => np.zeros(value.shape));
  const state = { params, m: zeros(), v: zeros(), decay1: np.array(1), decay2: np.array(1) };
  const x = np.array(noise(batch * 784), { shape: [batch, 1, 28, 28] });
  return trainer(adam, state, x, np.array(labels(batch, 10), { dtype: np.int32 }));
}
