import { type MapFunction, map } from "./kinds/map";

/**
 * log(1 + x), exact near zero.
 *
 * @example K.eval(ops.log1p(0)) // 0
 */
export const log1p: MapFunction = map({
  name: "log1p",
  keras: "keras.src.ops.numpy.Log1p",
  on: "float",
  reference: Math.log1p,
  gradient: (x, _y, g, k) => k.divide(g, k.add(x, 1)),
  samples: [-0.5, -1e-6, 0, 1e-4, 1, 1000],
  ulps: 2,
});
