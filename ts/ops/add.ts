import { type ZipFunction, zip } from "./kinds/zip";

/**
 * a + b, broadcast.
 *
 * @example K.eval(ops.add([1, 2], 3)) // [4. 5.]
 */
export const add: ZipFunction = zip({
  name: "add",
  keras: "keras.src.ops.numpy.Add",
  on: "number",
  reference: (a, b) => a + b,
  gradient: (_a, _b, _y, g) => [g, g],
  samples: [
    [1, 2],
    [-1.5, 0.25],
    [3, -2],
    [0.5, 0.5],
  ],
});
