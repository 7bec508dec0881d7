import { type ZipFunction, zip } from "./kinds/zip";

/**
 * a * b, broadcast.
 *
 * @example K.eval(ops.multiply([1, 2], 3)) // [3. 6.]
 */
export const multiply: ZipFunction = zip({
  name: "multiply",
  keras: "keras.src.ops.numpy.Multiply",
  on: "number",
  reference: (a, b) => a * b,
  gradient: (a, b, _y, g, k) => [k.multiply(g, b), k.multiply(g, a)],
  samples: [
    [1, 2],
    [-1.5, 0.25],
    [3, -2],
    [0.5, 0.5],
  ],
});
