import { type MapFunction, map } from "./kinds/map";

/**
 * 1 / sqrt(x).
 *
 * @example K.eval(ops.rsqrt([4, 16])) // [0.5  0.25]
 */
export const rsqrt: MapFunction = map({
  name: "rsqrt",
  keras: "keras.src.ops.math.Rsqrt",
  on: "float",
  reference: (x) => 1 / Math.sqrt(x),
  gradient: (x, y, g, k) => k.multiply(g, k.divide(k.multiply(y, -0.5), x)),
  samples: [0.25, 1, 2, 100],
  ulps: 2,
});
