import { type MapFunction, map } from "./kinds/map";

/**
 * The error function.
 *
 * @example K.eval(ops.erf(0)) // 0
 */
export const erf: MapFunction = map({
  name: "erf",
  keras: "keras.src.ops.math.Erf",
  on: "float",
  reference: erf64,
  gradient: (x, _y, g, k) => k.multiply(g, k.multiply(k.exp(k.negative(k.square(x))), 2 / Math.sqrt(Math.PI))),
  samples: [-3, -0.5, -1e-4, 0, 0.7, 2],
  ulps: 2,
});

/** Abramowitz and Stegun 7.1.5 for small x, a continued fraction of erfc (7.1.14) else; float64. */
function erf64(x: number): number {
  const a = Math.abs(x);
  if (a < 2.5) {
    let term = a;
    let sum = a;
    for (let n = 1; n < 100; n++) {
      term *= (-a * a) / n;
      sum += term / (2 * n + 1);
    }
    return Math.sign(x) * sum * (2 / Math.sqrt(Math.PI));
  }
  let fraction = a;
  for (let n = 60; n > 0; n--) fraction = a + n / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-a * a) / fraction / Math.sqrt(Math.PI));
}
