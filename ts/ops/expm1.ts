import { type MapFunction, map } from "./kinds/map";

/**
 * exp(x) - 1, exact near zero.
 *
 * @example K.eval(ops.expm1(0)) // 0
 */
export const expm1: MapFunction = map({
  name: "expm1",
  keras: "keras.src.ops.numpy.Expm1",
  on: "float",
  reference: Math.expm1,
  gradient: (_x, y, g, k) => k.multiply(g, k.add(y, 1)),
  samples: [-20, -1, -1e-6, 0, 1e-4, 0.5, 5],
  ulps: 2,
});
