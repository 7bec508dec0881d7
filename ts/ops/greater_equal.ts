import { type ZipFunction, zip } from "./kinds/zip";

/**
 * Whether a >= b, as bool, broadcast.
 *
 * @example K.eval(ops.greaterEqual([1, 2, 3], 2)) // [False  True  True]
 */
export const greaterEqual: ZipFunction = zip({
  name: "greater_equal",
  keras: "keras.src.ops.numpy.GreaterEqual",
  on: "number",
  truth: true,
  reference: (a, b) => (a >= b ? 1 : 0),
  samples: [
    [1, 2],
    [-1.5, 0.25],
    [3, -2],
    [0.5, 0.5],
  ],
  kink: () => true,
});
