import { type ZipFunction, zip } from "./kinds/zip";

/**
 * The bits moved down by `y` places; the sign stays.
 *
 * @throws DTypeError for floats.
 * @example K.eval(ops.bitwiseRightShift(ops.cast([12, -12], "int32"), 2)) // [ 3 -3]
 */
export const bitwiseRightShift: ZipFunction = zip({
  name: "bitwise_right_shift",
  keras: "keras.src.ops.numpy.BitwiseRightShift",
  on: "int",
  reference: (a, b) => a >> (b < 0 ? 31 : Math.min(b, 31)),
  samples: [
    [6, 1],
    [-77, 3],
    [1000, 40],
    [-8, -1],
  ],
});
