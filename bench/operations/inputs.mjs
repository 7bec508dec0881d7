// The numbers of the operations, and how results are compared.
import { noise, size } from "../data.mjs";

/** A prime, so that rows of a large input differ. */
const PERIOD = 65521;

/** Numbers from -0.5 to 0.5, which come again after a while. */
export function values(shape, seed) {
  const n = size(shape);
  const some = noise(Math.min(n, PERIOD), seed);
  if (n <= PERIOD) return some;
  const all = new Float32Array(n);
  for (let at = 0; at < n; at += PERIOD) all.set(at + PERIOD <= n ? some : some.subarray(0, n - at), at);
  return all;
}

/** The rows and columns of a number's place in an array of some shape. */
export function place(index, shape) {
  const at = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    at.unshift(index % shape[axis]);
    index = Math.floor(index / shape[axis]);
  }
  return at;
}

const SAMPLES = 60;
const TOLERANCE = 1e-3;

/** Throws unless some elements of `got`, the first and the last among them, are what `expected` says of their index. */
export function compare(got, length, expected, what) {
  if (got.length !== length) throw new Error(`${what}: ${got.length} elements, not ${length}`);
  const step = Math.max(1, Math.floor(length / SAMPLES) | 1);
  const indices = [length - 1];
  for (let i = 0; i < length - 1; i += step) indices.push(i);
  const wanted = indices.map(expected);
  // What cancels out cannot be held to its own size.
  const scale = Math.sqrt(wanted.reduce((sum, x) => sum + x * x, 0) / wanted.length);
  indices.forEach((index, i) => {
    if (Math.abs(got[index] - wanted[i]) <= TOLERANCE * Math.max(Math.abs(wanted[i]), scale)) return;
    throw new Error(`${what}: element ${index} is ${got[index]}, not ${wanted[i]}`);
  });
}
