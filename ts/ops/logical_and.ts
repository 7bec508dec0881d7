import { type ZipFunction, zip } from "./kinds/zip";

/**
 * And of truth values, broadcast.
 *
 * @example K.eval(ops.logicalAnd([true, true], [true, false])) // [ True False]
 */
export const logicalAnd: ZipFunction = zip({
  name: "logical_and",
  keras: "keras.src.ops.numpy.LogicalAnd",
  on: "bool",
  truth: true,
  reference: (a, b) => (a && b ? 1 : 0),
  samples: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  kink: () => true,
});
