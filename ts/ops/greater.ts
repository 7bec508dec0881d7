import { type ZipFunction, zip } from "./kinds/zip";

/**
 * Whether a > b, as bool, broadcast.
 *
 * @example K.eval(ops.greater([1, 2, 3], 2)) // [False False  True]
 */
export const greater: ZipFunction = zip({
  name: "greater",
  keras: "keras.src.ops.numpy.Greater",
  on: "number",
  truth: true,
  reference: (a, b) => (a > b ? 1 : 0),
  samples: [
    [1, 2],
    [-1.5, 0.25],
    [3, -2],
    [0.5, 0.5],
  ],
  kink: () => true,
});
