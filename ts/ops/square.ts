import { type MapFunction, map } from "./kinds/map";

/**
 * x squared.
 *
 * @example K.eval(ops.square([-3, 2])) // [9. 4.]
 */
export const square: MapFunction = map({
  name: "square",
  keras: "keras.src.ops.numpy.Square",
  on: "number",
  reference: (x) => x * x,
  gradient: (x, _y, g, k) => k.multiply(g, k.multiply(x, 2)),
  samples: [-3, -0.5, 0, 2],
});
