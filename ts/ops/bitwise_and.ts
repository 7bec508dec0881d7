import { type ZipFunction, zip } from "./kinds/zip";

/**
 * The bits that both have.
 *
 * @throws DTypeError for floats.
 * @example K.eval(ops.bitwiseAnd(ops.cast([6, 7], "int32"), 3)) // [2 3]
 */
export const bitwiseAnd: ZipFunction = zip({
  name: "bitwise_and",
  keras: "keras.src.ops.numpy.BitwiseAnd",
  on: "int",
  reference: (a, b) => a & b,
  samples: [
    [6, 3],
    [-1, 12345],
    [0, 7],
  ],
});
