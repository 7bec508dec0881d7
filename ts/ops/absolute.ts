import { map, type MapFunction } from "./kinds/map";

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
  gradient: (x, _y, g, k) => k.multiply(g, k.sign(x)),
  samples: [-3, -0.5, 0, 2],
  kinks: [0],
});
