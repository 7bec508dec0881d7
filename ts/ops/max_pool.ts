import type { Op } from "../core/op";
import { makeNode } from "../core/tensor";
import { lowerPool, type PoolFunction, pool } from "./kinds/pool";
import { inputShape, outputShape } from "./kinds/window";

/** The record of `max_pool`. */
export const maxPoolOp: Op = {
  name: "max_pool",
  kind: "window",
  keras: "keras.src.ops.nn.MaxPool",
  infer: (_inputs, { geometry }) => ({ shape: outputShape(geometry as number[]), dtype: "float32" }),
  gradient: ({ inputs: [x], attributes: { geometry } }, g) => [makeNode(maxPoolGradOp, [x!, g], { geometry })],
  lower: ({ attributes: { geometry } }) => lowerPool("max_pool", geometry as number[], false),
};

/** The record of its gradient: the first largest cell of a window takes it. */
const maxPoolGradOp: Op = {
  name: "max_pool_grad",
  kind: "window",
  infer: (_inputs, { geometry }) => ({ shape: inputShape(geometry as number[]), dtype: "float32" }),
  gradient: ({ inputs: [x], attributes: { geometry } }, h) => [
    undefined,
    makeNode(maxPoolSelectOp, [x!, h], { geometry }),
  ],
  lower: ({ attributes: { geometry } }) => lowerPool("max_pool_grad", geometry as number[], true),
};

/** The record of values picked where x is largest: the gradient of the gradient. */
const maxPoolSelectOp: Op = {
  name: "max_pool_select",
  kind: "window",
  infer: (_inputs, { geometry }) => ({ shape: outputShape(geometry as number[]), dtype: "float32" }),
  gradient: ({ inputs: [x], attributes: { geometry } }, h) => [
    undefined,
    makeNode(maxPoolGradOp, [x!, h], { geometry }),
  ],
  lower: ({ attributes: { geometry } }) => lowerPool("max_pool_select", geometry as number[], true),
};

/**
 * The largest cell of each window over one to three spatial axes; padding never wins.
 *
 * @param inputs [batch, ...spatial, channels]
 * @throws ShapeError when the window is larger than the input.
 * @example ops.maxPool(ops.ones([1, 4, 4, 3]), 2).shape // [ 1, 2, 2, 3 ]
 */
export const maxPool: PoolFunction = pool(maxPoolOp, "maxPool");
