import { type MapFunction, map } from "./kinds/map";

/**
 * -1, 0 or 1; NaN stays NaN.
 *
 * @example K.eval(ops.sign([-3, 0, 2])) // [-1.  0.  1.]
 */
export const sign: MapFunction = map({
  name: "sign",
  keras: "keras.src.ops.numpy.Sign",
  on: "number",
  reference: Math.sign,
  samples: [-3, 0, 2],
  kinks: [0],
});
