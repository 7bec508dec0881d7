import { type MapFunction, map } from "./kinds/map";

/**
 * 1 / x; infinite at zero.
 *
 * @example K.eval(ops.reciprocal([2, 4])) // [0.5  0.25]
 */
export const reciprocal: MapFunction = map({
  name: "reciprocal",
  keras: "keras.src.ops.numpy.Reciprocal",
  on: "float",
  reference: (x) => 1 / x,
  gradient: (_x, y, g, k) => k.negative(k.multiply(g, k.square(y))),
  samples: [-3, -0.5, 0.25, 1, 1000],
});
