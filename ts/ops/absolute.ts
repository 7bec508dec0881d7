import { type MapFunction, map } from "./kinds/map";

/**
 * |x|.
 *
 * @example K.eval(ops.absolute([-1, 2])) // [1. 2.]
 */
export const absolute: MapFunction = map({
  name: "absolute",
  keras: "keras.src.ops.numpy.Absolute",
  on: "number",
  reference: Math.abs,
  // At 0 the slope is 1, as in JAX.
  gradient: (x, _y, g, k) => k.where(k.greaterEqual(x, 0), g, k.negative(g)),
  samples: [-3, -0.5, 0, 2],
  kinks: [0],
});
