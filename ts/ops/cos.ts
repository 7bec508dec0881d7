import { type MapFunction, map } from "./kinds/map";

/**
 * The cosine.
 *
 * @example K.eval(ops.cos(0)) // 1
 */
export const cos: MapFunction = map({
  name: "cos",
  keras: "keras.src.ops.numpy.Cos",
  on: "float",
  reference: Math.cos,
  gradient: (x, _y, g, k) => k.negative(k.multiply(g, k.sin(x))),
  samples: [-10, -1, 0, 0.5, 3, 100],
  ulps: 2,
});
