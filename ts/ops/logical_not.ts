import { type MapFunction, map } from "./kinds/map";

/**
 * Whether x is zero.
 *
 * @example K.eval(ops.logicalNot([true, false])) // [False  True]
 */
export const logicalNot: MapFunction = map({
  name: "logical_not",
  keras: "keras.src.ops.numpy.LogicalNot",
  on: "bool",
  reference: (x) => (x ? 0 : 1),
  samples: [0, 1],
  kinks: [0, 1],
});
