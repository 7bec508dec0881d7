import { type MapFunction, map } from "./kinds/map";

/**
 * log(1 + exp(x)), without overflow.
 *
 * @example K.eval(ops.softplus([-200, 200])) // [  0. 200.]
 */
export const softplus: MapFunction = map({
  name: "softplus",
  keras: "keras.src.ops.nn.Softplus",
  on: "float",
  reference: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  gradient: (x, _y, g, k) => k.multiply(g, k.sigmoid(x)),
  samples: [-30, -2, 0, 0.5, 3, 40],
  ulps: 2,
});
