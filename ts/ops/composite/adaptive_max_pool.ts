import { type AdaptiveFunction, adaptive } from "../kinds/adaptive";
import { maxPoolOp } from "../max_pool";

/**
 * The largest cell of each of `outputSize` windows that cover one to three spatial axes, whatever their size.
 *
 * @param inputs [batch, ...spatial, channels]
 * @throws ShapeError when the input has not one to three spatial axes.
 * @example ops.adaptiveMaxPool(ops.ones([1, 5, 7, 3]), [2, 3]).shape // [ 1, 2, 3, 3 ]
 */
export const adaptiveMaxPool: AdaptiveFunction = adaptive(maxPoolOp, "adaptive_max_pool", "adaptiveMaxPool");
