import { averagePoolOp } from "../average_pool";
import { type AdaptiveFunction, adaptive } from "../kinds/adaptive";

/**
 * The mean of each of `outputSize` windows that cover one to three spatial axes, whatever their size.
 *
 * @param inputs [batch, ...spatial, channels]
 * @throws ShapeError when the input has not one to three spatial axes.
 * @example ops.adaptiveAveragePool(ops.ones([1, 5, 7, 3]), [2, 3]).shape // [ 1, 2, 3, 3 ]
 */
export const adaptiveAveragePool: AdaptiveFunction = adaptive(
  averagePoolOp,
  "adaptive_average_pool",
  "adaptiveAveragePool",
);
