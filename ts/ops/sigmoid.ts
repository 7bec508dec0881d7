import { type MapFunction, map } from "./kinds/map";

/**
 * 1 / (1 + exp(-x)).
 *
 * @example K.eval(ops.sigmoid(0)) // 0.5
 */
export const sigmoid: MapFunction = map({
  name: "sigmoid",
  keras: "keras.src.ops.nn.Sigmoid",
  on: "float",
  reference: (x) => 1 / (1 + Math.exp(-x)),
  gradient: (_x, y, g, k) => k.multiply(g, k.multiply(y, k.subtract(1, y))),
  samples: [-30, -2, 0, 0.5, 3, 20],
  ulps: 2,
});
