import { type ZipFunction, zip } from "./kinds/zip";

/**
 * Whether a < b, as bool, broadcast.
 *
 * @example K.eval(ops.less([1, 2, 3], 2)) // [ True False False]
 */
export const less: ZipFunction = zip({
  name: "less",
  keras: "keras.src.ops.numpy.Less",
  on: "number",
  truth: true,
  reference: (a, b) => (a < b ? 1 : 0),
  samples: [
    [1, 2],
    [-1.5, 0.25],
    [3, -2],
    [0.5, 0.5],
  ],
  kink: () => true,
});
