import { type ZipFunction, zip } from "./kinds/zip";

/**
 * Whether a = b, as bool, broadcast.
 *
 * @example K.eval(ops.equal([1, 2, 3], 2)) // [False  True False]
 */
export const equal: ZipFunction = zip({
  name: "equal",
  keras: "keras.src.ops.numpy.Equal",
  on: "number",
  truth: true,
  reference: (a, b) => (a === b ? 1 : 0),
  samples: [
    [1, 2],
    [-1.5, 0.25],
    [3, -2],
    [0.5, 0.5],
  ],
  kink: () => true,
});
