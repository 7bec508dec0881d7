import { type ZipFunction, zip } from "./kinds/zip";

/**
 * The larger of a and b, broadcast; NaN if one is. A tie shares its gradient.
 *
 * @example K.eval(ops.maximum([1, 5], 3)) // [3. 5.]
 */
export const maximum: ZipFunction = zip({
  name: "maximum",
  keras: "keras.src.ops.numpy.Maximum",
  on: "number",
  reference: (a, b) => Math.max(a, b),
  gradient: (a, b, _y, g, k) => {
    const first = k.cast(k.greater(a, b), "float32");
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
