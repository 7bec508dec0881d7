import { type ZipFunction, zip } from "./kinds/zip";

/**
 * a - b, broadcast.
 *
 * @example K.eval(ops.subtract([1, 2], 3)) // [-2. -1.]
 */
export const subtract: ZipFunction = zip({
  name: "subtract",
  keras: "keras.src.ops.numpy.Subtract",
  on: "number",
  reference: (a, b) => a - b,
  gradient: (_a, _b, _y, g, k) => [g, k.negative(g)],
  samples: [
    [1, 2],
    [-1.5, 0.25],
    [3, -2],
    [0.5, 0.5],
  ],
});
