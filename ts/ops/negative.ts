import { type MapFunction, map } from "./kinds/map";

/**
 * -x.
 *
 * @example K.eval(ops.negative([1, -2])) // [-1.  2.]
 */
export const negative: MapFunction = map({
  name: "negative",
  keras: "keras.src.ops.numpy.Negative",
  on: "number",
  reference: (x) => -x,
  gradient: (_x, _y, g, k) => k.negative(g),
  samples: [-3, 0, 0.5, 2],
});
