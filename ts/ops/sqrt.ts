import { type MapFunction, map } from "./kinds/map";

/**
 * The square root; NaN below zero.
 *
 * @example K.eval(ops.sqrt([4, 9])) // [2. 3.]
 */
export const sqrt: MapFunction = map({
  name: "sqrt",
  keras: "keras.src.ops.numpy.Sqrt",
  on: "float",
  reference: Math.sqrt,
  gradient: (_x, y, g, k) => k.divide(k.multiply(g, 0.5), y),
  samples: [0.25, 1, 2, 100],
});
