import { erf } from "./erf";
import { type MapFunction, map } from "./kinds/map";

/**
 * The inverse of the error function, from -1 to 1.
 *
 * @example K.eval(ops.erfinv([0, 1])) // [ 0. inf]
 */
export const erfinv: MapFunction = map({
  name: "erfinv",
  keras: "keras.src.ops.math.Erfinv",
  on: "float",
  reference: erfinv64,
  gradient: (_x, y, g, k) => k.multiply(g, k.multiply(k.exp(k.square(y)), Math.sqrt(Math.PI) / 2)),
  samples: [-0.9, -0.5, -1e-4, 0, 0.7, 0.9],
  ulps: 6,
});

/** Winitzki's approximation, then Newton's method on the series of erf; float64. */
function erfinv64(x: number): number {
  const a = Math.abs(x);
  if (!(a < 1)) return a === 1 ? x * Number.POSITIVE_INFINITY : Number.NaN;
  const log = Math.log1p(-a * a);
  const half = 2 / (Math.PI * 0.147) + log / 2;
  let y = Math.sqrt(Math.sqrt(half * half - log / 0.147) - half);
  for (let step = 0; step < 4; step++) y -= (erf.spec.reference(y) - a) * (Math.sqrt(Math.PI) / 2) * Math.exp(y * y);
  return x < 0 ? -y : y;
}
