import { type ZipFunction, zip } from "./kinds/zip";

/**
 * Xor of truth values, broadcast.
 *
 * @example K.eval(ops.logicalXor([true, true], [true, false])) // [False  True]
 */
export const logicalXor: ZipFunction = zip({
  name: "logical_xor",
  keras: "keras.src.ops.numpy.LogicalXor",
  on: "bool",
  truth: true,
  reference: (a, b) => (!a !== !b ? 1 : 0),
  samples: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  kink: () => true,
});
