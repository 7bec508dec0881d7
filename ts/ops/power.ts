import { type ZipFunction, zip } from "./kinds/zip";

/**
 * a to the power b, broadcast. Of integers in integers, wrapping; a negative power of one is 0 unless it is 1 or -1.
 *
 * @example K.eval(ops.power([2, 3], 2)) // [4. 9.]
 */
export const power: ZipFunction = zip({
  name: "power",
  keras: "keras.src.ops.numpy.Power",
  on: "number",
  reference: (a, b) => a ** b,
  whole: wholePower,
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

function wholePower(a: number, b: number): number {
  if (b < 0 && Math.abs(a) !== 1) return 0;
  let power = 1;
  for (let base = a, bits = b >>> 0; bits; bits >>>= 1, base = Math.imul(base, base)) {
    if (bits & 1) power = Math.imul(power, base);
  }
  return power;
}
