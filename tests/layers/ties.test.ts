/** Gradients where a derivative jumps: as Keras's JAX backend gives them. */
import { describe, expect, test } from "vitest";
import * as K from "../../ts/backend/K";
import "../../ts/backend/evaluate";
import type { NestedValues } from "../../ts/core/convert";
import type { Tensor } from "../../ts/core/tensor";
import type { Layer } from "../../ts/layers/core/layer";
import * as layers from "../../ts/layers/gen/public";
import * as ops from "../../ts/ops/gen/public";

/** Gradients of the sum of a layer's (or function's) output. */
function gradients(f: Layer | ((...x: Tensor[]) => Tensor), ...values: NestedValues[]): unknown[] {
  const xs = values.map((value) => K.variable(value as number[]));
  const inputs = xs.map((x) => x.value);
  const y = typeof f === "function" ? f(...inputs) : f.apply(inputs.length > 1 ? inputs : inputs[0]!);
  return K.gradients(ops.sum(y), xs).map((g) => flat(K.eval(g!)));
}
const flat = (value: unknown): number[] => [value].flat(9) as number[];

describe("ties share as in JAX", () => {
  test.each([
    ["maximum of two", gradients(layers.maximum(), [[1]], [[1]]), [[0.5], [0.5]]],
    ["maximum of three", gradients(layers.maximum(), [[1]], [[1]], [[1]]), [[0.25], [0.25], [0.5]]],
    ["minimum of two", gradients(ops.minimum, [[1]], [[1]]), [[0.5], [0.5]]],
    ["clip at both ends", gradients((x) => ops.clip(x, 0, 1), [[0, 1, 0.5]]), [[0.5, 0.5, 1]]],
    ["ReLU with a cap", gradients(layers.reLU({ maxValue: 2 }), [[0, 2, 1]]), [[0, 0.5, 1]]],
    ["ReLU with the cap 6", gradients(layers.reLU({ maxValue: 6 }), [[0, 6, 1]]), [[0, 0, 1]]],
    [
      "ReLU with a cap and a slope",
      gradients(layers.reLU({ maxValue: 2, negativeSlope: 0.5 }), [[0, 2, -1]]),
      [[0, 0.5, 0.5]],
    ],
    [
      "ReLU with a threshold and a slope",
      gradients(layers.reLU({ threshold: 1, negativeSlope: 0.5 }), [[1, 2, 0]]),
      [[0, 1, 0.5]],
    ],
    [
      "ReLU with a threshold and a cap",
      gradients(layers.reLU({ threshold: 1, maxValue: 2 }), [[1, 2, 0]]),
      [[0, 0.5, 0]],
    ],
    ["LeakyReLU", gradients(layers.leakyReLU({ negativeSlope: 0.5 }), [[0, 1, -1]]), [[1, 1, 0.5]]],
    ["relu6", gradients(layers.activation({ activation: "relu6" }), [[0, 6, 1]]), [[0, 0, 1]]],
    ["relu", gradients(layers.activation({ activation: "relu" }), [[0, 1]]), [[0, 1]]],
    ["leaky_relu", gradients(layers.activation({ activation: "leaky_relu" }), [[0, 1]]), [[1, 1]]],
    ["elu", gradients(layers.activation({ activation: "elu" }), [[0, 1]]), [[1, 1]]],
    ["selu", gradients(layers.activation({ activation: "selu" }), [[0]]), [[Math.fround(1.7580993175506592)]]],
    ["hard_sigmoid", gradients(layers.activation({ activation: "hard_sigmoid" }), [[-3, 3]]), [[0, 0]]],
    [
      "GlobalMaxPooling2D",
      gradients(layers.globalMaxPooling2d(), [
        [
          [[1], [1]],
          [[1], [1]],
        ],
      ]),
      [[0.25, 0.25, 0.25, 0.25]],
    ],
    [
      "MaxPooling2D",
      gradients(layers.maxPooling2d(), [
        [
          [[1], [1]],
          [[1], [1]],
        ],
      ]),
      [[1, 0, 0, 0]],
    ],
    [
      "MaxPooling2D with windows that overlap",
      gradients(layers.maxPooling2d({ poolSize: 2, strides: 1, padding: "same" }), [
        [
          [[1], [1]],
          [[1], [1]],
        ],
      ]),
      [[1, 1, 1, 1]],
    ],
  ])("%s", (_name, got, want) => {
    expect(got).toEqual(want);
  });
});
