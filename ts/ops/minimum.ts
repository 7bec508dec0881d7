import { type ZipFunction, zip } from "./kinds/zip";

/**
 * The smaller of a and b, broadcast; NaN if one is. A tie shares its gradient.
 *
 * @example K.eval(ops.minimum([1, 5], 3)) // [1. 3.]
 */
export const minimum: ZipFunction = zip({
  name: "minimum",
  keras: "keras.src.ops.numpy.Minimum",
  on: "number",
  reference: (a, b) => Math.min(a, b),
  gradient: (a, b, _y, g, k) => {
    const first = k.cast(k.less(a, b), "float32");
    const tie = k.multiply(k.cast(k.equal(a, b), "float32"), 0.5);
    const share = k.add(first, tie);
    return [k.multiply(g, share), k.multiply(g, k.subtract(1, share))];
  },
  samples: [
    [1, 2],
    [-1.5, 0.25],
    [3, -2],
    [0.5, 0.5],
  ],
  kink: (a, b) => a === b,
});
