import { type MapFunction, map } from "./kinds/map";

/**
 * The natural logarithm; -inf at zero, NaN below.
 *
 * @example K.eval(ops.log([1])) // [0.]
 */
export const log: MapFunction = map({
  name: "log",
  keras: "keras.src.ops.numpy.Log",
  on: "float",
  reference: Math.log,
  gradient: (x, _y, g, k) => k.divide(g, x),
  samples: [1e-6, 0.5, 1, 2, 1000],
  ulps: 2,
});
