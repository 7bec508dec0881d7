import { type MapFunction, map } from "./kinds/map";

/**
 * The smallest whole number that is not smaller.
 *
 * @example K.eval(ops.ceil([-1.5, 1.5])) // [-1.  2.]
 */
export const ceil: MapFunction = map({
  name: "ceil",
  keras: "keras.src.ops.numpy.Ceil",
  on: "float",
  reference: Math.ceil,
  samples: [-1.5, -1, 0, 0.7, 2.2],
  kinks: [-1, 0],
});
