import { type ZipFunction, zip } from "./kinds/zip";

/**
 * What is left of x1 / x2, with the sign of x1; exact. Of whole numbers by 0 it is 0.
 *
 * @example K.eval(ops.fmod([7, -7], 4)) // [ 3. -3.]
 */
export const fmod: ZipFunction = zip({
  name: "fmod",
  keras: "keras.src.ops.numpy.Fmod",
  on: "number",
  reference: (a, b) => a % b,
  whole: (a, b) => (b === 0 ? 0 : (a % b) | 0),
  gradient: (a, b, _y, g, k) => [g, k.negative(k.multiply(g, k.trunc(k.divide(a, b))))],
  samples: [
    [1, 2],
    [-1.5, 0.4],
    [3.3, -2],
    [5, 1.5],
  ],
  kink: (a, b) => Math.abs(a / b - Math.round(a / b)) < 0.02,
});
