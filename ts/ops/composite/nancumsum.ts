import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { type CumulativeOptions, cumsum, cumulative } from "../cumsum";
import { withoutNan } from "../kinds/nan";

/**
 * The sum of all elements up to each one, along an axis; NaN counts as 0.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.nancumsum([1, Number.NaN, 3])) // [1. 1. 4.]
 */
export const nancumsum: (x: TensorLike, options?: CumulativeOptions) => Tensor = callable(
  "nancumsum",
  (x: TensorLike, options?: CumulativeOptions): Tensor => {
    const own = cumulative("nancumsum", x, options);
    return cumsum(withoutNan("nancumsum", own.x, 0), { axis: own.axis });
  },
);
