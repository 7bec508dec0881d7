import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { type CumulativeOptions, cumulative } from "../cumsum";
import { withoutNan } from "../kinds/nan";
import { cumprod } from "./cumprod";

/**
 * The product of all elements up to each one, along an axis; NaN counts as 1.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.nancumprod([1, Number.NaN, 3])) // [1. 1. 3.]
 */
export const nancumprod: (x: TensorLike, options?: CumulativeOptions) => Tensor = callable(
  "nancumprod",
  (x: TensorLike, options?: CumulativeOptions): Tensor => {
    const own = cumulative("nancumprod", x, options);
    return cumprod(withoutNan("nancumprod", own.x, 1), { axis: own.axis });
  },
);
