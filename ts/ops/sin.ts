import { type MapFunction, map } from "./kinds/map";

/**
 * The sine.
 *
 * @example K.eval(ops.sin(0)) // 0
 */
export const sin: MapFunction = map({
  name: "sin",
  keras: "keras.src.ops.numpy.Sin",
  on: "float",
  reference: Math.sin,
  gradient: (x, _y, g, k) => k.multiply(g, k.cos(x)),
  samples: [-10, -1, 0, 0.5, 3, 100],
  ulps: 2,
});
