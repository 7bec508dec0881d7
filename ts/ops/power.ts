import { type ZipFunction, zip } from "./kinds/zip";

/**
 * a to the power b, broadcast.
 *
 * @example K.eval(ops.power([2, 3], 2)) // [4. 9.]
 */
export const power: ZipFunction = zip({
  name: "power",
  keras: "keras.src.ops.numpy.Power",
  on: "float",
  reference: (a, b) => a ** b,
  gradient(a, b, y, g, k) {
    // 0 to the power 0 - 1 is infinite, and its factor b = 0 would make that NaN.
    const corner = k.logicalAnd(k.equal(a, 0), k.equal(b, 0));
    return [
      k.multiply(g, k.multiply(b, k.power(a, k.where(corner, 1, k.subtract(b, 1))))),
      k.multiply(g, k.multiply(y, k.log(k.where(k.greater(a, 0), a, 1)))),
    ];
  },
  samples: [
    [2, 3],
    [0.5, -1.5],
    [1.5, 0],
    [9, 0.5],
  ],
  ulps: 2,
});
