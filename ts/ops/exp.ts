import { type MapFunction, map } from "./kinds/map";

/**
 * e to the power x.
 *
 * @example K.eval(ops.exp([0, 1])) // [1.        2.7182817]
 */
export const exp: MapFunction = map({
  name: "exp",
  keras: "keras.src.ops.numpy.Exp",
  on: "float",
  reference: Math.exp,
  gradient: (_x, y, g, k) => k.multiply(g, y),
  samples: [-20, -1, 0, 0.5, 5],
  ulps: 2,
});
