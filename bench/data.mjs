// The same numbers for every library: inputs, labels and first weights.

/** `n` numbers from -1 to 1 times `scale`: mulberry32, so that a seed gives the same everywhere. */
export function noise(n, seed = 1, scale = 0.5) {
  let state = seed * 0x9e3779b9;
  return Float32Array.from({ length: n }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) / 2147483648 - 1) * scale;
  });
}

export const labels = (n, classes) => Int32Array.from({ length: n }, (_, i) => (i * 7) % classes);

export function oneHot(ids, classes) {
  const rows = new Float32Array(ids.length * classes);
  ids.forEach((id, i) => (rows[i * classes + id] = 1));
  return rows;
}

export const size = (shape) => shape.reduce((a, b) => a * b, 1);

export const mlpShapes = (inputs, hidden, outputs) => [[inputs, hidden], [hidden], [hidden, outputs], [outputs]];

/** Kernels are height, width, in, out, as in Keras and TF.js. 28 - 26 - 13 - 11 - 5: 5 * 5 * 32 = 800. */
export const cnnShapes = [[3, 3, 1, 16], [16], [3, 3, 16, 32], [32], [800, 10], [10]];

/** Glorot-uniform kernels, zero biases. */
export function weights(shapes) {
  return shapes.map((shape, i) => {
    if (shape.length === 1) return new Float32Array(shape[0]);
    const window = size(shape.slice(0, -2));
    const fans = window * (shape.at(-2) + shape.at(-1));
    return noise(size(shape), i + 3, Math.sqrt(6 / fans));
  });
}
