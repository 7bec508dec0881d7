import { type ZipFunction, zip } from "./kinds/zip";

/**
 * a / b, broadcast, as float32.
 *
 * @example K.eval(ops.divide([1, 3], 2)) // [0.5 1.5]
 */
export const divide: ZipFunction = zip({
  name: "divide",
  keras: "keras.src.ops.numpy.Divide",
  on: "float",
  reference: (a, b) => a / b,
  gradient: (_a, b, y, g, k) => [k.divide(g, b), k.negative(k.divide(k.multiply(g, y), b))],
  samples: [
    [1, 2],
    [-1.5, 0.25],
    [3, -2],
    [0.5, 0.5],
  ],
});
