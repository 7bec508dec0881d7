import { type MapFunction, map } from "./kinds/map";
import { type ZipFunction, zip } from "./kinds/zip";

/**
 * min(max(x, 0), 6); the slope at 0 and 6 is 0.
 *
 * @example K.eval(ops.relu6([-1, 3, 9])) // [0. 3. 6.]
 */
export const relu6: MapFunction = map({
  name: "relu6",
  keras: "keras.src.ops.nn.Relu6",
  on: "float",
  reference: (x) => Math.min(Math.max(x, 0), 6),
  gradient: (_x, y, g, k) => k.relu6Grad(y, g),
  samples: [-3, -0.5, 0, 0.5, 3, 5.5, 6, 7],
  kinks: [0, 6],
});

/**
 * The gradient of `relu6` from its result: g where 0 < y < 6, else 0.
 */
export const relu6Grad: ZipFunction = zip({
  name: "relu6_grad",
  on: "float",
  reference: (y, g) => (y > 0 && y < 6 ? g : 0),
  gradient: (y, _g, _y, h, k) => [undefined, k.relu6Grad(y, h)],
  samples: [
    [-1, 2],
    [0, 2],
    [3, 2],
    [0.5, -4],
    [6, 2],
    [7, 1],
  ],
  kink: (y) => y === 0 || y === 6,
});
