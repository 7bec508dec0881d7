import { type ZipFunction, zip } from "./kinds/zip";

/**
 * Or of truth values, broadcast.
 *
 * @example K.eval(ops.logicalOr([true, true], [true, false])) // [True True]
 */
export const logicalOr: ZipFunction = zip({
  name: "logical_or",
  keras: "keras.src.ops.numpy.LogicalOr",
  on: "bool",
  truth: true,
  reference: (a, b) => (a || b ? 1 : 0),
  samples: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  kink: () => true,
});
