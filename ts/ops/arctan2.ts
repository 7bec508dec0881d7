import { type ZipFunction, zip } from "./kinds/zip";

/**
 * The angle of the point (x2, x1), from -pi to pi.
 *
 * @example K.eval(ops.arctan2([0, 1], [1, 0])) // [0.        1.5707964]
 */
export const arctan2: ZipFunction = zip({
  name: "arctan2",
  keras: "keras.src.ops.numpy.Arctan2",
  on: "float",
  reference: Math.atan2,
  gradient(a, b, _y, g, k) {
    const share = k.divide(g, k.add(k.square(a), k.square(b)));
    return [k.multiply(share, b), k.multiply(share, k.negative(a))];
  },
  samples: [
    [1, 2],
    [-1.5, 0.25],
    [3, -2],
    [-0.5, -0.75],
  ],
  kink: (a, b) => b < 0 && Math.abs(a) < 0.02,
  ulps: 2.5,
});
