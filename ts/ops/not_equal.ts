import { type ZipFunction, zip } from "./kinds/zip";

/**
 * Whether a differs from b, as bool, broadcast.
 *
 * @example K.eval(ops.notEqual([1, 2, 3], 2)) // [ True False  True]
 */
export const notEqual: ZipFunction = zip({
  name: "not_equal",
  keras: "keras.src.ops.numpy.NotEqual",
  on: "number",
  truth: true,
  reference: (a, b) => (a !== b ? 1 : 0),
  samples: [
    [1, 2],
    [-1.5, 0.25],
    [3, -2],
    [0.5, 0.5],
  ],
  kink: () => true,
});
