import type { Op } from "../core/op";
import { makeNode } from "../core/tensor";
import { lowerPool, type PoolFunction, pool } from "./kinds/pool";
import { inputShape, outputShape } from "./kinds/window";

/** The record of `average_pool`. */
export const averagePoolOp: Op = {
  name: "average_pool",
  kind: "window",
  keras: "keras.src.ops.nn.AveragePool",
  infer: (_inputs, { geometry }) => ({ shape: outputShape(geometry as number[]), dtype: "float32" }),
  gradient: (node, g) => [makeNode(averagePoolGradOp, [g], { geometry: node.attributes.geometry })],
  lower: ({ attributes: { geometry } }) => lowerPool("average_pool", geometry as number[], false),
};

/** The record of its gradient: a window shares its gradient among its cells. */
const averagePoolGradOp: Op = {
  name: "average_pool_grad",
  kind: "window",
  infer: (_inputs, { geometry }) => ({ shape: inputShape(geometry as number[]), dtype: "float32" }),
  gradient: (node, h) => [makeNode(averagePoolOp, [h], { geometry: node.attributes.geometry })],
  lower: ({ attributes: { geometry } }) => lowerPool("average_pool_grad", geometry as number[], true),
};

/**
 * The mean of each window over one to three spatial axes; padding does not count.
 *
 * @param inputs [batch, ...spatial, channels]
 * @throws ShapeError when the window is larger than the input.
 * @example ops.averagePool(ops.ones([1, 4, 4, 3]), 2).shape // [ 1, 2, 2, 3 ]
 */
export const averagePool: PoolFunction = pool(averagePoolOp, "averagePool");
