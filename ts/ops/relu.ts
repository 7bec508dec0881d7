import { type MapFunction, map } from "./kinds/map";
import { type ZipFunction, zip } from "./kinds/zip";
import { maximum } from "./maximum";

/**
 * max(x, 0).
 *
 * @example K.eval(ops.relu([-1, 2])) // [0. 2.]
 */
export const relu: MapFunction = map({
  name: "relu",
  keras: "keras.src.ops.nn.Relu",
  on: "float",
  integers: (x) => maximum(x, 0),
  reference: (x) => Math.max(x, 0),
  gradient: (_x, y, g, k) => k.reluGrad(y, g),
  samples: [-3, -0.5, 0, 0.5, 3],
  kinks: [0],
});

/**
 * The gradient of `relu` from its result: g where y > 0, else 0.
 */
export const reluGrad: ZipFunction = zip({
  name: "relu_grad",
  on: "float",
  reference: (y, g) => (y > 0 ? g : 0),
  gradient: (y, _g, _y, h, k) => [undefined, k.reluGrad(y, h)],
  samples: [
    [-1, 2],
    [0, 2],
    [3, 2],
    [0.5, -4],
  ],
  kink: (y) => y === 0,
});
