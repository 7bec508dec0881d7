import { type MapFunction, map } from "./kinds/map";

/**
 * The largest whole number that is not larger.
 *
 * @example K.eval(ops.floor([-1.5, 1.5])) // [-2.  1.]
 */
export const floor: MapFunction = map({
  name: "floor",
  keras: "keras.src.ops.numpy.Floor",
  on: "float",
  reference: Math.floor,
  samples: [-1.5, -1, 0, 0.7, 2.2],
  kinks: [-1, 0],
});
