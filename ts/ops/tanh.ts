import { type MapFunction, map } from "./kinds/map";

/**
 * The hyperbolic tangent.
 *
 * @example K.eval(ops.tanh(0)) // 0
 */
export const tanh: MapFunction = map({
  name: "tanh",
  keras: "keras.src.ops.numpy.Tanh",
  on: "float",
  reference: Math.tanh,
  gradient: (_x, y, g, k) => k.multiply(g, k.subtract(1, k.multiply(y, y))),
  samples: [-9, -1, -0.01, 0, 0.5, 3],
  ulps: 2,
});
