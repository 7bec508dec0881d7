import { type ZipFunction, zip } from "./kinds/zip";

/**
 * The greatest whole number that divides both.
 *
 * @throws DTypeError for floats.
 * @example K.eval(ops.gcd(ops.cast([12, 9], "int32"), 6)) // [6 3]
 */
export const gcd: ZipFunction = zip({
  name: "gcd",
  keras: "keras.src.ops.numpy.Gcd",
  on: "int",
  reference: divisor,
  samples: [
    [12, 18],
    [-4, 6],
    [7, 0],
    [0, 0],
  ],
});

function divisor(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : divisor(b, a % b);
}
